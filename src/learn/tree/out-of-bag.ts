import type { RandomKey } from '../../base/random.ts';
import { bootstrapCounts } from '../../kernels/forest.ts';
import type { Matrix } from '../../table/matrix.ts';
import { addLeafShares, type Forest } from './forest-arrays.ts';

/**
 * Accuracy on the training rows where each row is judged only by the trees that did not draw it: the class with the largest mean
 * probability, the first of equals. Rows that every tree drew are left out; null when there is no other. As scikit-learn's oob_score_,
 * which however counts such a row as the first class.
 * @param random the key that the forest was grown with.
 */
export function outOfBagAccuracy(forest: Forest, X: Matrix, codes: Int32Array, random: RandomKey): number | null {
  const { nClasses } = forest;
  const n = X.nRows;
  const sums = new Float64Array(n * nClasses);
  for (let t = 0; t < forest.roots.length; t++) {
    const drawn = bootstrapCounts(random, t, n);
    addLeafShares(
      forest,
      t,
      X,
      Uint32Array.from(drawn.keys()).filter((i) => drawn[i] === 0),
      sums,
    );
  }
  let judged = 0;
  let right = 0;
  for (let i = 0; i < n; i++) {
    const row = sums.subarray(i * nClasses, (i + 1) * nClasses);
    const best = row.reduce((top, share, k) => (share > row[top]! ? k : top), 0);
    if (row[best] === 0) continue;
    judged++;
    if (best === codes[i]) right++;
  }
  return judged > 0 ? right / judged : null;
}
