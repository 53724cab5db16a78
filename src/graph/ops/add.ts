import type { Tensor } from '../tensor.ts';
import { binary } from './elementwise.ts';

/** a + b, element by element, with broadcasting. @throws {ShapeError} shapes that do not match. */
export function add(a: Tensor, b: Tensor): Tensor {
  return binary('add', { type: 'Add', gradient: (d) => [d, d] }, a, b);
}
