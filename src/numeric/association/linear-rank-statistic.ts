import { midRanks } from './mid-ranks.ts';

export interface LinearRankStatistic {
  /** Σ score · rank less its expectation when the scores are shuffled: above 0 where large values go with large scores. */
  readonly excess: number;
  /** Of the sum under shuffling; 0 where all values, or all scores, are equal. */
  readonly variance: number;
}

/**
 * Whether large values go with large scores, by the ranks of the values: with scores of 1 and 0 the rank-sum test of Wilcoxon, with ranks Spearman's, with log-rank scores that
 * of a number against survival. `excess / √variance` is about standard normal where they have nothing to do with one another; of strata, Σ excess / √Σ variance (van Elteren 1960).
 * Ties have mid-ranks, which the variance takes into account. Var = Σ(a − ā)² Σ(r − r̄)² / (n − 1).
 * @param values [n], finite. @param scores [n], finite. Neither is modified. Cost O(n log n).
 * Source: Hájek, Šidák & Sen 1999, Theory of Rank Tests, §3.3.1. Checked against R `wilcox.test(exact = FALSE, correct = FALSE)` and by shuffling.
 */
export function linearRankStatistic(values: ArrayLike<number>, scores: ArrayLike<number>): LinearRankStatistic {
  const n = values.length;
  const { ranks } = midRanks(values);
  let mean = 0;
  for (let i = 0; i < n; i++) mean += scores[i]! / n;
  const middle = (n + 1) / 2;
  let [excess, ofScores, ofRanks] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [a, r] = [scores[i]! - mean, ranks[i]! - middle];
    excess += a * r;
    ofScores += a * a;
    ofRanks += r * r;
  }
  return { excess, variance: n > 1 ? (ofScores * ofRanks) / (n - 1) : 0 };
}
