import type { RunsCompared } from '../compare-runs.ts';
import { capitalise, formatInterval, formatList } from '../format.ts';
import { learnerName, metricWords } from '../words.ts';
import type { Figure } from './figure.ts';
import { drawMetricRows, isUpToOne, type MetricRow } from './metric-rows.ts';

/** Rows that stay readable at a glance, and metrics that are drawn. */
const [ROWS, METRICS] = [20, 4];

/** What each run's chosen learner reaches, with its interval, a row for each run; of several targets every learner's median. Null where no metric can stand on one axis up to 1. */
export function metricsByRun({ runs, metrics, sameFolds }: RunsCompared, document: Document): Figure | null {
  const all = metrics
    .filter(({ metric }) => isUpToOne(metric))
    .map(({ metric, rows }) => ({
      metric,
      rows: runs.flatMap(({ run, chosen }, r) =>
        rows
          .filter(({ name, role }) => role === 'learner' && (chosen === '' || name === chosen))
          .flatMap(({ name, scores }): (MetricRow & { readonly run: string; readonly learner: string })[] => {
            const score = scores[r];
            if (!score || !Number.isFinite(score.value)) return [];
            const learner = learnerName(name);
            // The learner stands in the sentence: beside the axis both would leave it no room.
            const label = chosen === '' ? `${run}: ${learner}` : run;
            return [{ ...{ key: `${metric} ${r} ${name}`, label, score, run, learner }, kind: 'chosen' }];
          }),
      ),
    }))
    .filter(({ rows }) => rows.length > 0);
  const [first] = all;
  if (!first) return null;
  const groups = all.slice(0, Math.max(1, Math.min(METRICS, Math.floor(ROWS / first.rows.length))));
  const reached = first.rows.map(({ run, learner, score }) => `${run} by ${learner} ${formatInterval(score)}`);
  const apart = sameFolds
    ? 'Every run was tested on the same samples; intervals that overlap may still hide a difference on them'
    : 'The runs differ in data or folds, so that the order of their scores may come of other samples';
  return {
    ...drawMetricRows(groups, document),
    title: 'What each run reaches',
    sentence: `${capitalise(metricWords(first.metric).name)}: ${formatList(reached)}. ${apart}.`,
    data: {
      columns: ['metric', 'run', 'learner', 'value', 'low', 'high'],
      rows: groups.flatMap(({ metric, rows }) =>
        rows.map(({ run, learner, score }) => [metric, run, learner, score.value, score.low, score.high]),
      ),
    },
  };
}
