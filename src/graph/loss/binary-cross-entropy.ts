import { mean } from '../ops/mean.ts';
import { mul } from '../ops/mul.ts';
import { softplus } from '../ops/softplus.ts';
import { sub } from '../ops/sub.ts';
import type { Tensor } from '../tensor.ts';

/**
 * −log of the probability that a sigmoid gives to what is true, log(1 + eˣ) − xy. @param logits [n], or [n, labels] where a sample has several labels at
 * once: their mean. @param truth 0 or 1, float32, of that shape. @returns [n].
 */
export function binaryCrossEntropy(logits: Tensor, truth: Tensor): Tensor {
  const each = sub(softplus(logits), mul(logits, truth));
  return logits.shape.length === 1 ? each : mean(each, [1]);
}
