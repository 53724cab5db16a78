/** Weighted mean over samples. NaN when no sample has weight. */
export function weightedMean(value: (i: number) => number, n: number, weights: Float64Array | undefined): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const w = weights ? weights[i]! : 1;
    if (w === 0) continue;
    sum += w * value(i);
    total += w;
  }
  return sum / total;
}
