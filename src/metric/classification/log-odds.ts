import { log } from '../../base/elementary.ts';
import type { ClassInput, LogOdds } from './class-metric.ts';

const SMALLEST = 2.220446049250313e-16; // as in log-loss

/** ln(p / (1 − p)) of class k, 1 − p as the sum of the others; both at least 2⁻⁵². Cost O(K · n), nothing with a ranking that knows them. */
export function logOddsOf({ truth, probabilities, nClasses, ranking }: ClassInput, k: number): LogOdds {
  if (ranking) return ranking.logOdds(k);
  const odds = new Float64Array(truth.length);
  const isTrue = new Uint8Array(truth.length);
  for (let i = 0; i < odds.length; i++) {
    let others = 0;
    for (let l = 0; l < nClasses; l++) if (l !== k) others += probabilities[i * nClasses + l]!;
    odds[i] = log(Math.max(SMALLEST, probabilities[i * nClasses + k]!)) - log(Math.max(SMALLEST, others));
    isTrue[i] = Number(truth[i] === k);
  }
  return { odds, isTrue };
}
