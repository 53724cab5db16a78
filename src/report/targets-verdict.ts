import { quantile } from '../validate/intervals.ts';
import { capitalise, countOf, formatInterval, formatIntervalInWords } from './format.ts';
import type { Interval, RunRecord, TargetResult } from './record.ts';
import { learnerName, metricFormat, metricWords } from './words.ts';

/** One of several targets by the study's metric. */
export interface TargetVerdict {
  readonly target: string;
  readonly samples: number;
  readonly learner: string;
  readonly score: Interval;
  /** The strongest baseline; absent when none has the metric. */
  readonly baseline?: { readonly name: string; readonly score: Interval };
  /**
   * The score lies beyond every baseline by more than chance: the whole interval of each paired difference, and, of baselines without features, the
   * whole interval of the score beyond their value (beyond chance, where they have none).
   */
  readonly beyond: boolean;
}

/** Of each target, the best first; a target without the metric is left out. */
export function targetVerdicts({ study, targets = [] }: RunRecord): TargetVerdict[] {
  const sign = metricWords(study.metric).lowerIsBetter ? -1 : 1;
  return targets
    .flatMap((one) => verdictOf(one, study.metric, sign) ?? [])
    .sort((a, b) => sign * (b.score.value - a.score.value));
}

function verdictOf(
  { target, samples, results, chosen, baselines, comparisons }: TargetResult,
  metric: string,
  sign: number,
): TargetVerdict | undefined {
  const score = results.find(({ learner }) => learner === chosen)?.metrics[metric];
  if (!score) return undefined;
  const known = baselines.flatMap(({ name, metrics }) => (metrics[metric] ? [{ name, score: metrics[metric] }] : []));
  const baseline = [...known].sort((a, b) => sign * (b.score.value - a.score.value))[0];
  const compared = new Set(comparisons.map(({ b }) => b));
  const nearEnd = sign > 0 ? score.low : score.high;
  const { chance } = metricWords(metric);
  const marks = [
    ...known.filter(({ name }) => !compared.has(name)).map((one) => one.score.value),
    ...(chance === undefined ? [] : [chance]),
  ];
  const beyond =
    comparisons.every(({ low, high }) => (sign > 0 ? low > 0 : high < 0)) &&
    marks.every((mark) => sign * (nearEnd - mark) > 0);
  return { target, samples, learner: chosen, score, ...(baseline ? { baseline } : {}), beyond };
}

/** How many are named at either end. */
const NAMED = 3;

/** The result in sentences, the answer first. */
export function targetSentences(record: RunRecord): string[] {
  const { metric } = record.study;
  const { name } = metricWords(metric);
  const format = metricFormat(metric);
  const all = targetVerdicts(record);
  const median = record.summary?.[`median-${metric}`];
  if (!median || all.length === 0) return [`No target has a ${name}.`];
  const scores = Float64Array.from(all, ({ score }) => score.value).sort();
  const show = ({ target, score }: TargetVerdict) => `${target} ${format(score.value)}`;
  const ends =
    all.length > 2 * NAMED
      ? `Best predicted: ${all.slice(0, NAMED).map(show).join(', ')}; least: ${all.slice(-NAMED).map(show).join(', ')}.`
      : `Best first: ${all.map(show).join(', ')}.`;
  const beyond = all.filter((one) => one.beyond).length;
  const rivals = (record.medians ?? []).filter(
    ({ role, metrics }) => role === 'baseline' && metrics[`median-${metric}`],
  );
  const mark = rivals.map(
    (one) => `${learnerName(one.name)} ${formatInterval(one.metrics[`median-${metric}`], format)}`,
  );
  return [
    `Over ${countOf(all.length, 'target')} the median ${name} is ${formatIntervalInWords(median, format)}; half of the targets lie between ${format(quantile(scores, 0.25))} and ${format(quantile(scores, 0.75))}.`,
    ends,
    `For ${beyond} of ${all.length} the learner chosen is beyond every baseline by more than chance${beyond === all.length ? '' : '; for the others nothing is shown beyond what a baseline says'}.`,
    ...(mark.length > 0 ? [`${capitalise(`medians of the baselines: ${mark.join(', ')}`)}.`] : []),
    'Each target was judged by itself. The interval of the median says how it would change with other targets, not with other samples.',
  ];
}
