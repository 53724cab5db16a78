import type { ClassMetric } from './class-metric.ts';
import { classTotals } from './confusion.ts';

/**
 * Cohen's kappa, unweighted: (pₒ − pₑ)/(1 − pₑ), pₒ the share predicted correctly and pₑ = Σ_k t_k p_k / s² the share that labels dealt out at random
 * with the same margins would get right. As accuracy, ties go to the first class. 0 when truth or prediction has one class only and they differ,
 * as chance would give; NaN when both have one and the same class, or no sample has weight.
 * Source: Cohen 1960, Educ. Psychol. Meas. 20, 37–46. Checked against scikit-learn `cohen_kappa_score`.
 */
export const cohenKappa: ClassMetric = {
  task: 'classification',
  name: 'cohen-kappa',
  greaterIsBetter: true,
  doc: 'Agreement of true and predicted classes beyond chance: 1 perfect, 0 no better than labels dealt out at random.',
  range: [-1, 1],
  compute(input) {
    const { correct, actual, predicted, total } = classTotals(input);
    let agreed = 0;
    let byChance = 0;
    for (let k = 0; k < input.nClasses; k++) {
      agreed += correct[k]! / total;
      byChance += (actual[k]! / total) * (predicted[k]! / total);
    }
    return byChance < 1 ? (agreed - byChance) / (1 - byChance) : Number.NaN;
  },
};
