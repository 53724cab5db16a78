import type { Attribution } from '../../src/explain/attribution.ts';

/** Shapley values of a game of p players by their definition: every subset. @param game of a bit for each player. */
export function shapleyByDefinition(p: number, game: (subset: number) => number): Float64Array {
  const worth = Float64Array.from({ length: 1 << p }, (_, subset) => game(subset));
  const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
  const size = (subset: number) => subset.toString(2).replaceAll('0', '').length;
  return Float64Array.from({ length: p }, (_, j) => {
    let sum = 0;
    for (let subset = 0; subset < 1 << p; subset++) {
      if (subset & (1 << j)) continue;
      const weight = (factorial(size(subset)) * factorial(p - size(subset) - 1)) / factorial(p);
      sum += weight * (worth[subset | (1 << j)]! - worth[subset]!);
    }
    return sum;
  });
}

/** The value of feature j in row i, 0 where it has none. */
export function valueAt({ features, values, nRows }: Attribution, j: number, i: number, output = 0): number {
  const at = features.indexOf(j);
  return at < 0 ? 0 : values[(output * features.length + at) * nRows + i]!;
}

/** The largest |a − b|. */
export function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}
