import { scalar, type Tensor } from '../tensor.ts';
import { unary } from './elementwise.ts';
import { exp } from './exp.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';
/** The error function. */
export function erf(x: Tensor): Tensor {
  return unary('erf', 'Erf', x, (d) => mul(d, mul(scalar(2 / Math.sqrt(Math.PI)), exp(neg(mul(x, x))))));
}
