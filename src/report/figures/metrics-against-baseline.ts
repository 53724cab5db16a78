import { capitalise, formatInterval } from '../format.ts';
import type { ReportInput } from '../input.ts';
import type { Interval } from '../record.ts';
import { verdict } from '../verdict.ts';
import { learnerName, mainMetrics, metricFormat, metricWords } from '../words.ts';
import type { Figure } from './figure.ts';
import { drawMetricRows, isUpToOne, type MetricRow } from './metric-rows.ts';

/** Each learner's main metrics with their 95 % intervals; the baselines stand below, and the strongest is drawn through as a line. */
export function metricsAgainstBaseline({ record }: ReportInput, document: Document): Figure | null {
  const entries = contenders(record);
  // All on one axis up to 1, so no losses and no units; some twenty rows stay readable at a glance.
  const metrics = mainMetrics(record)
    .filter(isUpToOne)
    .slice(0, Math.max(1, Math.min(4, Math.floor(20 / entries.length))));
  if (metrics.length === 0) return null;
  const groups = metrics.map((metric) => ({
    metric,
    rows: entries.flatMap(({ name, metrics: scores, kind }, i): MetricRow[] =>
      scores[metric] && Number.isFinite(scores[metric].value)
        ? [{ key: `${metric} ${i}`, label: capitalise(learnerName(name)), score: scores[metric], kind }]
        : [],
    ),
  }));
  const data = {
    columns: ['metric', 'learner', 'kind', 'value', 'low', 'high'],
    rows: groups.flatMap((group) =>
      group.rows.map(({ label, kind, score }) => [group.metric, label, kind, score.value, score.low, score.high]),
    ),
  };
  const drawn = drawMetricRows(groups, document);
  return { ...drawn, title: 'Metrics against the baseline', sentence: sentenceOf(record), data };
}

/** The chosen learner, the others by the study's metric, then the baselines. */
function contenders(record: ReportInput['record']) {
  const { metric } = record.study;
  const sign = metricWords(metric).lowerIsBetter ? -1 : 1;
  const learners = record.results
    .map(({ learner, metrics }) => ({
      name: learner,
      metrics,
      kind: learner === record.chosen ? ('chosen' as const) : ('learner' as const),
    }))
    .sort(
      (a, b) =>
        Number(b.kind === 'chosen') - Number(a.kind === 'chosen') ||
        sign * ((b.metrics[metric]?.value ?? 0) - (a.metrics[metric]?.value ?? 0)),
    );
  return [...learners, ...record.baselines.map(({ name, metrics }) => ({ name, metrics, kind: 'baseline' as const }))];
}

function sentenceOf(record: ReportInput['record']): string {
  const { chosen, metric, score, baseline, standing } = verdict(record);
  const name = capitalise(learnerName(chosen.learner));
  const format = metricFormat(metric);
  const lead = `${name} reaches ${metricWords(metric).name} ${formatInterval(score, format)}`;
  const others = record.results.filter((result) => result !== chosen && result.metrics[metric]);
  const overlap = others.filter((result) => overlaps(result.metrics[metric]!, score));
  const rivals =
    others.length === 0
      ? ''
      : overlap.length === 0
        ? ` No other learner's interval reaches into its own.`
        : ` The interval of ${overlap.map((result) => learnerName(result.learner)).join(', ')} overlaps with its own, so the order of these learners is not settled.`;
  if (!baseline) return `${lead}; the run had no baseline to compare with.${rivals}`;
  const mark = format(baseline.score.value);
  const against =
    baseline.name === 'chance'
      ? `chance would reach ${mark}`
      : `the best baseline, ${learnerName(baseline.name)}, reaches ${mark}`;
  const relation = {
    better: 'the two intervals are apart',
    unsettled: 'their intervals overlap',
    'nothing-shown': "the learner's interval does not clear it",
    'no-baseline': '',
  }[standing];
  return `${lead}; ${against}: ${relation}.${rivals}`;
}

function overlaps(a: Interval, b: Interval): boolean {
  return a.low <= b.high && b.low <= a.high;
}
