import type { RunsCompared } from '../report/compare-runs.ts';
import { formatInterval } from '../report/format.ts';
import { metricFormat, metricWords } from '../report/words.ts';

/** Metrics that are shown; the rest is in the JSON. */
const SHOWN = 4;
/** A hash or a long list is cut to so many characters. */
const LONG = 28;

/** Runs side by side for a terminal: one table a metric, one column a run, then what differs. Ends with a line break. */
export function comparisonText({ runs, metrics, differences, sameFolds }: RunsCompared): string {
  const heads = runs.map(({ run }) => run);
  const scores = metrics.slice(0, SHOWN).flatMap(({ metric, rows }) => {
    const format = metricFormat(metric);
    const lines = rows.map(({ name, role, scores: own }) => [
      role === 'learner' ? name : `(${name})`,
      ...own.map((score, at) =>
        score === null ? '–' : `${runs[at]!.chosen === name ? '› ' : ''}${formatInterval(score, format)}`,
      ),
    ]);
    return [...tableText([[metricWords(metric).name, ...heads], ...lines]), ''];
  });
  const more = metrics.length > SHOWN ? [`${metrics.length - SHOWN} more metrics with --json`, ''] : [];
  const same = sameFolds
    ? 'same data and folds: every learner was tested on the same samples'
    : 'other data or folds: each interval speaks of its own run alone';
  const cut = (text: string | null) =>
    text === null ? '–' : text.length > LONG ? `${text.slice(0, LONG - 1)}…` : text.replaceAll('\n', ' ');
  const differ =
    differences.length === 0
      ? ['no setting and no data differ']
      : tableText([['differs', ...heads], ...differences.map(({ what, values }) => [what, ...values.map(cut)])]);
  return `${[...scores, ...more, `› chosen  (…) baseline  95 % intervals; ${same}`, '', ...differ].join('\n')}\n`;
}

/** Columns flush left, two spaces between. */
function tableText(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => [...row[c]!].length)));
  return rows.map((row) =>
    row
      .map((cell, c) => cell + ' '.repeat(widths[c]! - [...cell].length))
      .join('  ')
      .trimEnd(),
  );
}
