import type { Tensor } from '../tensor.ts';
import { unary } from './elementwise.ts';

/** −x. */
export function neg(x: Tensor): Tensor {
  return unary('neg', 'Neg', x, (d) => neg(d));
}
