import { scalar, type Tensor } from '../tensor.ts';
import { add } from './add.ts';
import { erf } from './erf.ts';
import { mul } from './mul.ts';

/** x · Φ(x), Φ the normal distribution function. Source: Hendrycks & Gimpel 2016, arXiv 1606.08415. */
export function gelu(x: Tensor): Tensor {
  return mul(mul(x, scalar(0.5)), add(erf(mul(x, scalar(Math.SQRT1_2))), scalar(1)));
}
