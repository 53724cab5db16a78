import { countOf, formatInterval, formatSeconds } from './format.ts';
import type { Metrics, RunRecord } from './record.ts';
import { leakySentence } from './sections/leaky.ts';
import { targetSentences } from './targets-verdict.ts';
import { mainMetrics, metricFormat, metricWords } from './words.ts';

export interface SummaryTextOptions {
  /** Whether the terminal shows ANSI colours. */
  readonly colour: boolean;
  /** Columns of the terminal, at least 50; default 80. */
  readonly width?: number;
}

interface Line {
  readonly mark: string;
  readonly name: string;
  readonly metrics: Metrics;
  readonly seconds: string;
  readonly style: Style;
}

const GAP = '  ';

/**
 * The result of a run for a terminal: one line a learner and baseline with as many of the main metrics as fit (four at most, one at
 * least), the chosen learner marked, then what the audit did not pass and how many warnings there are. Ends without a line break.
 */
export function renderSummaryText(record: RunRecord, { colour, width = 80 }: SummaryTextOptions): string {
  const paint = (style: Style, text: string) =>
    colour && style !== 'plain' ? `\u001b[${ANSI[style]}m${text}\u001b[0m` : text;
  return [
    ...(record.targets
      ? targetLines(record, Math.max(50, width), paint)
      : resultLines(record, Math.max(50, width), paint)),
    '',
    ...leakyLines(record, Math.max(50, width)),
    ...auditLines(record, Math.max(50, width), paint),
    warningLine(record.warnings.length),
  ].join('\n');
}

type Style = 'plain' | 'bold' | 'dim' | 'yellow' | 'red';
const ANSI = { bold: 1, dim: 2, yellow: 33, red: 31 } as const;
type Paint = (style: Style, text: string) => string;

function resultLines(record: RunRecord, width: number, paint: Paint): string[] {
  const lines = [
    ...record.results.map((result): Line => {
      const chosen = result.learner === record.chosen;
      return {
        mark: chosen ? '›' : ' ',
        name: result.learner,
        metrics: result.metrics,
        seconds: formatSeconds(result.seconds),
        style: chosen ? 'bold' : 'plain',
      };
    }),
    ...record.baselines.map(({ name, metrics }): Line => ({ mark: ' ', name, metrics, seconds: '', style: 'dim' })),
  ];
  const timeWidth = Math.max(4, ...lines.map(({ seconds }) => seconds.length));
  const nameWidth = Math.min(22, Math.max(...lines.map(({ name }) => name.length)));
  const columns: { title: string; cells: string[]; size: number }[] = [];
  let used = 2 + nameWidth + GAP.length + timeWidth;
  for (const metric of mainMetrics(record).slice(0, 4)) {
    const title = metricWords(metric).short;
    const cells = lines.map(({ metrics }) => formatInterval(metrics[metric], metricFormat(metric)));
    const size = Math.max(title.length, ...cells.map((cell) => cell.length));
    if (columns.length > 0 && used + GAP.length + size > width) break;
    columns.push({ title, cells, size });
    used += GAP.length + size;
  }
  const row = (mark: string, name: string, cells: readonly string[], seconds: string) =>
    [
      `${mark} ${clip(name, nameWidth).padEnd(nameWidth)}`,
      ...columns.map(({ size }, i) => cells[i]!.padEnd(size)),
      seconds.padStart(timeWidth),
    ]
      .join(GAP)
      .trimEnd();
  return [
    paint(
      'dim',
      row(
        ' ',
        '',
        columns.map(({ title }) => title),
        'time',
      ),
    ),
    ...lines.map(({ mark, name, seconds, style }, i) =>
      paint(
        style,
        row(
          mark,
          name,
          columns.map(({ cells }) => cells[i]!),
          seconds,
        ),
      ),
    ),
  ];
}

/** Medians over the targets, then the sentences of the report. */
function targetLines(record: RunRecord, width: number, paint: Paint): string[] {
  const { medians = [], summary = {}, targets = [] } = record;
  const learners = medians.filter(({ role }) => role === 'learner');
  const first = targets[0]!;
  const metrics = mainMetrics({ ...record, results: first.results, baselines: [] });
  const several = learners.length > 1 ? [{ name: 'chosen for each', role: 'learner', metrics: summary }] : [];
  const rows = [...several, ...medians].map((row) => ({
    ...row,
    cells: metrics.map((metric) => formatInterval(row.metrics[`median-${metric}`], metricFormat(metric))),
  }));
  const nameWidth = Math.min(24, Math.max(...rows.map(({ name }) => name.length), 'median over targets'.length));
  const columns: { title: string; at: number; size: number }[] = [];
  let used = 2 + nameWidth;
  for (const [at, metric] of metrics.entries()) {
    const title = metricWords(metric).short;
    const size = Math.max(title.length, ...rows.map(({ cells }) => cells[at]!.length));
    if (columns.length > 0 && used + GAP.length + size > width) break;
    columns.push({ title, at, size });
    used += GAP.length + size;
  }
  const line = (name: string, cells: readonly string[]) =>
    [`  ${clip(name, nameWidth).padEnd(nameWidth)}`, ...columns.map(({ size }, c) => cells[c]!.padEnd(size))]
      .join(GAP)
      .trimEnd();
  const head = columns.map(({ title }) => title);
  return [
    paint('dim', line('median over targets', head)),
    ...rows.map(({ name, role, cells }) => {
      const text = line(
        name,
        columns.map(({ at }) => cells[at]!),
      );
      return paint(role === 'baseline' ? 'dim' : 'plain', text);
    }),
    '',
    ...targetSentences(record)
      .slice(0, 3)
      .flatMap((sentence) => wrap(sentence, width)),
  ];
}

function leakyLines(record: RunRecord, width: number): string[] {
  return (record.leaky ?? []).flatMap((one) => wrap(`${one.mistake}: ${leakySentence(record, one)}`, width));
}

function auditLines({ audit }: RunRecord, width: number, paint: Paint): string[] {
  const open = audit.filter(({ status }) => status !== 'pass');
  if (audit.length === 0) return ['audit: not made'];
  if (open.length === 0) return [`audit: ${countOf(audit.length, 'rule')}, all pass`];
  const passed = audit.length - open.length;
  return [
    `audit: ${passed} of ${countOf(audit.length, 'rule')} pass`,
    ...open.flatMap(({ status, rule, message }) => {
      const [first, ...rest] = wrap(`${rule}: ${message}`, width - 8);
      const label = paint(status === 'fail' ? 'red' : 'yellow', status);
      return [`  ${label}  ${first}`, ...rest.map((line) => `        ${line}`)];
    }),
  ];
}

function warningLine(count: number): string {
  return count === 0 ? 'warnings: none' : `warnings: ${count}, listed in the report`;
}

function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

/** Breaks at spaces; a word longer than a line is cut. */
function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(/\s+/).flatMap((word) => word.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [])) {
    const last = lines.at(-1)!;
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
