import { exp } from '../ops/exp.ts';
import { mul } from '../ops/mul.ts';
import { neg } from '../ops/neg.ts';
import { power } from '../ops/power.ts';
import { sub } from '../ops/sub.ts';
import { scalar, type Tensor } from '../tensor.ts';
import { crossEntropy } from './cross-entropy.ts';

/**
 * Cross-entropy that looks away from what is easy: (1 − p)^γ · −log p, p being the probability of the true class. @param gamma 0: cross-entropy itself; 2 is
 * usual. @returns [n]. Source: Lin et al. 2017, arXiv 1708.02002, eq. 4.
 */
export function focal(logits: Tensor, codes: Tensor, gamma = 2): Tensor {
  const surprise = crossEntropy(logits, codes);
  if (gamma === 0) return surprise;
  return mul(power(sub(scalar(1), exp(neg(surprise))), gamma), surprise);
}
