import type { Tensor } from '../tensor.ts';
import { unary } from './elementwise.ts';
import { mul } from './mul.ts';
import { sigmoid } from './sigmoid.ts';
/** log(1 + e^x). */
export function softplus(x: Tensor): Tensor {
  return unary('softplus', 'Softplus', x, (d) => mul(d, sigmoid(x)));
}
