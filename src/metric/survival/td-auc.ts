import { censoring, orderSurvival, type SurvivalMetric } from './survival-metric.ts';

/**
 * Time-dependent area under the ROC curve at time t, cumulative cases against dynamic controls: the probability that a patient with an
 * event by t was given a lower survival at t than one still without event, cases weighted by 1 / P(uncensored before their event).
 * NaN without a case or a control, or before the first time of the curves. @param time in the unit of the time column, > 0.
 * Cost O(n log n). Source: Uno et al. 2007, JASA 102; Blanche et al. 2013, Stat Med 32. Checked by the definition, pair by pair.
 */
export function tdAuc(time: number): SurvivalMetric {
  return {
    name: `td-auc@${time}`,
    task: 'survival',
    greaterIsBetter: true,
    doc: `How well those with an event by time ${time} are told from those still without (0.5 is chance).`,
    range: [0, 1],
    compute(input) {
      const { times, events, curveTimes, survival, weights } = input;
      let column = -1;
      while (column + 1 < curveTimes.length && curveTimes[column + 1]! <= time) column++;
      if (column < 0) return Number.NaN;
      const { before } = censoring(input, input.orders ?? orderSurvival(input));
      const alive = (i: number) => survival[i * curveTimes.length + column]!;
      const order = Int32Array.from(times, (_, i) => i).sort((a, b) => alive(b) - alive(a) || a - b);
      // From the safest to the most endangered: each case beats the controls that came before it, and ties those beside it.
      let controls = 0;
      let cases = 0;
      let area = 0;
      for (let from = 0; from < order.length; ) {
        let casesHere = 0;
        let controlsHere = 0;
        let to = from;
        for (; to < order.length && alive(order[to]!) === alive(order[from]!); to++) {
          const i = order[to]!;
          const w = weights ? weights[i]! : 1;
          if (times[i]! > time) controlsHere += w;
          else if (events[i] === 1 && w > 0) casesHere += w / before[i]!;
        }
        area += casesHere * (controls + controlsHere / 2);
        cases += casesHere;
        controls += controlsHere;
        from = to;
      }
      return area / (cases * controls);
    },
  };
}
