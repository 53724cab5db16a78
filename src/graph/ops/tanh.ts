import { scalar, type Tensor } from '../tensor.ts';
import { unary } from './elementwise.ts';
import { mul } from './mul.ts';
import { sub } from './sub.ts';
/** Hyperbolic tangent. */
export function tanh(x: Tensor): Tensor {
  return unary('tanh', 'Tanh', x, (d, _, y) => mul(d, sub(scalar(1), mul(y, y))));
}
