import { add } from '../ops/add.ts';
import { cast } from '../ops/cast.ts';
import { greater } from '../ops/greater.ts';
import { mul } from '../ops/mul.ts';
import { oneHot } from '../ops/one-hot.ts';
import { reshape } from '../ops/reshape.ts';
import { softplus } from '../ops/softplus.ts';
import { sub } from '../ops/sub.ts';
import { sum } from '../ops/sum.ts';
import { constant, type Tensor } from '../tensor.ts';

/** The time axis in intervals: interval k goes from the end before it (0 for the first) to its own, that included. */
export interface Intervals {
  /** Rising, [k]; the last is the longest time. */
  readonly ends: Float64Array;
  /** For each sample the number of intervals that it is known to have lived through: an event at t falls into interval codes[i]. [n] */
  readonly codes: Int32Array;
}

/**
 * Cuts the time axis at quantiles of the event times, so that every interval has about as many events. Somebody censored within an interval has lived
 * through it when at least half of it was seen. @param most intervals, fewer where event times are few. Cost O(n log n).
 * Source: Gensheimer & Narasimhan 2019, PeerJ 7:e6257.
 */
export function intervalsOf(times: Float64Array, events: Uint8Array, most: number): Intervals {
  const died = times.filter((_, i) => events[i] === 1).sort();
  const longest = times.reduce((a, b) => Math.max(a, b), 0);
  const count = Math.max(1, Math.min(most, died.length));
  const cuts = Array.from({ length: count - 1 }, (_, k) => died[Math.floor(((k + 1) * died.length) / count)]!);
  const ends = Float64Array.from(new Set([...cuts, longest])).sort();
  const codes = Int32Array.from(times, (time, i) => {
    const k = ends.findIndex((end) => time <= end);
    if (events[i]) return k;
    const start = k > 0 ? ends[k - 1]! : 0;
    return time >= (start + ends[k]!) / 2 ? k + 1 : k;
  });
  return { ends, codes };
}

/**
 * Negative log-likelihood of each sample when every interval has a chance σ(h) of the event: Σ_{k < c} log(1 + e^{hₖ}), and log(1 + e^{−h_c}) more where
 * the event was seen, c being the intervals lived through. @param hazards logits, [n, intervals]. @param codes int64 [n]. @param events float32 [n].
 * @returns [n]. Source: Gensheimer & Narasimhan 2019, eq. 2.
 */
export function discreteTimeSurvival(hazards: Tensor, codes: Tensor, events: Tensor): Tensor {
  const [n, intervals] = hazards.shape;
  const count = intervals as number;
  const place = constant(
    BigInt64Array.from({ length: count }, (_, k) => BigInt(k)),
    [1, count],
  );
  const lived = cast(greater(reshape(codes, [n!, 1]), place), 'float32');
  const died = mul(oneHot(codes, count), reshape(events, [n!, 1]));
  // log(1 + e^−h) = log(1 + e^h) − h.
  const rises = softplus(hazards);
  return sum(sub(mul(add(lived, died), rises), mul(died, hazards)), [1]);
}
