import { orderSurvival, type SurvivalMetric } from './survival-metric.ts';

/**
 * Harrell's concordance: of the pairs whose order is known (the earlier time is an event; at equal times, an event and a censoring), the
 * share in which the one with the earlier event has the higher risk, equal risks counting one half. With strata, pairs are taken within a
 * stratum, since risks of models fitted on different folds have different zeros. NaN when no pair is comparable.
 * Cost O(n log n). Source: Harrell et al. 1996, Stat Med 15. Checked against R `survival::concordance` (with strata and weights).
 */
export const cIndex: SurvivalMetric = {
  name: 'c-index',
  task: 'survival',
  greaterIsBetter: true,
  doc: 'Of two patients, how often the one with the earlier event was given the higher risk (0.5 is chance).',
  range: [0, 1],
  compute(input) {
    const { times, events, strata, weights } = input;
    const { latestFirst, riskRanks, nRisks } = input.orders ?? orderSurvival(input);
    // Weight of those who are known to live longer, by risk, as a Fenwick tree: sums of the lower risks in O(log n).
    const later = new Float64Array(nRisks + 1);
    const own = new Float64Array(nRisks + 1);
    let total = 0;
    let concordant = 0;
    let tied = 0;
    let comparable = 0;
    const n = latestFirst.length;
    for (let from = 0; from < n; ) {
      const first = latestFirst[from]!;
      let to = from;
      while (to < n && times[latestFirst[to]!] === times[first] && strata?.[latestFirst[to]!] === strata?.[first]) to++;
      const add = (event: number) => {
        for (let at = from; at < to; at++) {
          const i = latestFirst[at]!;
          if (events[i] !== event) continue;
          const w = weights ? weights[i]! : 1;
          own[riskRanks[i]!]! += w;
          total += w;
          for (let r = riskRanks[i]!; r <= nRisks; r += r & -r) later[r]! += w;
        }
      };
      add(0);
      for (let at = from; at < to; at++) {
        const i = latestFirst[at]!;
        const w = weights ? weights[i]! : 1;
        if (events[i] !== 1 || w === 0) continue;
        let lower = 0;
        for (let r = riskRanks[i]! - 1; r > 0; r -= r & -r) lower += later[r]!;
        concordant += w * lower;
        tied += w * own[riskRanks[i]!]!;
        comparable += w * total;
      }
      add(1);
      from = to;
      if (from < n && strata?.[latestFirst[from]!] !== strata?.[first]) {
        later.fill(0);
        own.fill(0);
        total = 0;
      }
    }
    return (concordant + tied / 2) / comparable;
  },
};
