/** Pearson's correlation over the pairs of which neither is missing; 0 where one is constant. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const known = Array.from({ length: a.length }, (_, i) => i).filter((i) => !Number.isNaN(a[i]! + b[i]!));
  const mean = (values: ArrayLike<number>) => known.reduce((sum, i) => sum + values[i]!, 0) / known.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [aa, bb, ab] = [0, 0, 0];
  for (const i of known) {
    const [da, db] = [a[i]! - ma, b[i]! - mb];
    aa += da * da;
    bb += db * db;
    ab += da * db;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
