import { abs } from '../ops/abs.ts';
import { clip } from '../ops/clip.ts';
import { mul } from '../ops/mul.ts';
import { sub } from '../ops/sub.ts';
import { scalar, type Tensor } from '../tensor.ts';

/**
 * ½e² for an error |e| ≤ δ, δ(|e| − ½δ) beyond: outliers pull with a constant force. @returns [n].
 * Written as c·(|e| − ½c) with c = min(|e|, δ). Source: Huber 1964, Ann Math Stat 35, 73.
 */
export function huber(prediction: Tensor, truth: Tensor, delta: number): Tensor {
  const error = abs(sub(prediction, truth));
  const held = clip(error, 0, delta);
  return mul(held, sub(error, mul(held, scalar(0.5))));
}
