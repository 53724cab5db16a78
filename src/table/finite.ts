import { DataError } from '../base/errors.ts';
import type { View } from './contract.ts';

/**
 * For learners that cannot take missing values, nor words, whose codes they would take for quantities. Cost O(n·p), a fraction of any fit.
 * @throws {DataError} naming the first such feature and how many there are.
 */
export function requireFinite({ X, features, levels }: View, where: string): void {
  const words = levels?.findIndex(Boolean) ?? -1;
  if (words >= 0) {
    throw new DataError({
      where,
      problem: `takes numbers only, got words in feature '${features[words]}'`,
      hint: "add 'one-hot' to prepare",
    });
  }
  const bad: number[] = [];
  const values = X.sparse?.values ?? X.data;
  for (let j = 0; j < X.nCols; j++) {
    // One pass without a branch: any NaN or infinity makes the sum of x − x a NaN.
    const end = X.sparse ? X.sparse.starts[j + 1]! : (j + 1) * X.nRows;
    let s = 0;
    for (let at = X.sparse ? X.sparse.starts[j]! : j * X.nRows; at < end; at++) s += values[at]! - values[at]!;
    if (s !== 0) bad.push(j);
  }
  if (bad.length > 0) {
    throw new DataError({
      where,
      problem: `takes no missing values, got some in ${bad.length} feature${bad.length > 1 ? 's' : ''} ('${features[bad[0]!]}'${bad.length > 1 ? ', …' : ''})`,
      hint: "add 'impute' to prepare",
    });
  }
}
