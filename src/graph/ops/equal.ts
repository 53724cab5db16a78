import type { Tensor } from '../tensor.ts';
import { binary } from './elementwise.ts';

/** Where a = b, with broadcasting; bool. */
export function equal(a: Tensor, b: Tensor): Tensor {
  return binary('equal', { type: 'Equal', dtype: 'bool' }, a, b);
}
