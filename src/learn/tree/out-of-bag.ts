import type { RandomKey } from '../../base/random.ts';
import { drawCounts, type RowSampling } from '../../kernels/forest.ts';
import { accuracy } from '../../metric/classification/accuracy.ts';
import { r2 } from '../../metric/regression/r2.ts';
import { cIndex } from '../../metric/survival/c-index.ts';
import type { Matrix } from '../../table/matrix.ts';
import type { Target } from '../../table/target.ts';
import { addLeaves, type Forest } from './forest-arrays.ts';
import type { Outcome } from './response.ts';

/** The rows that tree t did not draw. @param random the key that the forest was grown with. */
export function rowsOutOfBag(random: RandomKey, t: number, n: number, sampling: RowSampling): Uint32Array {
  const drawn = drawCounts(random, t, n, sampling);
  return Uint32Array.from(drawn.keys()).filter((i) => drawn[i] === 0);
}

/**
 * How well the training rows are predicted where each is judged only by the trees that did not draw it: accuracy, R² or concordance index. Rows
 * that every tree drew are left out; null when the score is not defined for the others. As scikit-learn's oob_score_, which however counts
 * such a row as the first class.
 */
export function outOfBagScore(
  forest: Forest,
  outcome: Outcome,
  { X, target }: { readonly X: Matrix; readonly target: Target },
  sampling: RowSampling,
  random: RandomKey,
): number | null {
  const n = X.nRows;
  if (!sampling.replace && sampling.draws === n) return null;
  const sums = new Float64Array(n * forest.width);
  const judges = new Uint32Array(n);
  for (let t = 0; t < forest.roots.length; t++) {
    const rows = rowsOutOfBag(random, t, n, sampling);
    for (const i of rows) judges[i]!++;
    addLeaves(forest, t, X, rows, sums);
  }
  const means = sums.map((sum, at) => sum / Math.max(1, judges[Math.floor(at / forest.width)]!));
  const weights = Float64Array.from(judges, (count) => (count > 0 ? 1 : 0));
  const score = scoreOf(means, outcome, target, weights);
  return Number.isNaN(score) ? null : score;
}

/** Accuracy, R² or concordance index of means over trees. Higher is better; NaN where it is not defined. */
function scoreOf(means: Float64Array, outcome: Outcome, target: Target, weights: Float64Array): number {
  if (target.task === 'classification') {
    return accuracy.compute({ truth: target.codes, probabilities: means, nClasses: target.classes.length, weights });
  }
  if (target.task === 'regression' && outcome.task === 'regression') {
    return r2.compute({ truth: target.values, predicted: means.map((value) => value + outcome.mean), weights });
  }
  if (target.task !== 'survival') return Number.NaN;
  const none = new Float64Array(0);
  return cIndex.compute({ ...target, risks: means, curveTimes: none, survival: none, weights });
}
