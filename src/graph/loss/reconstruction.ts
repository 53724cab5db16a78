import { mean } from '../ops/mean.ts';
import type { Tensor } from '../tensor.ts';
import { squared } from './squared.ts';

/** Mean squared difference between a sample and what was made of it, over all axes but the first. @returns [n]. */
export function reconstruction(made: Tensor, x: Tensor): Tensor {
  return mean(squared(made, x), [...x.shape.keys()].slice(1));
}
