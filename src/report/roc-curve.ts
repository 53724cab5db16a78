export interface RocCurve {
  /** False positive rate, rising from 0 to 1; only the corners of the curve. */
  readonly x: readonly number[];
  /** True positive rate beside it. */
  readonly y: readonly number[];
  /** Area under the curve, 0 … 1: P(score of a positive > score of a negative), ties counted half. */
  readonly auc: number;
}

/**
 * The receiver operating characteristic of one class against the rest: at each threshold from high to low, the share of negatives
 * and of positives scored at or above it. Samples with the same score move together, so ties give a sloped segment.
 * @param score [n], higher means more likely positive; finite.
 * @param positive [n].
 * @returns null when there is no positive or no negative: the curve is not defined.
 * Cost O(n log n). Source: Fawcett 2006, Pattern Recognition Letters 27, algorithms 1 and 2.
 */
export function rocCurve(score: ArrayLike<number>, positive: ArrayLike<boolean>): RocCurve | null {
  const n = score.length;
  let positives = 0;
  for (let i = 0; i < n; i++) if (positive[i]) positives++;
  const negatives = n - positives;
  if (positives === 0 || negatives === 0) return null;

  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => score[b]! - score[a]!);
  const corners: [number, number][] = [[0, 0]];
  let truePositives = 0;
  let falsePositives = 0;
  let area = 0; // in units of one positive × one negative
  for (let i = 0; i < n; ) {
    const threshold = score[order[i]!]!;
    const before = [falsePositives, truePositives] as const;
    for (; i < n && score[order[i]!] === threshold; i++) {
      if (positive[order[i]!]) truePositives++;
      else falsePositives++;
    }
    area += (falsePositives - before[0]) * ((truePositives + before[1]) / 2);
    extend(corners, falsePositives, truePositives);
  }
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
