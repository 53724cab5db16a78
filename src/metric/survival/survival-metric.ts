import { DataError } from '../../base/errors.ts';
import type { Metric } from '../metric.ts';

/** A metric of predicted risks and survival curves. */
export type SurvivalMetric = Metric<SurvivalInput>;

/** Predictions beside the truth. No field is modified. */
export interface SurvivalInput {
  /** Time to event or censoring, > 0, [n]. */
  readonly times: Float64Array;
  /** 1 event, 0 censored, [n]. */
  readonly events: Uint8Array;
  /** Higher: an earlier event is expected, [n]. */
  readonly risks: Float64Array;
  /** Rising times at which survival is predicted, [nTimes]. */
  readonly curveTimes: Float64Array;
  /** Probability to be free of the event beyond each of them, [n, nTimes] row-major. */
  readonly survival: Float64Array;
  /** Risks are compared within a stratum only: the fold whose model gave them. Codes, [n]; default all one. */
  readonly strata?: Int32Array;
  /** Weight of each sample, ≥ 0, [n]; default 1. A sample of weight w counts as w equal samples would. */
  readonly weights?: Float64Array;
  /** From `orderSurvival`, to spare its cost when the same predictions are scored many times under other weights. */
  readonly orders?: SurvivalOrders;
}

export interface SurvivalOrders {
  /** Samples by stratum; within one, latest time first, and of equal times the censored first. [n]. */
  readonly latestFirst: Int32Array;
  /** Samples by rising time, of equal times events first. [n]. */
  readonly byTime: Int32Array;
  /** Place of each risk among the distinct risks, from 1, [n]; and how many those are. */
  readonly riskRanks: Int32Array;
  readonly nRisks: number;
}

/** @throws {DataError} a risk that is NaN. Cost O(n log n). */
export function orderSurvival({
  times,
  events,
  risks,
  strata,
}: Pick<SurvivalInput, 'times' | 'events' | 'risks' | 'strata'>): SurvivalOrders {
  const n = times.length;
  const bad = risks.findIndex((risk) => Number.isNaN(risk));
  if (bad >= 0) throw new DataError({ where: 'metric', problem: `risks must be numbers, got NaN for sample ${bad}` });
  const samples = () => Int32Array.from({ length: n }, (_, i) => i);
  const byRisk = samples().sort((a, b) => risks[a]! - risks[b]!);
  const riskRanks = new Int32Array(n);
  let nRisks = 0;
  byRisk.forEach((i, at) => {
    if (at === 0 || risks[i] !== risks[byRisk[at - 1]!]) nRisks++;
    riskRanks[i] = nRisks;
  });
  const stratum = (i: number) => (strata ? strata[i]! : 0);
  return {
    latestFirst: samples().sort(
      (a, b) => stratum(a) - stratum(b) || times[b]! - times[a]! || events[a]! - events[b]! || a - b,
    ),
    byTime: samples().sort((a, b) => times[a]! - times[b]! || events[b]! - events[a]! || a - b),
    riskRanks,
    nRisks,
  };
}

/**
 * Probability to be still uncensored, by the Kaplan–Meier estimate of the censoring among the scored samples: of equal times the events
 * come first. `before[i]` is G(tᵢ−) at the time of each sample; `at(t)` is G(t). Source: Graf et al. 1999, Stat Med 18, §3.
 */
export function censoring({ times, events, weights }: SurvivalInput, { byTime }: SurvivalOrders) {
  const n = times.length;
  let atRisk = 0;
  for (let i = 0; i < n; i++) atRisk += weights ? weights[i]! : 1;
  const before = new Float64Array(n);
  const steps: number[] = [];
  const values: number[] = [];
  let g = 1;
  for (let from = 0; from < n; ) {
    const time = times[byTime[from]!]!;
    let events1 = 0;
    let censored = 0;
    let to = from;
    for (; to < n && times[byTime[to]!] === time; to++) {
      const i = byTime[to]!;
      const w = weights ? weights[i]! : 1;
      if (events[i] === 1) events1 += w;
      else censored += w;
      before[i] = g;
    }
    if (censored > 0) {
      g *= Math.max(0, 1 - censored / (atRisk - events1));
      steps.push(time);
      values.push(g);
    }
    atRisk -= events1 + censored;
    from = to;
  }
  const at = (t: number) => {
    let value = 1;
    for (let s = 0; s < steps.length && steps[s]! <= t; s++) value = values[s]!;
    return value;
  };
  return { before, at };
}
