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
 * Complement naive Bayes, for counts in classes of unequal size: a class is judged by how little a sample resembles all the others.
 * Score s_k = −Σⱼ xⱼ·ln θ̃_kj, θ̃_kj = (N_j − N_kj + α) / Σⱼ (N_j − N_kj + α): the totals outside class k; no prior. Probabilities are softmax(s), as
 * scikit-learn's, and like those of any naive Bayes too sure of themselves.
 * Refuses missing (DataError) and negative values (DataError naming the feature). Cost O(n·p) to fit, O(n·p·nClasses) to predict, of a
 * sparse table its entries instead of n·p.
 * Source: Rennie et al. 2003, ICML, §3.1 (without the weight normalisation of §3.2). Checked against scikit-learn 1.2.1 (ComplementNB).
 */
export function create(params: ParamValues): Learner {
  const alpha = params.alpha as number;
  return {
    kind: 'complement-nb',
    params,
    async fit(data, ctx) {
      throwIfCancelled(ctx.signal, 'complement-nb');
      requireFinite(data, 'complement-nb');
      const target = requireTask(data.target, 'classification', 'complement-nb');
      requireCounts(data, 'complement-nb');
      const ofRows = rowWeights(data, 'complement-nb');
      const { present, places } = presentClasses(target, ofRows, true);
      const p = data.X.nCols;
      const totals = classTotals(data.X, places, present.length, ofRows);
      const weights = new Float64Array(totals.length);
      for (let q = 0; q < present.length; q++) {
        const row = weights.subarray(q * p, (q + 1) * p);
        for (let other = 0; other < present.length; other++) {
          if (other !== q) for (let j = 0; j < p; j++) row[j]! += totals[other * p + j]!;
        }
        const total = log(row.reduce((sum, value) => sum + value + alpha, 0));
        row.forEach((value, j) => {
          row[j] = total - log(value + alpha);
        });
      }
      const offsets = new Float64Array(present.length);
      return countModel({
        ...{ kind: 'complement-nb', classes: target.classes, nFeatures: p },
        ...{ present, offsets, weights },
      });
    },
  };
}
