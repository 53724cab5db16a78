import { ShapeError } from '../../base/errors.ts';
import { axisOf } from '../shape.ts';
import { describe, integers, nodeOf, type Tensor } from '../tensor.ts';
import { reshape } from './reshape.ts';

// A slice and padding with zeros are each the gradient of the other: they stand together.

/** The places start0 … end0 − 1 of one axis. @throws {ShapeError} places outside the axis. */
export function slice(x: Tensor, axis: number, start0: number, end0: number): Tensor {
  const at = axisOf(axis, x.shape, 'slice');
  const size = x.shape[at];
  if (typeof size !== 'number' || start0 < 0 || end0 > size || start0 >= end0) {
    throw new ShapeError({
      where: 'slice',
      problem: `must lie within axis ${at} of ${describe(x)}, got ${start0} … ${end0}`,
    });
  }
  if (start0 === 0 && end0 === size) return x;
  const shape = x.shape.map((one, k) => (k === at ? end0 - start0 : one));
  const inputs = [x, integers([start0]), integers([end0]), integers([at])];
  return nodeOf(
    'Slice',
    inputs,
    { shape, dtype: x.dtype },
    { gradient: (d) => [pad(d, { [at]: [start0, size - end0] })] },
  );
}

/** `count` places of one axis from start0 on, `step` apart. @throws {ShapeError} places outside the axis. */
export function steppedSlice(x: Tensor, axis: number, start0: number, count: number, step: number): Tensor {
  const end0 = start0 + (count - 1) * step + 1;
  const near = slice(x, axis, start0, end0);
  if (step === 1) return near;
  const at = axisOf(axis, x.shape, 'slice');
  const shape = x.shape.map((one, k) => (k === at ? count : one));
  const inputs = [near, integers([0]), integers([end0 - start0]), integers([at]), integers([step])];
  return nodeOf('Slice', inputs, { shape, dtype: x.dtype }, { gradient: (d) => [spread(d, at, step)] });
}

/** Zeros between the places of an axis, `step` − 1 each: the gradient of a slice with steps. */
function spread(d: Tensor, axis: number, step: number): Tensor {
  const shape = [...d.shape];
  const apart = reshape(d, [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)]);
  const filled = pad(apart, { [axis + 1]: [0, step - 1] });
  const count = shape[axis] as number;
  const joined = reshape(filled, [...shape.slice(0, axis), count * step, ...shape.slice(axis + 1)]);
  return slice(joined, axis, 0, (count - 1) * step + 1);
}

/** Zeros before and after along some axes. @param by axis → how many before, how many after. @throws {ShapeError} an axis of unknown size, a count below 0. */
export function pad(x: Tensor, by: Readonly<Record<number, readonly [before: number, after: number]>>): Tensor {
  const around = x.shape.map((_, axis) => by[axis] ?? [0, 0]);
  const padded = around.flatMap(([before, after], axis) => (before + after > 0 ? [axis] : []));
  if (padded.length === 0) return x;
  if (padded.some((axis) => typeof x.shape[axis] !== 'number') || around.flat().some((count) => count < 0)) {
    throw new ShapeError({
      where: 'pad',
      problem: `axes of known size take counts of at least 0, got ${describe(x)} and ${JSON.stringify(by)}`,
    });
  }
  const shape = x.shape.map((size, axis) =>
    typeof size === 'number' ? size + around[axis]![0] + around[axis]![1] : size,
  );
  const counts = integers([...around.map(([before]) => before), ...around.map(([, after]) => after)]);
  return nodeOf(
    'Pad',
    [x, counts],
    { shape, dtype: x.dtype },
    {
      gradient: (d) => [
        padded.reduce(
          (one, axis) => slice(one, axis, around[axis]![0], around[axis]![0] + (x.shape[axis] as number)),
          d,
        ),
      ],
    },
  );
}
