import type { Tensor } from '../tensor.ts';
import { binary } from './elementwise.ts';

/** Where a > b, with broadcasting; bool. */
export function greater(a: Tensor, b: Tensor): Tensor {
  return binary('greater', { type: 'Greater', dtype: 'bool' }, a, b);
}
