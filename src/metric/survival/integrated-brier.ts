import { censoring, orderSurvival, type SurvivalMetric } from './survival-metric.ts';

/**
 * Brier score of the predicted survival curves, averaged over time: at each time t the weighted mean of (1{T > t} − S(t|x))², those
 * censored before t left out and the others weighted by 1 / P(uncensored); then the integral over the times of the curves by trapezoids,
 * divided by their span. Times at which nobody is known to be uncensored are left out. NaN with fewer than two times.
 * Cost O(n · nTimes). Source: Graf et al. 1999, Stat Med 18. Checked by the definition, pair by pair.
 */
export const integratedBrier: SurvivalMetric = {
  name: 'integrated-brier',
  task: 'survival',
  greaterIsBetter: false,
  doc: 'Mean squared distance between the predicted survival curve and what happened, over time (0.25 is a coin at every moment).',
  range: [0, Number.POSITIVE_INFINITY],
  compute(input) {
    const { times, events, curveTimes, survival, weights } = input;
    const { before, at } = censoring(input, input.orders ?? orderSurvival(input));
    const n = times.length;
    let area = 0;
    let span = 0;
    let lastTime = Number.NaN;
    let lastScore = Number.NaN;
    for (let t = 0; t < curveTimes.length; t++) {
      const time = curveTimes[t]!;
      const uncensored = at(time);
      if (!(uncensored > 0)) break;
      let sum = 0;
      let total = 0;
      for (let i = 0; i < n; i++) {
        const w = weights ? weights[i]! : 1;
        if (w === 0) continue;
        total += w;
        const s = survival[i * curveTimes.length + t]!;
        if (times[i]! > time) sum += (w * (1 - s) ** 2) / uncensored;
        else if (events[i] === 1) sum += (w * s ** 2) / before[i]!;
      }
      const score = sum / total;
      if (t > 0) {
        area += ((time - lastTime) * (score + lastScore)) / 2;
        span += time - lastTime;
      }
      lastTime = time;
      lastScore = score;
    }
    return span > 0 ? area / span : Number.NaN;
  },
};
