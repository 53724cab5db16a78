import type { Tensor } from '../tensor.ts';
import { binary } from './elementwise.ts';

/** a · b, element by element, with broadcasting. @throws {ShapeError} shapes that do not match. */
export function mul(a: Tensor, b: Tensor): Tensor {
  return binary('mul', { type: 'Mul', gradient: (d, x, y) => [mul(d, y), mul(d, x)] }, a, b);
}
