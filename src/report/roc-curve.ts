import type { ClassInput } from '../metric/classification/class-metric.ts';
import { walkThresholds } from '../metric/classification/threshold-walk.ts';

export interface RocCurve {
  /** False positive rate, rising from 0 to 1; only the corners of the curve. */
  readonly x: readonly number[];
  /** True positive rate beside it. */
  readonly y: readonly number[];
  /** Area under the curve, 0 … 1: P(probability of a positive > that of a negative), ties counted half. */
  readonly auc: number;
}

/**
 * The receiver operating characteristic of class k against the rest: at each threshold from high to low, the share of negatives and of
 * positives at or above it. Samples with equal probabilities move together, so ties give a sloped segment.
 * @returns null when no sample is of class k, or all are: the curve is not defined.
 * Cost O(n log n). Source: Fawcett 2006, Pattern Recognition Letters 27, algorithms 1 and 2. Checked by counting all pairs.
 */
export function rocCurve(input: ClassInput, k: number): RocCurve | null {
  const corners: [number, number][] = [[0, 0]];
  let area = 0; // in units of one positive × one negative
  let last: readonly [number, number] = [0, 0];
  const { positives, negatives } = walkThresholds(input, k, (truePositive, falsePositive) => {
    area += (falsePositive - last[0]) * ((truePositive + last[1]) / 2);
    last = [falsePositive, truePositive];
    extend(corners, falsePositive, truePositive);
  });
  if (positives === 0 || negatives === 0) return null;
  return {
    x: corners.map(([x]) => x / negatives),
    y: corners.map(([, y]) => y / positives),
    auc: area / (positives * negatives),
  };
}

/** Adds a point; a last corner that lies on the straight way to it is replaced. Exact, since the coordinates are counts. */
function extend(corners: [number, number][], x: number, y: number): void {
  const last = corners.at(-1)!;
  const previous = corners.at(-2);
  const straight = previous && (last[0] - previous[0]) * (y - last[1]) === (last[1] - previous[1]) * (x - last[0]);
  if (straight) corners[corners.length - 1] = [x, y];
  else corners.push([x, y]);
}
