import { ShapeError } from '../../base/errors.ts';
import { describe, nodeOf, type Tensor } from '../tensor.ts';

/** Axes in another order. @param order the old axis of each new one. @throws {ShapeError} not a permutation of the axes. */
export function transpose(x: Tensor, order: readonly number[]): Tensor {
  if (order.every((axis, at) => axis === at) && order.length === x.shape.length) return x;
  if (order.length !== x.shape.length || !x.shape.every((_, axis) => order.includes(axis))) {
    throw new ShapeError({
      where: 'transpose',
      problem: `the order must name each axis of ${describe(x)} once, got ${order.join(', ')}`,
    });
  }
  const back = order.map((_, axis) => order.indexOf(axis));
  return nodeOf(
    'Transpose',
    [x],
    { shape: order.map((axis) => x.shape[axis]!), dtype: x.dtype },
    { attributes: { perm: order }, gradient: (d) => [transpose(d, back)] },
  );
}
