import type { RandomKey } from '../../base/random.ts';
import type { HeldOutNumbers } from './conformal-interval.ts';
import type { DecisionSpec, Decisions } from './decisions.ts';
import { judgingFolds } from './held-out.ts';
import { judgeConformalNumbers } from './judge-conformal.ts';
import { judgeRanking } from './judge-ranking.ts';

/**
 * What a study asks of decisions about numbers, from out-of-fold predictions: conformal intervals, judged on folds that had no part in
 * their width; and a ranking, where one is asked for. @throws {DataError} fewer than two groups.
 */
export function decideNumbers(
  data: HeldOutNumbers & { readonly folds: Int32Array; readonly groups: Int32Array },
  spec: DecisionSpec,
  random: RandomKey,
): Omit<Decisions, 'learner'> {
  const folds = judgingFolds(data, new Int32Array(data.truth.length), random.at('folds'));
  const ranking = spec.ranking && judgeRanking(data.truth, data.predicted, spec.ranking);
  return { conformal: judgeConformalNumbers(data, folds, spec.conformalError), ...(ranking ? { ranking } : {}) };
}
