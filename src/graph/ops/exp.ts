import type { Tensor } from '../tensor.ts';
import { unary } from './elementwise.ts';
import { mul } from './mul.ts';
/** e^x. */
export function exp(x: Tensor): Tensor {
  return unary('exp', 'Exp', x, (d, _, y) => mul(d, y));
}
