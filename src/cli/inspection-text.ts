import type { FastaInspection } from '../read/fasta/inspect-fasta.ts';
import type { FileInspection, TableInspection } from '../read/inspect.ts';

/** An inspection for a person: facts first, then the first rows, then what would stop or mislead a study. */
export function inspectionText({ file, table, fasta, problems }: FileInspection): string {
  const lines = [file, ...(table ? facts(table) : []), ...(fasta ? sequenceFacts(fasta) : [])];
  if (problems.length > 0) lines.push('', 'problems', ...problems.map((problem) => `  ✗ ${problem}`));
  return `${lines.join('\n')}\n`;
}

const fact = (name: string, text: string) => `  ${name.padEnd(9)} ${text}`;

function sequenceFacts({ compressed, records, alphabet, lengths, ...facts }: FastaInspection): string[] {
  const { min, median, max } = lengths;
  const { letters, ambiguous, gc, ids } = facts;
  const share = (100 * ambiguous) / letters;
  return [
    fact('format', `FASTA${compressed ? ', gzip' : ''}`),
    fact('records', `${records} of ${alphabet === 'dna' ? 'DNA' : 'protein'}`),
    fact('length', min === max ? `${max} letters each` : `${min} to ${max} letters, median ${median}`),
    fact('letters', `${letters}, ${ambiguous === 0 ? 'none' : `${ambiguous} (${share.toPrecision(2)} %)`} ambiguous`),
    ...(gc === null ? [] : [fact('GC', `${(100 * gc).toFixed(1)} %`)]),
    fact('ids', ids.first.map((id) => id || '(none)').join(', ') + (records > ids.first.length ? ', …' : '')),
  ];
}

function facts(table: TableInspection): string[] {
  const { missing } = table;
  return [
    fact('format', `${table.delimiter}-separated text${table.compressed ? ', gzip' : ''}`),
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
