import { middleOf } from '../metric/registry.ts';
import { kaplanMeier } from '../numeric/survival/kaplan-meier.ts';
import { survivalAt } from '../table/prediction.ts';
import { quantile } from '../validate/intervals.ts';
import type { ReportInput } from './input.ts';
import { outOfFold } from './out-of-fold.ts';
import { survivalOf } from './risk-groups.ts';

export interface SurvivalCalibration {
  /** The middle one of the times that the study names; without them the median time of the events. */
  readonly time: number;
  /** By rising predicted survival, at least two. */
  readonly points: readonly CalibrationPoint[];
}

export interface CalibrationPoint {
  readonly size: number;
  /** Mean predicted probability to be free of the event at the time. */
  readonly predicted: number;
  /** The same by Kaplan–Meier, with 95 % limits (log −log). */
  readonly observed: number;
  readonly lower: number;
  readonly upper: number;
}

const PARTS = 5;
/** A part with fewer samples has limits from 0 to 1. */
const LEAST = 20;

/**
 * Predicted against observed survival of the chosen learner at the time that the study asks for, else the median event time, by equal parts of the predicted. Probabilities, unlike
 * risks, mean the same in every fold, so the parts are cut over all. Null without predictions of survival, with fewer than 40 samples, or
 * when all get the same. Cost O(n log n).
 */
export function survivalCalibration(input: ReportInput): SurvivalCalibration | null {
  const found = outOfFold(input, 'survival');
  if (!found) return null;
  const { times, events } = found.target;
  const nParts = Math.min(PARTS, Math.floor(times.length / LEAST));
  const eventTimes = times.filter((_, i) => events[i] === 1).sort();
  if (nParts < 2 || eventTimes.length === 0) return null;
  const { times: asked } = input.record.study;
  const time = asked ? middleOf(asked) : quantile(eventTimes, 0.5);
  const predicted = survivalAt(found.prediction, Float64Array.of(time));
  const order = Int32Array.from(predicted.keys()).sort((a, b) => predicted[a]! - predicted[b]! || a - b);
  if (predicted[order[0]!] === predicted[order.at(-1)!]) return null;
  const points = Array.from({ length: nParts }, (_, part): CalibrationPoint => {
    const bound = (k: number) => Math.floor((k * order.length) / nParts);
    const own = order.subarray(bound(part), bound(part + 1));
    const curve = kaplanMeier(
      Float64Array.from(own, (i) => times[i]!),
      Uint8Array.from(own, (i) => events[i]!),
      { interval: 'log-log' },
    );
    const { survival, lower, upper } = survivalOf(curve, time);
    const mean = own.reduce((sum, i) => sum + predicted[i]!, 0) / own.length;
    return { size: own.length, predicted: mean, observed: survival, lower, upper };
  }).filter(({ observed }) => Number.isFinite(observed));
  return points.length < 2 ? null : { time, points };
}
