import { log } from '../../base/elementary.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import type { Learner } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { requireTask } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';
import { classTotals, countModel, requireCounts } from './count-model.ts';
import { presentClasses } from './posterior.ts';

export { restore } from './count-model.ts';

/**
 * Multinomial naive Bayes, for counts (k-mers, words, reads): a sample of class k draws its counts from one distribution over the features.
 * p(k | x) ∝ prior_k · Πⱼ θ_kj^xⱼ, θ_kj = (N_kj + α) / (N_k + α·p), N_kj the total of feature j in class k.
 * Refuses missing (DataError) and negative values (DataError naming the feature). Cost O(n·p) to fit, O(n·p·nClasses) to predict, of a
 * sparse table its entries instead of n·p.
 * Source: Manning, Raghavan & Schütze 2008, §13.2. Checked against scikit-learn 1.2.1 (MultinomialNB).
 */
export function create(params: ParamValues): Learner {
  const alpha = params.alpha as number;
  return {
    kind: 'multinomial-nb',
    params,
    async fit(data, ctx) {
      throwIfCancelled(ctx.signal, 'multinomial-nb');
      requireFinite(data, 'multinomial-nb');
      const target = requireTask(data.target, 'classification', 'multinomial-nb');
      requireCounts(data, 'multinomial-nb');
      const ofRows = rowWeights(data, 'multinomial-nb');
      const { present, logPriors, places } = presentClasses(target, ofRows, params.prior === 'uniform');
      const p = data.X.nCols;
      const weights = classTotals(data.X, places, present.length, ofRows).map((total) => total + alpha);
      for (let q = 0; q < present.length; q++) {
        const row = weights.subarray(q * p, (q + 1) * p);
        const total = log(row.reduce((sum, value) => sum + value, 0));
        row.forEach((value, j) => {
          row[j] = log(value) - total;
        });
      }
      const { classes } = target;
      return countModel({ kind: 'multinomial-nb', classes, nFeatures: p, present, offsets: logPriors, weights });
    },
  };
}
