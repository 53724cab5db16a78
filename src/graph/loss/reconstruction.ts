import { clip } from '../ops/clip.ts';
import { div } from '../ops/div.ts';
import { mean } from '../ops/mean.ts';
import { mul } from '../ops/mul.ts';
import { sum } from '../ops/sum.ts';
import type { Tensor } from '../tensor.ts';
import { squared } from './squared.ts';

/**
 * Mean squared difference between a sample and what was made of it, over all axes but the first. @param mask 1 where a value counts, 0 where it does not (it
 * was missing, or it was shown): the mean is over the others, 0 where none is left; of the shape of x. @returns [n].
 */
export function reconstruction(made: Tensor, x: Tensor, mask?: Tensor): Tensor {
  const over = [...x.shape.keys()].slice(1);
  const apart = squared(made, x);
  return mask ? div(sum(mul(apart, mask), over), clip(sum(mask, over), 1, 3e38)) : mean(apart, over);
}
