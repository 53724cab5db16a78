import type { Tensor } from '../tensor.ts';
import { binary } from './elementwise.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';

/** a / b, element by element, with broadcasting. @throws {ShapeError} shapes that do not match. */
export function div(a: Tensor, b: Tensor): Tensor {
  return binary('div', { type: 'Div', gradient: (d, x, y) => [div(d, y), neg(div(mul(d, x), mul(y, y)))] }, a, b);
}
