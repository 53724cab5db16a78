import { quantile } from '../intervals.ts';
import { definedRising } from './statistic.ts';

export interface PermutationTest {
  /** The metric on the data as they are. */
  readonly observed: number;
  readonly p: number;
  /** What the same procedure reaches where there is nothing to find: the mean, and what 95 % of the permutations do not surpass. */
  readonly null: { readonly mean: number; readonly q95: number };
  /** Number of permutations. */
  readonly n: number;
}

/**
 * p = (b + 1)/(m + 1), b of m permutations being at least as good as the data: the data are one more arrangement that is equally likely under the
 * null, so p is never 0 and P(p ≤ α) ≤ α holds exactly, for any m. A permutation whose score is undefined (a model that says the same of
 * everyone has no correlation) is not as good as one that is defined.
 * @param scores of the permutations, the whole procedure run on each. p is NaN where the observed score is.
 * Source: Phipson & Smyth 2010, SAGMB 9(1), 39; Ojala & Garriga 2010, JMLR 11, test 1.
 */
export function permutationTest(observed: number, scores: Float64Array, greaterIsBetter: boolean): PermutationTest {
  const sorted = definedRising(scores);
  const asGood = sorted.filter((score) => (greaterIsBetter ? score >= observed : score <= observed)).length;
  return {
    observed,
    p: Number.isNaN(observed) ? Number.NaN : (asGood + 1) / (scores.length + 1),
    null: {
      mean: sorted.reduce((sum, score) => sum + score, 0) / sorted.length,
      q95: quantile(sorted, greaterIsBetter ? 0.95 : 0.05),
    },
    n: scores.length,
  };
}
