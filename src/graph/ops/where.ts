import { ShapeError } from '../../base/errors.ts';
import { broadcastShape } from '../shape.ts';
import { describe, nodeOf, scalar, type Tensor } from '../tensor.ts';
import { sumTo } from './sum.ts';

/** a where the condition holds, b elsewhere, with broadcasting. @param condition bool. @throws {ShapeError} shapes or types that do not match. */
export function where(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  const both = broadcastShape(a.shape, b.shape);
  const shape = both && broadcastShape(condition.shape, both);
  if (!shape || condition.dtype !== 'bool' || a.dtype !== b.dtype) {
    const problem = `needs bool and two of one type that match, got ${[condition, a, b].map((x) => `${x.dtype} ${describe(x)}`).join(', ')}`;
    throw new ShapeError({ where: 'where', problem });
  }
  return nodeOf(
    'Where',
    [condition, a, b],
    { shape, dtype: a.dtype },
    {
      gradient: (d) => [
        null,
        sumTo(where(condition, d, scalar(0)), a.shape),
        sumTo(where(condition, scalar(0), d), b.shape),
      ],
    },
  );
}
