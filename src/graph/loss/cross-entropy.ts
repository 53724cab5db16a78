import { logSoftmax } from '../ops/log-softmax.ts';
import { mul } from '../ops/mul.ts';
import { neg } from '../ops/neg.ts';
import { oneHot } from '../ops/one-hot.ts';
import { reshape } from '../ops/reshape.ts';
import { softmax } from '../ops/softmax.ts';
import { sub } from '../ops/sub.ts';
import { expand, sum } from '../ops/sum.ts';
import { type Tensor, withGradient } from '../tensor.ts';

/**
 * −log of the probability that softmax gives to the true class, of each sample. @param logits [n, classes]. @param codes int64 [n], 0 … classes − 1.
 * @returns [n]. The gradient, p − y, is taken in one go.
 */
export function crossEntropy(logits: Tensor, codes: Tensor): Tensor {
  const [n, classes] = logits.shape;
  const truth = oneHot(codes, Number(classes));
  const values = neg(sum(mul(logSoftmax(logits), truth), [1]));
  return withGradient(values, [logits], (d) => [
    mul(sub(softmax(logits), truth), expand(reshape(d, [n!, 1]), [n!, classes!])),
  ]);
}
