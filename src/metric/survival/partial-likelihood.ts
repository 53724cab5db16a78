import { exp, log } from '../../base/elementary.ts';
import { orderSurvival, type SurvivalMetric } from './survival-metric.ts';

/**
 * −(log partial likelihood of the risks, Breslow ties) / number of events: the loss by which a penalty is chosen. Risks are taken as
 * linear predictors of one model, pooled over the folds (strata are not used), which Dai & Breheny 2019 (arXiv:1905.10432) found more
 * stable than likelihoods within folds. NaN without events. Cost O(n log n).
 */
export const partialLikelihood: SurvivalMetric = {
  name: 'partial-likelihood',
  task: 'survival',
  greaterIsBetter: false,
  doc: 'Surprise at the order of the events, given the risks.',
  range: [0, Number.POSITIVE_INFINITY],
  compute(input) {
    const { times, events, risks, weights } = input;
    const { byTime } = input.orders ?? orderSurvival(input);
    let largest = Number.NEGATIVE_INFINITY;
    for (const risk of risks) largest = Math.max(largest, risk);
    let atRisk = 0;
    let sum = 0;
    let total = 0;
    for (let from = byTime.length; from > 0; ) {
      const time = times[byTime[from - 1]!]!;
      let to = from;
      for (; to > 0 && times[byTime[to - 1]!] === time; to--) {
        const i = byTime[to - 1]!;
        atRisk += (weights ? weights[i]! : 1) * exp(risks[i]! - largest);
      }
      for (let at = to; at < from; at++) {
        const i = byTime[at]!;
        const w = weights ? weights[i]! : 1;
        if (events[i] !== 1 || w === 0) continue;
        sum += w * (log(atRisk) + largest - risks[i]!);
        total += w;
      }
      from = to;
    }
    return sum / total;
  },
};
