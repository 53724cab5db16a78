import { studentTQuantile, studentTTail } from '../../numeric/special/student-t.ts';

/** A mean difference with its 95 % interval and two-sided p value. */
export interface DifferenceTest {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
}

/**
 * The corrected resampled t test of Nadeau and Bengio for the scores of two learners on the same J folds of all repeats: t = d̄ / √((1/J + n₂/n₁) s²)
 * with J − 1 degrees of freedom, n₂/n₁ the ratio of test to training samples. The plain t test takes folds for independent and finds differences
 * that are not there: its training parts overlap, and so the variance of the mean does not shrink with J; n₂/n₁ is what remains.
 *
 * @param differences one for each fold of each repeat; NaN (the metric is undefined on the fold) is left out.
 * @param testToTrain mean of n₂/n₁ over the folds, > 0: 0.25 for 5 folds.
 * All NaN with fewer than two differences; p is 1 where all are 0, and 0 where all are equal and not 0.
 * Source: Nadeau & Bengio 2003, Machine Learning 52, 239–281, eq. 9; for repeated folds Bouckaert & Frank 2004, PAKDD. Checked by the formula in R.
 */
export function correctedResampledT(differences: ArrayLike<number>, testToTrain: number): DifferenceTest {
  const defined = Array.from(differences).filter((d) => !Number.isNaN(d));
  const count = defined.length;
  if (count < 2) return { difference: Number.NaN, low: Number.NaN, high: Number.NaN, p: Number.NaN };
  const difference = defined.reduce((sum, d) => sum + d, 0) / count;
  const variance = defined.reduce((sum, d) => sum + (d - difference) ** 2, 0) / (count - 1);
  const error = Math.sqrt((1 / count + testToTrain) * variance);
  const reach = studentTQuantile(0.975, count - 1) * error;
  const p = error > 0 ? 2 * studentTTail(Math.abs(difference) / error, count - 1) : difference === 0 ? 1 : 0;
  return { difference, low: difference - reach, high: difference + reach, p };
}
