import type { Tensor } from '../tensor.ts';
import { unary } from './elementwise.ts';
import { mul } from './mul.ts';
import { sign } from './sign.ts';
/** max(x, 0); the gradient at 0 is 0. */
export function relu(x: Tensor): Tensor {
  return unary('relu', 'Relu', x, (d, _, y) => mul(d, sign(y)));
}
