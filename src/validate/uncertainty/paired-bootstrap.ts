import { quantile } from '../intervals.ts';
import type { DifferenceTest } from './corrected-resampled-t.ts';
import { definedRising } from './statistic.ts';

/**
 * The difference of two scores on the same samples, from bootstrap replicates of the same draws: its percentile interval, and as p value twice
 * the smaller share of replicates on either side of 0, one added to both counts. What the two learners have in common (hard samples are
 * hard for both) cancels, so this is sharper than comparing two intervals. It takes the models as they are: another training set is not drawn.
 *
 * @param a,b replicates from one call of `replicatesOf`; a draw on which either is NaN is left out.
 * Source: Efron & Tibshirani 1993, §16; the counts as in Davison & Hinkley 1997, §4.2.
 */
export function pairedBootstrap(difference: number, a: Float64Array, b: Float64Array): DifferenceTest {
  const draws = definedRising(a.map((value, r) => value - b[r]!));
  if (Number.isNaN(difference) || draws.length === 0) {
    return { difference, low: Number.NaN, high: Number.NaN, p: Number.NaN };
  }
  let notAbove = 0;
  let notBelow = 0;
  for (const draw of draws) {
    if (draw <= 0) notAbove++;
    if (draw >= 0) notBelow++;
  }
  const p = Math.min(1, (2 * (Math.min(notAbove, notBelow) + 1)) / (draws.length + 1));
  return { difference, low: quantile(draws, 0.025), high: quantile(draws, 0.975), p };
}
