import { DataError } from '../base/errors.ts';
import type { View } from './contract.ts';

/**
 * For learners that cannot take missing values, nor words, whose codes they would take for quantities. Cost O(n·p), a fraction of any fit.
 * @throws {DataError} naming the first such feature and how many there are.
 */
export function requireFinite(view: View, where: string): void {
  refuseWords(view, where);
  const { X, features } = view;
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

/** @throws {DataError} naming the first of the features start0 … end0 − 1 that holds words, whose codes a learner would take for quantities. */
export function refuseWords({ features, levels }: View, where: string, start0 = 0, end0 = features.length): void {
  const words = levels?.slice(start0, end0).findIndex(Boolean) ?? -1;
  if (words < 0) return;
  throw new DataError({
    where,
    problem: `takes numbers only, got words in feature '${features[start0 + words]}'`,
    hint: "add 'one-hot' to prepare",
  });
}
