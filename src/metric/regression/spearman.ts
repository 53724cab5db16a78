import { correlation, type NumberMetric, orderNumbers } from './number-metric.ts';

/**
 * Spearman's rank correlation of truth and prediction; equal values share the mean of their ranks. NaN when either is constant.
 * Cost O(n log n), O(n) with the orders given. Checked against scipy `spearmanr`.
 */
export const spearman: NumberMetric = {
  name: 'spearman',
  task: 'regression',
  greaterIsBetter: true,
  doc: 'Correlation of the ranks of prediction and truth: does a higher prediction mean a higher value?',
  range: [-1, 1],
  compute(input) {
    const { truth, predicted, weights } = input;
    const orders = input.orders ?? orderNumbers(input);
    return correlation(ranks(truth, orders.truth, weights), ranks(predicted, orders.predicted, weights), weights);
  },
};

/** Mid-ranks, counting a sample of weight w as w samples. */
function ranks(values: Float64Array, order: Int32Array, weights: Float64Array | undefined): Float64Array {
  const out = new Float64Array(values.length);
  let below = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let within = 0;
    for (; to < order.length && values[order[to]!] === values[order[from]!]; to++)
      within += weights ? weights[order[to]!]! : 1;
    for (let at = from; at < to; at++) out[order[at]!] = below + (within + 1) / 2;
    below += within;
    from = to;
  }
  return out;
}
