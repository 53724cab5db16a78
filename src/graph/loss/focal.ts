import { ParamError } from '../../base/errors.ts';
import { add } from '../ops/add.ts';
import { exp } from '../ops/exp.ts';
import { log } from '../ops/log.ts';
import { max } from '../ops/max.ts';
import { mul } from '../ops/mul.ts';
import { oneHot } from '../ops/one-hot.ts';
import { sub } from '../ops/sub.ts';
import { sum } from '../ops/sum.ts';
import { scalar, stopGradient, type Tensor } from '../tensor.ts';
import { crossEntropy } from './cross-entropy.ts';

/** Takes a class out of a sum of exponentials. */
const FAR = 1e9;

/**
 * Cross-entropy that looks away from what is easy: (1 − p)^γ · −log p, p being the probability of the true class. @param logits [n, classes], at least two.
 * @param codes int64 [n]. @param gamma ≥ 0; 0: cross-entropy itself; 2 is usual. @returns [n]. @throws {ParamError} a γ below 0.
 * 1 − p is taken from the other classes: as a difference it would be 0 where the answer is sure, and its slope for γ < 1 not finite.
 * Source: Lin et al. 2017, arXiv 1708.02002, eq. 4.
 */
export function focal(logits: Tensor, codes: Tensor, gamma = 2): Tensor {
  if (!(gamma >= 0)) throw new ParamError({ where: 'focal', problem: `gamma must be at least 0, got ${gamma}` });
  const surprise = crossEntropy(logits, codes);
  if (gamma === 0) return surprise;
  const truth = oneHot(codes, Number(logits.shape[1]));
  const others = logSum(sub(logits, mul(truth, scalar(FAR))));
  return mul(exp(mul(sub(others, logSum(logits)), scalar(gamma))), surprise);
}

/** log Σ eˣ of each row. */
function logSum(x: Tensor): Tensor {
  const largest = stopGradient(max(x, [1], { keep: true }));
  return add(log(sum(exp(sub(x, largest)), [1])), sum(largest, [1]));
}
