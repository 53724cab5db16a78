import { add } from '../ops/add.ts';
import { div } from '../ops/div.ts';
import { mul } from '../ops/mul.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { sub } from '../ops/sub.ts';
import { sum } from '../ops/sum.ts';
import { scalar, type Tensor } from '../tensor.ts';

/**
 * 1 − the overlap of a mask with the true one, (2Σpy + 1) / (Σp + Σy + 1), p by a sigmoid: large empty surroundings do not count.
 * @param logits [n, ...sizes]. @param masks 0 or 1, of that shape. @returns [n]. Source: Milletari et al. 2016, arXiv 1606.04797.
 */
export function dice(logits: Tensor, masks: Tensor): Tensor {
  const p = sigmoid(logits);
  const over = [...logits.shape.keys()].slice(1);
  const both = add(mul(sum(mul(p, masks), over), scalar(2)), scalar(1));
  return sub(scalar(1), div(both, add(add(sum(p, over), sum(masks, over)), scalar(1))));
}
