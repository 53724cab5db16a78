import { ShapeError } from '../../base/errors.ts';
import { axisOf, knownSizes, sameShape, sizeOf } from '../shape.ts';
import { constant, describe, nodeOf, type Tensor } from '../tensor.ts';
import { reshape } from './reshape.ts';
import { transpose } from './transpose.ts';

// Taking rows and adding to them are each the gradient of the other: they stand together.

/**
 * The entries of one axis at some places: rows of an embedding, a batch of samples. Indices of shape s take the place of the axis.
 * @param indices int64, each 0 … size − 1. @throws {ShapeError} indices that are not int64.
 */
export function gather(x: Tensor, indices: Tensor, axis = 0): Tensor {
  const at = axisOf(axis, x.shape, 'gather');
  if (indices.dtype !== 'int64') {
    throw new ShapeError({
      where: 'gather',
      problem: `indices must be int64, got ${indices.dtype} ${describe(indices)}`,
    });
  }
  const shape = [...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)];
  return nodeOf(
    'Gather',
    [x, indices],
    { shape, dtype: x.dtype },
    {
      attributes: { axis: at },
      gradient: (d) => {
        // The axis comes first, its entries are summed where they came from, and it goes back.
        const order = [at, ...x.shape.keys()].filter((k, place) => place === 0 || k !== at);
        const moved = order.map((k) => x.shape[k]!);
        const width = indices.shape.length;
        const first = [...indices.shape.keys()].map((k) => k + at);
        const rest = [...d.shape.keys()].filter((k) => k < at || k >= at + width);
        const rows = reshape(transpose(d, [...first, ...rest]), [sizeOf(indices.shape, 'gather'), ...moved.slice(1)]);
        const flat = reshape(indices, [sizeOf(indices.shape, 'gather')]);
        const zeros = constant(new Float32Array(sizeOf(moved, 'gather')), knownSizes(moved, 'gather'));
        return [
          transpose(
            scatterAdd(zeros, flat, rows),
            order.map((_, k) => order.indexOf(k)),
          ),
        ];
      },
    },
  );
}

/**
 * x with rows added at some of its places along axis 0; a place named twice gets both.
 * ScatterND would be faster, but ONNX Runtime 1.30 adds on several threads at once there, and additions to one place get lost; ScatterElements adds one
 * after another. @param indices int64 [m], each 0 … rows of x − 1. @param rows [m, ...the other axes of x]. @throws {ShapeError} shapes that do not fit.
 */
export function scatterAdd(x: Tensor, indices: Tensor, rows: Tensor): Tensor {
  const m = indices.shape[0];
  if (indices.dtype !== 'int64' || indices.shape.length !== 1 || !sameShape(rows.shape, [m!, ...x.shape.slice(1)])) {
    const problem = `needs int64 [m] and rows [m, ...] of ${describe(x)}, got ${indices.dtype} ${describe(indices)} and ${describe(rows)}`;
    throw new ShapeError({ where: 'scatter-add', problem });
  }
  return nodeOf(
    'ScatterElements',
    [x, indexOfEach(rows, indices), rows],
    { shape: x.shape },
    {
      attributes: { axis: 0, reduction: 'add' },
      gradient: (d) => [d, null, gather(d, indices)],
    },
  );
}

/** The index of its row for every element of the rows. */
function indexOfEach(rows: Tensor, indices: Tensor): Tensor {
  const { shape } = rows;
  if (shape.length === 1) return indices;
  const sizes = nodeOf('Shape', [rows], { shape: [shape.length], dtype: 'int64' });
  const column = reshape(indices, [indices.shape[0]!, ...shape.slice(1).map(() => 1)]);
  return nodeOf('Expand', [column, sizes], { shape, dtype: 'int64' });
}
