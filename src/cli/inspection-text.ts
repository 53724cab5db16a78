import type { FastaInspection } from '../read/fasta/inspect-fasta.ts';
import type { FileInspection } from '../read/inspect.ts';
import type { BlockInspection, ColumnInspection, ContentInspection } from '../read/inspect-content.ts';
import type { TableInspection } from '../read/inspect-table.ts';
import type { ValueSummary } from '../read/value-summary.ts';

/** An inspection for a person: facts first, then the first rows, then what would stop or mislead a study. */
export function inspectionText(inspection: FileInspection): string {
  const { file, table, fasta, contents, problems } = inspection;
  const lines = [file];
  if (table) lines.push(...facts(table, inspection));
  if (fasta) lines.push(...sequenceFacts(fasta, inspection));
  if (contents) lines.push(fact('format', formatLine(inspection)), ...contentFacts(contents));
  if (problems.length > 0) lines.push('', 'problems', ...problems.map((problem) => `  ✗ ${problem}`));
  return `${lines.join('\n')}\n`;
}

const fact = (name: string, text: string) => `  ${name.padEnd(9)} ${text}`;

function sequenceFacts(
  { compressed, records, alphabet, lengths, ...facts }: FastaInspection,
  inspection: FileInspection,
): string[] {
  const { min, median, max } = lengths;
  const { letters, ambiguous, gc, ids } = facts;
  const share = (100 * ambiguous) / letters;
  return [
    fact('format', `${inspection.format!.title}${compressed ? ', gzip' : ''}`),
    ...Object.entries(inspection.facts).map(([name, value]) =>
      fact(name.length < 10 ? name : '', name.length < 10 ? `${value}` : `${name}: ${value}`),
    ),
    fact('records', `${records} of ${alphabet === 'dna' ? 'DNA' : 'protein'}`),
    fact('length', min === max ? `${max} letters each` : `${min} to ${max} letters, median ${median}`),
    fact('letters', `${letters}, ${ambiguous === 0 ? 'none' : `${ambiguous} (${share.toPrecision(2)} %)`} ambiguous`),
    ...(gc === null ? [] : [fact('GC', `${(100 * gc).toFixed(1)} %`)]),
    fact('ids', ids.first.map((id) => id || '(none)').join(', ') + (records > ids.first.length ? ', …' : '')),
  ];
}

/** What the format is called, and what it says of itself. */
function formatLine({ format, facts }: FileInspection): string {
  return [format!.title, ...Object.entries(facts).map(([name, value]) => `${name} ${value}`)].join(', ');
}

function contentFacts(contents: ContentInspection): string[] {
  switch (contents.holds) {
    case 'blocks':
      return [...contents.blocks.flatMap(blockFacts), ...contents.samples.map(columnFact)];
    case 'sets': {
      const { min, median, max } = contents.sizes;
      return [
        fact('sets', `${contents.sets} of ${min} to ${max} members, median ${median}; ${contents.members} different`),
        fact('first', contents.first.join(', ')),
      ];
    }
    case 'motifs':
      return [
        fact('motifs', `${contents.motifs}, ${contents.widths[0]} to ${contents.widths[1]} letters wide`),
        fact('first', contents.first.join(', ')),
      ];
    case 'network':
      return [
        fact('network', `${contents.nodes} nodes, ${contents.edges} edges`),
        fact('weights', contents.weights ? `${contents.weights[0]} to ${contents.weights[1]}` : 'none'),
        fact('first', contents.first.join(', ')),
      ];
  }
}

function blockFacts(block: BlockInspection): string[] {
  const { missing, shape, density } = block;
  const array = shape ? `, each [${shape.join(' × ')}]` : '';
  const sparse = density < 1 ? `, sparse (${(100 * density).toPrecision(2)} % kept)` : '';
  const more = (shown: readonly string[], all: number) => shown.join(', ') + (all > shown.length ? ', …' : '');
  return [
    fact(
      'block',
      `${block.name} (${block.kind}): ${block.samples} samples × ${block.features} features${array}${sparse}`,
    ),
    fact('samples', more(block.firstSamples, block.samples)),
    fact('features', more(block.firstFeatures, block.features)),
    ...(block.about.length > 0 ? [fact('of them', block.about.join(', '))] : []),
    fact(
      'missing',
      missing.cells === 0 ? 'none' : `${missing.cells} values (${(100 * missing.share).toPrecision(2)} %)`,
    ),
    fact('values', shape && block.values ? rangeLine(block.values) : block.unit.evidence),
  ];
}

/** Of pictures and traces, whose values have no unit to guess. */
function rangeLine({ min, q01, median, q99, max }: ValueSummary): string {
  const short = (value: number) => String(Number(value.toPrecision(3)));
  return `${short(min)} to ${short(max)}, median ${short(median)}, 98 % from ${short(q01)} to ${short(q99)}`;
}

function columnFact({ name, type, missing, distinct, levels, range }: ColumnInspection): string {
  const gaps = missing === 0 ? '' : `, ${missing} missing`;
  if (type === 'number') return fact('number', `${name}: ${range ? `${range[0]} to ${range[1]}` : 'no value'}${gaps}`);
  return fact('text', `${name}: ${levelsText(distinct!, levels!)}${gaps}`);
}

function facts(table: TableInspection, inspection: FileInspection): string[] {
  const { missing } = table;
  const isText = inspection.format!.word === 'delimited';
  return [
    fact(
      'format',
      isText ? `${table.delimiter}-separated text${table.compressed ? ', gzip' : ''}` : formatLine(inspection),
    ),
    fact(
      'shape',
      `${table.rows} rows × ${table.columns} columns (${table.numericCount} numeric, ${table.textCount} text)`,
    ),
    fact('ids', table.id?.message ?? 'no column qualifies: name one with --id'),
    fact(
      'missing',
      missing.cells === 0
        ? 'none'
        : `${missing.cells} cells (${(100 * missing.share).toPrecision(2)} %) in ${missing.columns} columns`,
    ),
    fact('values', table.unit.evidence),
    ...table.survival.map(({ time, event, events, unit }) =>
      fact('survival', `${time} (${unit ?? 'unit not said'}) with ${event} (${events} events)`),
    ),
    ...table.text.map(({ name, distinct, levels }) => fact('text', `${name}: ${levelsText(distinct, levels)}`)),
    '',
    ...grid(table.firstRows),
  ];
}

function levelsText(distinct: number, levels: readonly { value: string; count: number }[]): string {
  if (distinct > levels.length)
    return `${distinct} different (${levels
      .slice(0, 3)
      .map(({ value }) => value)
      .join(', ')}, …)`;
  return levels.map(({ value, count }) => `${value} ${count}`).join(', ');
}

function grid(rows: readonly (readonly (string | null)[])[]): string[] {
  const cells = rows.map((row) =>
    row.map((cell) => (cell === null ? '·' : cell.length > 14 ? `${cell.slice(0, 13)}…` : cell)),
  );
  const widths = (cells[0] ?? []).map((_, c) => Math.max(...cells.map((row) => row[c]?.length ?? 0)));
  return cells.map((row) => `  ${row.map((cell, c) => cell.padEnd(widths[c]!)).join('  ')}`.trimEnd());
}
