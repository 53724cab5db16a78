import { exp } from '../../base/elementary.ts';
import type { Matrix } from '../../table/matrix.ts';
import type { Prediction } from '../../table/prediction.ts';
import { addLeaves, type Forest, visitLeaves } from './forest-arrays.ts';
import type { Outcome } from './response.ts';

/**
 * The mean over the trees of what the leaves say: class probabilities, values, or mortality as the risk. Survival is exp(−H) with the mean H of
 * the cumulative hazards of the leaves (Ishwaran et al. 2008, eqs. 3.2 and 4.1), on the death times of the training rows. All sums in
 * float64 in tree order. Cost O(nRows · nTrees · depth), for survival + O(nRows · nTimes).
 */
export function predictForest(forest: Forest, outcome: Outcome, X: Matrix): Prediction {
  const nTrees = forest.roots.length;
  const everyRow = Uint32Array.from({ length: X.nRows }, (_, i) => i);
  const sums = new Float64Array(X.nRows * forest.width);
  if (outcome.task !== 'survival') {
    for (let t = 0; t < nTrees; t++) addLeaves(forest, t, X, everyRow, sums);
    const means = sums.map((sum) => sum / nTrees);
    return outcome.task === 'classification'
      ? { task: outcome.task, classes: outcome.classes, probabilities: means }
      : { task: outcome.task, values: means.map((value) => value + outcome.mean) };
  }
  const { ends, at, steps } = forest.hazards!;
  const times = outcome.deathTimes;
  const survival = new Float64Array(X.nRows * times.length);
  for (let t = 0; t < nTrees; t++) {
    visitLeaves(forest, t, X, everyRow, (leaf, rows, from, to) => {
      const begin = leaf > 0 ? ends[leaf - 1]! : 0;
      for (let place = from; place < to; place++) {
        const row = rows[place]!;
        sums[row]! += forest.leaves[leaf]!;
        for (let s = begin; s < ends[leaf]!; s++) survival[row * times.length + at[s]!]! += steps[s]!;
      }
    });
  }
  for (let from = 0; from < survival.length; from += times.length) {
    let hazard = 0;
    for (let k = from; k < from + times.length; k++) {
      hazard += survival[k]!;
      survival[k] = exp(-hazard / nTrees);
    }
  }
  return { task: outcome.task, risks: sums.map((sum) => sum / nTrees), times: times.slice(), survival };
}
