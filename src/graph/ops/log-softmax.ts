import { axisOf } from '../shape.ts';
import { nodeOf, type Tensor } from '../tensor.ts';
import { exp } from './exp.ts';
import { mul } from './mul.ts';
import { requireFloat } from './require.ts';
import { sub } from './sub.ts';
import { sum } from './sum.ts';

/** x − log Σ e^x along an axis, without overflow. @throws {ShapeError} no such axis. */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  requireFloat('log-softmax', x);
  const at = axisOf(axis, x.shape, 'log-softmax');
  const y: Tensor = nodeOf(
    'LogSoftmax',
    [x],
    { shape: x.shape },
    {
      attributes: { axis: at },
      gradient: (d) => [sub(d, mul(exp(y), sum(d, [at], { keep: true })))],
    },
  );
  return y;
}
