import { add } from '../ops/add.ts';
import { cast } from '../ops/cast.ts';
import { clip } from '../ops/clip.ts';
import { cumulativeSum } from '../ops/cumulative-sum.ts';
import { div } from '../ops/div.ts';
import { equal } from '../ops/equal.ts';
import { exp } from '../ops/exp.ts';
import { greater } from '../ops/greater.ts';
import { log } from '../ops/log.ts';
import { max } from '../ops/max.ts';
import { mul } from '../ops/mul.ts';
import { reshape } from '../ops/reshape.ts';
import { sub } from '../ops/sub.ts';
import { sum } from '../ops/sum.ts';
import type { Dim } from '../shape.ts';
import { scalar, stopGradient, type Tensor } from '../tensor.ts';

export interface CoxBatch {
  /** Log hazard ratios, [n]. */
  readonly risks: Tensor;
  /** [n], float32. */
  readonly times: Tensor;
  /** 1: the event was seen, 0: censored; [n], float32. */
  readonly events: Tensor;
  /** What each sample counts for, [n], ≥ 0; of weight 0: it takes no part. */
  readonly weights: Tensor;
  /** Samples are compared within a stratum only, [n], float32 codes. Absent: one stratum. */
  readonly strata?: Tensor;
}

/**
 * Negative log partial likelihood of a batch, per event: −Σ_{i: event} wᵢ(ηᵢ − log Σ_{j: tⱼ ≥ tᵢ} wⱼe^{ηⱼ}) / Σ_{i: event} wᵢ. Risk sets are those of the
 * batch. With `efron`, of d events at one time the l-th sees the risk set less the share l/d of the events there (weights: their mean), as R `coxph`.
 * A batch without events gives 0. @returns []. Cost O(n²), in matrices [n, n].
 * Source: Cox 1972; Efron 1977, JASA 72, 557. Checked against R survival's log partial likelihood, and by finite differences.
 */
export function coxPartialLikelihood(
  { risks, times, events, weights, strata }: CoxBatch,
  ties: 'breslow' | 'efron' = 'breslow',
): Tensor {
  const n = risks.shape[0]!;
  const down = (one: Tensor) => reshape(one, [n, 1]);
  const across = (one: Tensor) => reshape(one, [1, n]);
  const is = (one: Tensor) => cast(one, 'float32');
  const same = strata ? is(equal(down(strata), across(strata))) : undefined;
  const within = (pairs: Tensor) => (same ? mul(pairs, same) : pairs);
  const notEarlier = sub(scalar(1), is(greater(down(times), across(times))));
  // Row i: those who count and are still there when i's time comes.
  const atRisk = mul(within(notEarlier), across(is(greater(weights, scalar(0)))));
  const tied = within(is(equal(down(times), across(times))));
  // Hazard ratios relative to the largest of each risk set: none overflows, and a set of low risks alone does not vanish.
  const masked = add(across(risks), mul(sub(atRisk, scalar(1)), scalar(FAR)));
  const largest = stopGradient(max(masked, [1], { keep: true }));
  const hazard = mul(exp(sub(masked, largest)), across(weights));
  const weightOfEvents = mul(weights, events);
  const there = sum(hazard, [1]);
  const leaving = ties === 'efron' ? efronShare(tied, mul(hazard, across(events)), weightOfEvents, n) : undefined;
  const set = leaving ? sub(there, leaving.hazard) : there;
  const each = leaving?.weights ?? weightOfEvents;
  // Samples that are no events have no share; their set may be empty where weights are 0.
  const logged = add(log(clip(set, TINY, HUGE)), reshape(largest, [n]));
  const total = sum(sub(mul(weightOfEvents, risks), mul(each, logged)));
  return div(sub(scalar(0), total), clip(sum(weightOfEvents), TINY, HUGE));
}

/** Takes a sample out of a sum of exponentials. */
const FAR = 1e9;
const TINY = 1e-30;
const HUGE = 3e38;

/**
 * What Efron takes off the risk set of each event: the events at one time are put in the order of the batch, and the l-th of d of them (from 0) sees
 * l/d of their hazards less; each counts for the mean weight of them.
 */
function efronShare(
  tied: Tensor,
  hazardOfEvents: Tensor,
  weightOfEvents: Tensor,
  n: Dim,
): { hazard: Tensor; weights: Tensor } {
  const isEvent = cast(greater(weightOfEvents, scalar(0)), 'float32');
  const events = mul(tied, reshape(isEvent, [1, n]));
  const d = clip(sum(events, [1]), 1, HUGE);
  // How many events of the same time stand before i in the batch; places are counted, since n may not be known.
  const place = cumulativeSum(add(mul(isEvent, scalar(0)), scalar(1)), 0);
  const after = cast(greater(reshape(place, [n, 1]), reshape(place, [1, n])), 'float32');
  const before = sum(mul(events, after), [1]);
  const share = div(before, d);
  const meanWeight = div(sum(mul(events, reshape(weightOfEvents, [1, n])), [1]), d);
  return {
    hazard: mul(share, sum(mul(tied, hazardOfEvents), [1])),
    weights: mul(meanWeight, isEvent),
  };
}
