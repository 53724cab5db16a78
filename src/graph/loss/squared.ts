import { mul } from '../ops/mul.ts';
import { sub } from '../ops/sub.ts';
import type { Tensor } from '../tensor.ts';

/** (prediction − truth)² of each sample, [n]. */
export function squared(prediction: Tensor, truth: Tensor): Tensor {
  const apart = sub(prediction, truth);
  return mul(apart, apart);
}
