import { axisOf, knownSizes } from '../shape.ts';
import { nodeOf, scalar, type Tensor } from '../tensor.ts';
import { mul } from './mul.ts';
import { requireFloat } from './require.ts';
import { reshape } from './reshape.ts';
import { expand, type ReduceOptions, reducedShapes } from './sum.ts';

/** Mean over some axes. @param axes default all. @throws {ShapeError} an axis that x does not have. */
export function mean(
  x: Tensor,
  axes: readonly number[] = [...x.shape.keys()],
  { keep = false }: ReduceOptions = {},
): Tensor {
  requireFloat('mean', x);
  if (axes.length === 0) return x;
  const { reduced, kept } = reducedShapes(x, axes, 'mean');
  const over = axes.map((axis) => axisOf(axis, x.shape, 'mean'));
  return nodeOf(
    'ReduceMean',
    [x],
    { shape: keep ? kept : reduced },
    {
      attributes: { axes: over, keepdims: keep ? 1 : 0 },
      gradient: (d) => {
        const count = knownSizes(
          over.map((axis) => x.shape[axis]!),
          'mean',
        ).reduce((a, b) => a * b, 1);
        return [expand(reshape(mul(d, scalar(1 / count)), kept), x.shape)];
      },
    },
  );
}
