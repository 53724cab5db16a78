import { constant, nodeOf, type Tensor } from '../tensor.ts';
import { cast } from './cast.ts';
import { equal } from './equal.ts';
import { mul } from './mul.ts';
import { requireFloat } from './require.ts';

/** Values below `low` become it, those above `high` too; where they do, no gradient flows. */
export function clip(x: Tensor, low: number, high: number): Tensor {
  requireFloat('clip', x);
  const bound = (value: number) => constant(Float32Array.of(value), []);
  const y: Tensor = nodeOf(
    'Clip',
    [x, bound(low), bound(high)],
    { shape: x.shape },
    {
      gradient: (d) => [mul(d, cast(equal(x, y), 'float32'))],
    },
  );
  return y;
}
