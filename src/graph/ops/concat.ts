import { ShapeError } from '../../base/errors.ts';
import { axisOf } from '../shape.ts';
import { describe, integers, node, nodeOf, type Tensor } from '../tensor.ts';
import { pad } from './slice.ts';

// Joining and cutting apart are each the gradient of the other: they stand together.

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
  return nodeOf(
    'Concat',
    parts,
    { shape, dtype: first.dtype },
    { attributes: { axis: at }, gradient: (d) => split(d, at, sizes) },
  );
}

/**
 * An axis cut into neighbouring pieces, all made by one node. @param pieces how many of equal size, or the size of each.
 * @throws {ShapeError} sizes that do not add up to that of the axis, or one that is not known.
 */
export function split(x: Tensor, axis: number, pieces: number | readonly number[]): Tensor[] {
  const at = axisOf(axis, x.shape, 'split');
  const size = x.shape[at];
  const sizes = typeof pieces === 'number' ? Array.from({ length: pieces }, () => Number(size) / pieces) : pieces;
  const wrong = sizes.some((one) => !Number.isInteger(one) || one < 1);
  if (wrong || sizes.reduce((a, b) => a + b, 0) !== size) {
    throw new ShapeError({
      where: 'split',
      problem: `pieces must fill axis ${at} of ${describe(x)}, got ${typeof pieces === 'number' ? `${pieces} equal ones` : pieces.join(' + ')}`,
    });
  }
  if (sizes.length === 1) return [x];
  return node({
    ...{ type: 'Split', inputs: [x, integers(sizes)], attributes: { axis: at } },
    outputs: sizes.map((own) => ({ dtype: x.dtype, shape: x.shape.map((one, k) => (k === at ? own : one)) })),
    gradient: (back) => [joined(back, at, sizes)],
  });
}

/** Gradients of the pieces, of which at least one is there, in their places; zeros where none flows. */
function joined(pieces: readonly (Tensor | null)[], axis: number, sizes: readonly number[]): Tensor {
  const runs: Tensor[] = [];
  let waiting = 0;
  pieces.forEach((piece, p) => {
    if (piece) {
      runs.push(pad(piece, { [axis]: [waiting, 0] }));
      waiting = 0;
    } else waiting += sizes[p]!;
  });
  const last = pad(runs.pop()!, { [axis]: [0, waiting] });
  return concat([...runs, last], axis);
}
