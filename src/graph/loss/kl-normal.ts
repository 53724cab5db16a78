import { add } from '../ops/add.ts';
import { exp } from '../ops/exp.ts';
import { mul } from '../ops/mul.ts';
import { sub } from '../ops/sub.ts';
import { sum } from '../ops/sum.ts';
import { scalar, type Tensor } from '../tensor.ts';

/**
 * How far a normal distribution of each sample is from the standard one: ½Σ(σ² + μ² − 1 − log σ²). @param mean [n, width]. @param logVariance [n, width].
 * @returns [n]. Source: Kingma & Welling 2014, arXiv 1312.6114, appendix B.
 */
export function klNormal(mean: Tensor, logVariance: Tensor): Tensor {
  const each = sub(add(exp(logVariance), mul(mean, mean)), add(logVariance, scalar(1)));
  return mul(sum(each, [1]), scalar(0.5));
}
