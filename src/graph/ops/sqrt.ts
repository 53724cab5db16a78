import { scalar, type Tensor } from '../tensor.ts';
import { div } from './div.ts';
import { unary } from './elementwise.ts';
import { mul } from './mul.ts';
/** Square root; x > 0 where a gradient is wanted. */
export function sqrt(x: Tensor): Tensor {
  return unary('sqrt', 'Sqrt', x, (d, _, y) => div(mul(d, scalar(0.5)), y));
}
