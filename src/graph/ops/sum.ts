import { ShapeError } from '../../base/errors.ts';
import { axisOf, broadcastShape, type Dim, type Shape, sameShape, showShape } from '../shape.ts';
import { describe, integers, nodeOf, type Tensor } from '../tensor.ts';
import { requireFloat } from './require.ts';
import { reshape } from './reshape.ts';
import { shapeTensor } from './shape-tensor.ts';

// A sum and a stretch are each the gradient of the other: they stand together.

export interface ReduceOptions {
  /** Whether reduced axes stay, with size 1. Default false. */
  readonly keep?: boolean;
}

/** Sum over some axes. @param axes default all. @throws {ShapeError} an axis that x does not have. */
export function sum(
  x: Tensor,
  axes: readonly number[] = [...x.shape.keys()],
  { keep = false }: ReduceOptions = {},
): Tensor {
  requireFloat('sum', x);
  if (axes.length === 0) return x;
  const { reduced, kept } = reducedShapes(x, axes, 'sum');
  const attributes = { keepdims: keep ? 1 : 0 };
  return nodeOf(
    'ReduceSum',
    [x, integers(axes)],
    { shape: keep ? kept : reduced },
    {
      attributes,
      gradient: (d) => [expand(reshape(d, kept), x.shape)],
    },
  );
}

/** The shapes that reducing these axes leaves: without them, and with size 1 in their place. */
export function reducedShapes(x: Tensor, axes: readonly number[], where: string): { reduced: Dim[]; kept: Dim[] } {
  const gone = new Set(axes.map((axis) => axisOf(axis, x.shape, where)));
  return {
    reduced: x.shape.filter((_, axis) => !gone.has(axis)),
    kept: x.shape.map((size, axis) => (gone.has(axis) ? 1 : size)),
  };
}

/** x repeated along its axes of size 1, and along new axes before the first, to a shape. @throws {ShapeError} it cannot be stretched to it. */
export function expand(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const fits = broadcastShape(x.shape, shape);
  if (!fits || !sameShape(fits, shape)) {
    throw new ShapeError({ where: 'expand', problem: `${describe(x)} must stretch to ${showShape(shape)}` });
  }
  return nodeOf(
    'Expand',
    [x, shapeTensor(stretched(x, shape), 'expand')],
    { shape, dtype: x.dtype },
    { gradient: (d) => [sumTo(d, x.shape)] },
  );
}

/** The shape as Expand wants it: 1 where a size that is not known yet stays what it is. */
function stretched(x: Tensor, shape: Shape): Shape {
  const added = shape.length - x.shape.length;
  return shape.map((size, axis) => (typeof size === 'string' && x.shape[axis - added] === size ? 1 : size));
}

/** Undoes broadcasting: x summed over the axes that were stretched to make it from `shape`, and of that shape. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const added = x.shape.length - shape.length;
  const axes = x.shape.flatMap((size, axis) =>
    axis < added || (shape[axis - added] === 1 && size !== 1) ? [axis] : [],
  );
  return reshape(axes.length > 0 ? sum(x, axes, { keep: true }) : x, shape);
}
