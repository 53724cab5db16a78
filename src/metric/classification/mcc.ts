import type { ClassMetric } from './class-metric.ts';
import { classTotals } from './confusion.ts';

/**
 * Matthews correlation coefficient for any number of classes: with c correct of s, t_k true and p_k predicted in class k,
 * (c·s − Σ t_k p_k) / √((s² − Σ p_k²)(s² − Σ t_k²)). 0 when truth or prediction has one class only, as chance would give.
 * Source: Gorodkin 2004, Comput. Biol. Chem. 28, eq. 8. Checked against scikit-learn `matthews_corrcoef`.
 */
export const mcc: ClassMetric = {
  task: 'classification',
  name: 'mcc',
  greaterIsBetter: true,
  doc: 'Correlation between true and predicted classes: 1 perfect, 0 no better than chance.',
  range: [-1, 1],
  compute(input) {
    const { correct, actual, predicted, total } = classTotals(input);
    if (total === 0) return Number.NaN;
    let nCorrect = 0;
    let agreement = 0;
    let actualSquares = 0;
    let predictedSquares = 0;
    for (let k = 0; k < input.nClasses; k++) {
      nCorrect += correct[k]!;
      agreement += actual[k]! * predicted[k]!;
      actualSquares += actual[k]! ** 2;
      predictedSquares += predicted[k]! ** 2;
    }
    const oneClass = (margin: Float64Array) => margin.filter((weight) => weight > 0).length === 1;
    if (oneClass(actual) || oneClass(predicted)) return 0;
    return (
      (nCorrect * total - agreement) / Math.sqrt((total * total - predictedSquares) * (total * total - actualSquares))
    );
  },
};
