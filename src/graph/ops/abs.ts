import type { Tensor } from '../tensor.ts';
import { unary } from './elementwise.ts';
import { mul } from './mul.ts';
import { sign } from './sign.ts';
/** |x|; the gradient at 0 is 0. */
export function abs(x: Tensor): Tensor {
  return unary('abs', 'Abs', x, (d) => mul(d, sign(x)));
}
