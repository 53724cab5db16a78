import { axisOf } from '../shape.ts';
import { nodeOf, type Tensor } from '../tensor.ts';
import { mul } from './mul.ts';
import { requireFloat } from './require.ts';
import { sub } from './sub.ts';
import { sum } from './sum.ts';

/** e^x / Σ e^x along an axis. @throws {ShapeError} no such axis. */
export function softmax(x: Tensor, axis = -1): Tensor {
  requireFloat('softmax', x);
  const at = axisOf(axis, x.shape, 'softmax');
  const y: Tensor = nodeOf(
    'Softmax',
    [x],
    { shape: x.shape },
    {
      attributes: { axis: at },
      gradient: (d) => [mul(y, sub(d, sum(mul(d, y), [at], { keep: true })))],
    },
  );
  return y;
}
