import type { Tensor } from '../tensor.ts';
import { unary } from './elementwise.ts';

/** −1, 0 or 1. No gradient flows. */
export function sign(x: Tensor): Tensor {
  return unary('sign', 'Sign', x);
}
