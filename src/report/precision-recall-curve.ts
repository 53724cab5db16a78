import type { ClassInput } from '../metric/classification/class-metric.ts';
import { walkThresholds } from '../metric/classification/threshold-walk.ts';

export interface PrecisionRecallCurve {
  /** Recall, rising from above 0 to 1: one point for each distinct probability that some positive has. */
  readonly recall: readonly number[];
  /** Precision beside it. */
  readonly precision: readonly number[];
  /** Average precision: Σ (recall step) · precision, without interpolation; chance gives `share`. */
  readonly average: number;
  /** Of the class among all, 0 … 1. */
  readonly share: number;
}

/**
 * Precision against recall of class k, at each threshold from high to low. Between two points the curve is a step, since precision does
 * not move on a line between them (Davis & Goadrich 2006, ICML).
 * @returns null when no sample is of class k, or all are. Cost O(n log n). Its area is checked against the metric `prAuc`.
 */
export function precisionRecallCurve(input: ClassInput, k: number): PrecisionRecallCurve | null {
  const corners: [number, number][] = [];
  const { positives, negatives } = walkThresholds(input, k, (truePositive, falsePositive) => {
    if (truePositive > (corners.at(-1)?.[0] ?? 0)) corners.push([truePositive, falsePositive]);
  });
  if (positives === 0 || negatives === 0) return null;
  const precision = corners.map(([hits, alarms]) => hits / (hits + alarms));
  const area = corners.reduce((sum, [hits], at) => sum + (hits - (corners[at - 1]?.[0] ?? 0)) * precision[at]!, 0);
  return {
    recall: corners.map(([hits]) => hits / positives),
    precision,
    average: area / positives,
    share: positives / (positives + negatives),
  };
}
