import { exp, log } from '../base/elementary.ts';

/** log Σ e^v without overflow; the entries become their shares e^v / Σ e^v, in place. */
export function logSumExp(values: Float64Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (const v of values) if (v > top) top = v;
  let sum = 0;
  for (let c = 0; c < values.length; c++) {
    values[c] = exp(values[c]! - top);
    sum += values[c]!;
  }
  for (let c = 0; c < values.length; c++) values[c]! /= sum;
  return top + log(sum);
}
