import type { Tensor } from '../tensor.ts';
import { div } from './div.ts';
import { unary } from './elementwise.ts';
/** Natural logarithm; x > 0. */
export function log(x: Tensor): Tensor {
  return unary('log', 'Log', x, (d) => div(d, x));
}
