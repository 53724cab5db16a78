import { log } from '../../base/elementary.ts';
import { ShapeError, throwIfCancelled } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import type { Learner, Model, State } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { columnOf, type Matrix } from '../../table/matrix.ts';
import { requireTask } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';
import { posterior, presentClasses } from './posterior.ts';

/**
 * Gaussian naive Bayes: within a class every feature is normal, and independent of the others.
 * p(k | x) ∝ prior_k · Πⱼ N(xⱼ; μ_kj, σ²_kj + ε), ε = var-smoothing × the largest variance of a feature over all rows.
 * When to use it: as a quick first answer; features that repeat each other make it far too sure of itself. Refuses missing values (DataError).
 * Cost O(n·p) to fit, O(n·p·nClasses) to predict. Source: scikit-learn's GaussianNB (its ε; a table without any variance, which it cannot
 * take, gets ε = 1 here). Checked against scikit-learn 1.2.1.
 */
export function create(params: ParamValues): Learner {
  return {
    kind: 'naive-bayes',
    params,
    async fit(data, ctx) {
      throwIfCancelled(ctx.signal, 'naive-bayes');
      requireFinite(data, 'naive-bayes');
      const target = requireTask(data.target, 'classification', 'naive-bayes');
      const weights = rowWeights(data, 'naive-bayes');
      const { present, totals, logPriors, places } = presentClasses(target, weights, params.prior === 'uniform');
      const moments = classMoments(data.X, places, totals, weights);
      const epsilon = (params['var-smoothing'] as number) * moments.largestVariance || 1;
      return gaussianModel({
        classes: target.classes,
        nFeatures: data.X.nCols,
        present,
        logPriors,
        means: moments.means,
        variances: moments.variances.map((variance) => variance + epsilon),
      });
    },
  };
}

export function restore(state: State): Model {
  const json = state.json as unknown as Pick<Gaussian, 'classes' | 'nFeatures'>;
  const arrays = state.arrays as unknown as Pick<Gaussian, 'present' | 'logPriors' | 'means' | 'variances'>;
  return gaussianModel({ ...json, ...arrays });
}

/** Weighted mean and population variance of each feature in each class, [present·p] class-major, in two passes over a column. */
function classMoments(X: Matrix, places: Int32Array, totals: Float64Array, weights: Float64Array) {
  const m = totals.length;
  const all = totals.reduce((sum, total) => sum + total, 0);
  const means = new Float64Array(m * X.nCols);
  const variances = new Float64Array(m * X.nCols);
  let largestVariance = 0;
  const sums = new Float64Array(m);
  for (let j = 0; j < X.nCols; j++) {
    const x = columnOf(X, j);
    sums.fill(0);
    for (let i = 0; i < x.length; i++) sums[places[i]!]! += weights[i]! * x[i]!;
    const mean = sums.reduce((sum, value) => sum + value, 0) / all;
    for (let q = 0; q < m; q++) means[q * X.nCols + j] = sums[q]! / totals[q]!;
    sums.fill(0);
    let squares = 0;
    for (let i = 0; i < x.length; i++) {
      const q = places[i]!;
      sums[q]! += weights[i]! * (x[i]! - means[q * X.nCols + j]!) ** 2;
      squares += weights[i]! * (x[i]! - mean) ** 2;
    }
    for (let q = 0; q < m; q++) variances[q * X.nCols + j] = sums[q]! / totals[q]!;
    largestVariance = Math.max(largestVariance, squares / all);
  }
  return { means, variances, largestVariance };
}

interface Gaussian {
  readonly classes: readonly string[];
  readonly nFeatures: number;
  readonly present: Int32Array;
  readonly logPriors: Float64Array;
  /** [present·nFeatures], class-major. */
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

function gaussianModel({ classes, nFeatures: p, present, logPriors, means, variances }: Gaussian): Model {
  return {
    kind: 'naive-bayes',
    async predict({ X }) {
      if (X.nCols !== p) {
        throw new ShapeError({ where: 'naive-bayes', problem: `was fitted on ${p} features, got ${X.nCols}` });
      }
      const n = X.nRows;
      const scores = new Float64Array(present.length * n);
      for (let q = 0; q < present.length; q++) {
        const score = scores.subarray(q * n, (q + 1) * n).fill(logPriors[q]!);
        for (let j = 0; j < p; j++) {
          const x = columnOf(X, j);
          const mean = means[q * p + j]!;
          const variance = variances[q * p + j]!;
          const constant = log(2 * Math.PI * variance);
          for (let i = 0; i < n; i++) score[i]! -= 0.5 * (constant + (x[i]! - mean) ** 2 / variance);
        }
      }
      return { task: 'classification', classes, probabilities: posterior(scores, n, present, classes.length) };
    },
    toState: () => ({
      kind: 'naive-bayes',
      json: { classes, nFeatures: p },
      arrays: { present, logPriors, means, variances },
    }),
  };
}
