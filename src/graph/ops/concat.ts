import { ShapeError } from '../../base/errors.ts';
import { axisOf } from '../shape.ts';
import { describe, nodeOf, type Tensor } from '../tensor.ts';
import { slice } from './slice.ts';

/** Tensors joined along an axis. @throws {ShapeError} other axes that differ. */
export function concat(parts: readonly Tensor[], axis: number): Tensor {
  const first = parts[0]!;
  if (parts.length === 1) return first;
  const at = axisOf(axis, first.shape, 'concat');
  const fits = (part: Tensor) =>
    part.dtype === first.dtype &&
    part.shape.length === first.shape.length &&
    part.shape.every((size, k) => k === at || size === first.shape[k]);
  if (!parts.every(fits) || parts.some(({ shape }) => typeof shape[at] !== 'number')) {
    throw new ShapeError({
      where: 'concat',
      problem: `shapes must agree but for axis ${at}, got ${parts.map(describe).join(', ')}`,
    });
  }
  const sizes = parts.map(({ shape }) => shape[at] as number);
  const total = sizes.reduce((a, b) => a + b, 0);
  const shape = first.shape.map((size, k) => (k === at ? total : size));
  const starts = sizes.map((_, p) => sizes.slice(0, p).reduce((a, b) => a + b, 0));
  return nodeOf(
    'Concat',
    parts,
    { shape, dtype: first.dtype },
    {
      attributes: { axis: at },
      gradient: (d) => parts.map((_, p) => slice(d, at, starts[p]!, starts[p]! + sizes[p]!)),
    },
  );
}
