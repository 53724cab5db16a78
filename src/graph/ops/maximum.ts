import type { Tensor } from '../tensor.ts';
import { cast } from './cast.ts';
import { binary } from './elementwise.ts';
import { greater } from './greater.ts';
import { mul } from './mul.ts';
import { sub } from './sub.ts';

/** The larger of two, element by element, with broadcasting; where they are equal the gradient goes to b. @throws {ShapeError} shapes that do not match. */
export function maximum(a: Tensor, b: Tensor): Tensor {
  return binary(
    'maximum',
    {
      type: 'Max',
      gradient: (d, x, y) => {
        const first = mul(d, cast(greater(x, y), 'float32'));
        return [first, sub(d, first)];
      },
    },
    a,
    b,
  );
}
