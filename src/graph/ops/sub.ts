import type { Tensor } from '../tensor.ts';
import { binary } from './elementwise.ts';
import { neg } from './neg.ts';

/** a − b, element by element, with broadcasting. @throws {ShapeError} shapes that do not match. */
export function sub(a: Tensor, b: Tensor): Tensor {
  return binary('sub', { type: 'Sub', gradient: (d) => [d, neg(d)] }, a, b);
}
