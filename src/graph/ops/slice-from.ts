import { ShapeError } from '../../base/errors.ts';
import { describe, integers, nodeOf, type Tensor } from '../tensor.ts';
import { add } from './add.ts';

/** `size` values of a vector from a place on that is only known when the graph is run. No gradient flows. @param start int64 [1]. */
export function sliceFrom(x: Tensor, start: Tensor, size: number): Tensor {
  if (x.shape.length !== 1 || start.dtype !== 'int64' || start.shape.length !== 1) {
    const problem = `needs a vector and an int64 [1], got ${describe(x)} and ${start.dtype} ${describe(start)}`;
    throw new ShapeError({ where: 'slice-from', problem });
  }
  return nodeOf('Slice', [x, start, add(start, integers([size])), integers([0])], { shape: [size], dtype: x.dtype });
}
