import { axisOf } from '../shape.ts';
import { constant, nodeOf, type Tensor } from '../tensor.ts';

export interface CumulativeSumOptions {
  /** From the end on. Default false. */
  readonly reverse?: boolean;
}

/** Sums of all values up to each place of an axis, itself included. @throws {ShapeError} no such axis. */
export function cumulativeSum(x: Tensor, axis: number, { reverse = false }: CumulativeSumOptions = {}): Tensor {
  const at = axisOf(axis, x.shape, 'cumulative-sum');
  return nodeOf(
    'CumSum',
    [x, constant(BigInt64Array.of(BigInt(at)), [])],
    { shape: x.shape },
    {
      attributes: { reverse: Number(reverse) },
      gradient: (d) => [cumulativeSum(d, at, { reverse: !reverse })],
    },
  );
}
