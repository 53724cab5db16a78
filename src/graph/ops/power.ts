import { nodeOf, scalar, type Tensor } from '../tensor.ts';
import { mul } from './mul.ts';
import { requireFloat } from './require.ts';

/** x to a fixed power; x > 0 unless the exponent is whole. */
export function power(x: Tensor, exponent: number): Tensor {
  requireFloat('power', x);
  if (exponent === 1) return x;
  return nodeOf(
    'Pow',
    [x, scalar(exponent)],
    { shape: x.shape },
    { gradient: (d) => [mul(d, mul(power(x, exponent - 1), scalar(exponent)))] },
  );
}
