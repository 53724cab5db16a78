import { ShapeError } from '../../base/errors.ts';
import { type Shape, sameShape, showShape } from '../shape.ts';
import { describe, integers, nodeOf, type Tensor } from '../tensor.ts';

/**
 * The same values in the same order under another shape. @param shape may hold one unknown size, which must be one of x's.
 * @throws {ShapeError} another number of values.
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const known = (of: Shape) => of.reduce<number>((product, size) => product * (typeof size === 'number' ? size : 1), 1);
  const unknown = (of: Shape) => of.filter((size) => typeof size === 'string');
  const free = unknown(shape);
  if (known(shape) !== known(x.shape) || free.length > 1 || !sameShape(free, unknown(x.shape))) {
    throw new ShapeError({
      where: 'reshape',
      problem: `${describe(x)} must keep its number of values, got ${showShape(shape)}`,
    });
  }
  // 0 keeps the size of that axis, and its name: ONNX Runtime plans its memory by names, and takes long where it has none.
  const sizes = integers(
    shape.map((size, axis) => (typeof size === 'number' ? size : size === x.shape[axis] ? 0 : -1)),
  );
  return nodeOf('Reshape', [x, sizes], { shape, dtype: x.dtype }, { gradient: (d) => [reshape(d, x.shape)] });
}
