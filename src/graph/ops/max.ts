import { axisOf } from '../shape.ts';
import { nodeOf, type Tensor } from '../tensor.ts';
import { cast } from './cast.ts';
import { div } from './div.ts';
import { equal } from './equal.ts';
import { mul } from './mul.ts';
import { requireFloat } from './require.ts';
import { reshape } from './reshape.ts';
import { type ReduceOptions, reducedShapes, sum } from './sum.ts';

/** Largest value over some axes; where several are largest they share the gradient. @throws {ShapeError} an axis that x does not have. */
export function max(x: Tensor, axes: readonly number[], { keep = false }: ReduceOptions = {}): Tensor {
  requireFloat('max', x);
  const { reduced, kept } = reducedShapes(x, axes, 'max');
  const over = axes.map((axis) => axisOf(axis, x.shape, 'max'));
  const y: Tensor = nodeOf(
    'ReduceMax',
    [x],
    { shape: keep ? kept : reduced },
    {
      attributes: { axes: over, keepdims: keep ? 1 : 0 },
      gradient: (d) => {
        const largest = cast(equal(x, reshape(y, kept)), 'float32');
        return [mul(largest, div(reshape(d, kept), sum(largest, over, { keep: true })))];
      },
    },
  );
  return y;
}
