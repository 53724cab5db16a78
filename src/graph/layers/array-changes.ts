import { add } from '../ops/add.ts';
import { cast } from '../ops/cast.ts';
import { flip } from '../ops/flip.ts';
import { gather } from '../ops/gather.ts';
import { greater } from '../ops/greater.ts';
import { mul } from '../ops/mul.ts';
import { pad } from '../ops/slice.ts';
import { where } from '../ops/where.ts';
import { knownSizes } from '../shape.ts';
import { integers, scalar, type Tensor } from '../tensor.ts';
import type { Scope } from './scope.ts';

/** Changes of pictures, traces and films that keep what they mean; made anew for every step of training, never when predicting. */
export interface ArrayChanges {
  /** Axes (from 2 on) along which each sample is turned round half of the time: left and right of a skin lesion, not of a heart. */
  readonly flips?: readonly number[];
  /** Most places that a batch is moved along each axis from 2 on, to either side; what comes in is 0. Default 0. */
  readonly shift?: number;
  /** Standard deviation of noise added to every value. Default 0. */
  readonly noise?: number;
  /** Standard deviation of a factor about 1 for each channel: brightness of a colour, gain of a lead. Default 0. */
  readonly gain?: number;
  /** Share of the channels that are set to 0: leads that came off. Default 0. */
  readonly channelDrop?: number;
}

/** A batch changed at random, [n, channels, ...sizes]. */
export function changedArray(
  scope: Scope,
  x: Tensor,
  { flips = [], shift = 0, noise = 0, gain = 0, channelDrop = 0 }: ArrayChanges,
): Tensor {
  if (!scope.training) return x;
  const sizes = knownSizes(x.shape, scope.nameOf('array'));
  const [n, channels] = sizes as [number, number];
  const ones = sizes.slice(2).map(() => 1);
  const each = [n, channels, ...ones];
  let y = x;
  for (const axis of flips) {
    y = where(greater(scope.noise('uniform', [n, 1, ...ones]), scalar(0.5)), flip(y, axis), y);
  }
  if (shift > 0) {
    for (const axis of sizes.keys()) {
      if (axis < 2) continue;
      const by = cast(mul(scope.noise('uniform', [1]), scalar(2 * shift + 1)), 'int64');
      const places = integers(Array.from({ length: sizes[axis]! }, (_, i) => i));
      y = gather(pad(y, { [axis]: [shift, shift] }), add(places, by), axis);
    }
  }
  if (gain > 0) y = mul(y, add(mul(scope.noise('normal', each), scalar(gain)), scalar(1)));
  if (noise > 0) y = add(y, mul(scope.noise('normal', sizes), scalar(noise)));
  if (channelDrop > 0) y = mul(y, cast(greater(scope.noise('uniform', each), scalar(channelDrop)), 'float32'));
  return y;
}
