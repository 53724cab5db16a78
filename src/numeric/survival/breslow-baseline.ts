import { exp } from '../../base/elementary.ts';
import { ShapeError } from '../../base/errors.ts';
import type { BaselineHazard } from '../../table/hazard-curves.ts';
import { orderByTime } from './order-by-time.ts';

/**
 * Breslow's estimate of the cumulative hazard of somebody whose linear predictor is 0:
 * H₀(t) = Σ_{event times s ≤ t} d(s) / Σ_{j: tⱼ ≥ s} wⱼ·exp(ηⱼ), with d(s) the weight of the events at s.
 * @param times [n], finite. @param events [n], 0 or 1. @param linearPredictor η, [n], a log hazard ratio; within ±700, or the sums leave
 * the range of doubles. @param weights [n], ≥ 0; 1 each when absent. None is modified.
 * @returns empty arrays when there is no event. @throws {ShapeError} lengths that differ.
 * Cost O(n log n). Source: Breslow 1972, in the discussion of Cox, J. R. Stat. Soc. B 34, 216–217. Checked against R survival 3.5
 * `basehaz(coxph(ties = "breslow"), centered = FALSE)`.
 */
export function breslowBaseline(
  times: Float64Array,
  events: Uint8Array,
  linearPredictor: Float64Array,
  weights?: Float64Array,
): BaselineHazard {
  const n = times.length;
  for (const given of [events, linearPredictor, weights ?? times]) {
    if (given.length !== n) {
      throw new ShapeError({
        where: 'breslowBaseline',
        problem: `all arrays must have length ${n}, got ${given.length}`,
      });
    }
  }
  const order = orderByTime(times);
  const eventTimes: number[] = [];
  const steps: number[] = [];
  let atRisk = 0;
  for (let last = n - 1; last >= 0; ) {
    const time = times[order[last]!]!;
    let deaths = 0;
    for (; last >= 0 && times[order[last]!] === time; last--) {
      const i = order[last]!;
      const weight = weights ? weights[i]! : 1;
      atRisk += weight * exp(linearPredictor[i]!);
      if (events[i]) deaths += weight;
    }
    if (deaths > 0) {
      eventTimes.push(time);
      steps.push(deaths / atRisk);
    }
  }
  let sum = 0;
  return {
    times: Float64Array.from(eventTimes.reverse()),
    cumulativeHazard: Float64Array.from(steps.reverse(), (step) => (sum += step)),
  };
}
