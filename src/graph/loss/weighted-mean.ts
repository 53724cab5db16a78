import { div } from '../ops/div.ts';
import { mul } from '../ops/mul.ts';
import { sum } from '../ops/sum.ts';
import type { Tensor } from '../tensor.ts';

/** Σ wᵢ·xᵢ / Σ wᵢ of one value a sample. @param values [n]. @param weights [n], not all 0. @returns []. */
export function weightedMean(values: Tensor, weights: Tensor): Tensor {
  return div(sum(mul(values, weights)), sum(weights));
}
