import { DataError } from '../base/errors.ts';
import type { Interval, LearnerResult, RunRecord } from './record.ts';
import { metricWords } from './words.ts';

/** What the chosen learner has shown against the strongest baseline, by the study's own metric. */
export interface Verdict {
  readonly chosen: LearnerResult;
  readonly metric: string;
  readonly score: Interval;
  /** Named `chance` where no baseline has a value above it (the mean has no correlation) and chance is known; absent when it is not. */
  readonly baseline?: { readonly name: string; readonly score: Interval };
  /**
   * `better`: the whole interval lies beyond the whole interval of the baseline.
   * `unsettled`: it lies beyond the baseline's value, yet the two intervals overlap.
   * `nothing-shown`: it reaches the baseline's value or less.
   */
  readonly standing: 'better' | 'unsettled' | 'nothing-shown' | 'no-baseline';
}

/** @throws {DataError} when the record names a chosen learner without a result, or one without the study's metric. */
export function verdict(record: RunRecord): Verdict {
  const { metric } = record.study;
  const chosen = record.results.find((result) => result.learner === record.chosen);
  if (!chosen) {
    throw new DataError({
      where: 'run.json',
      problem: `chosen must be one of ${record.results.map((result) => result.learner).join(', ')}, got '${record.chosen}'`,
      hint: 'run the study again, or restore the file',
    });
  }
  const score = chosen.metrics[metric];
  if (!score) {
    throw new DataError({
      where: 'run.json',
      problem: `results of ${chosen.learner} must have the study's metric '${metric}', got ${Object.keys(chosen.metrics).join(', ')}`,
      hint: 'run the study again, or restore the file',
    });
  }
  // With the sign turned where lower is better, one comparison serves both kinds.
  const sign = metricWords(metric).lowerIsBetter ? -1 : 1;
  const worstEnd = (s: Interval) => (sign > 0 ? s.low : -s.high);
  const bestEnd = (s: Interval) => (sign > 0 ? s.high : -s.low);
  const baselines = record.baselines.flatMap(({ name, metrics }) =>
    metrics[metric] && Number.isFinite(metrics[metric].value) ? [{ name, score: metrics[metric] }] : [],
  );
  const known = chance(record);
  // The sort is stable: a baseline that is at chance is named before chance.
  const baseline = [...baselines, ...(known ? [known] : [])].sort((a, b) => sign * (b.score.value - a.score.value))[0];
  if (!baseline) return { chosen, metric, score, standing: 'no-baseline' };
  const standing =
    worstEnd(score) > bestEnd(baseline.score)
      ? 'better'
      : worstEnd(score) > sign * baseline.score.value
        ? 'unsettled'
        : 'nothing-shown';
  return { chosen, metric, score, baseline, standing };
}

function chance({ study, baselines }: RunRecord): Verdict['baseline'] {
  const value = metricWords(study.metric).chance;
  if (value === undefined || baselines.length === 0) return undefined;
  return { name: 'chance', score: { value, low: value, high: value } };
}
