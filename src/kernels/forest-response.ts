import type { Scope } from './scope.ts';

/** What the trees of a forest are to tell apart. */
export type ForestResponse = (ClassResponse | ValueResponse | TimeResponse) & {
  /** Of each row, > 0, [n]: every draw of it counts this much. Least samples of a leaf or split are counted without. Default 1 each. */
  readonly weights?: Float64Array;
};

export interface ClassResponse {
  readonly kind: 'classes';
  /** Class of each row, [n], in 0 … nClasses − 1. */
  readonly codes: Int32Array;
  readonly nClasses: number;
}

export interface ValueResponse {
  readonly kind: 'values';
  /** [n], finite. */
  readonly values: Float64Array;
}

export interface TimeResponse {
  readonly kind: 'times';
  /** [n], > 0. */
  readonly times: Float64Array;
  /** 1 for a death at that time, 0 for the end of observation, [n]. At least one death. */
  readonly events: Uint8Array;
}

/** The different times of death, ascending. */
export function deathTimes({ times, events }: TimeResponse): Float64Array {
  return Float64Array.from(new Set(times.filter((_, i) => events[i] === 1))).sort();
}

/** For each row the number of death times that are not after its time, [n]: all that log-rank and Nelson–Aalen need of the times. */
export function timeRanks({ times }: TimeResponse, deaths: Float64Array): Int32Array {
  return Int32Array.from(times, (time) => {
    let low = 0;
    let high = deaths.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (deaths[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

/** Weight of the rows at risk at each death time, [deaths]: those with a time that is not before it. */
export function atRiskWeights(ranks: Int32Array, nDeathTimes: number, weights?: Float64Array): Float64Array {
  const counts = new Float64Array(nDeathTimes);
  ranks.forEach((rank, i) => {
    if (rank > 0) counts[rank - 1]! += weights?.[i] ?? 1;
  });
  for (let k = nDeathTimes - 2; k >= 0; k--) counts[k]! += counts[k + 1]!;
  return counts;
}

/** A response in kernel memory, as `growTrees` takes it. */
export interface PlacedResponse {
  readonly task: number;
  readonly nClasses: number;
  readonly codesAt: number;
  readonly scaleAt: number;
  readonly orderAt: number;
  readonly weightsAt: number;
  /** All weights are 1. */
  readonly unitWeights: boolean;
  /** Numbers in the leaves of a tree with one row in each, per row. */
  readonly leafNumbers: number;
}

export function placeResponse(scope: Scope, response: ForestResponse): PlacedResponse {
  const { weights } = response;
  const unitWeights = !weights?.some((weight) => weight !== 1);
  const weightsAt = unitWeights ? 0 : scope.allocate(8 * weights!.length);
  if (!unitWeights) scope.f64(weightsAt, weights!.length).set(weights!);
  const none = { nClasses: 0, codesAt: 0, scaleAt: 0, orderAt: 0, weightsAt, unitWeights };
  if (response.kind === 'classes') {
    const { codes, nClasses } = response;
    const codesAt = scope.allocate(4 * codes.length);
    scope.i32(codesAt, codes.length).set(codes);
    return { ...none, task: 0, nClasses, codesAt, leafNumbers: nClasses };
  }
  if (response.kind === 'values') {
    const n = response.values.length;
    const scaleAt = scope.allocate(8 * n);
    scope.f64(scaleAt, n).set(response.values);
    return { ...none, task: 1, scaleAt, leafNumbers: 1 };
  }
  const n = response.times.length;
  const ranks = timeRanks(response, deathTimes(response));
  const codesAt = scope.allocate(4 * n);
  scope.i32(codesAt, n).set(ranks);
  const scaleAt = scope.allocate(n);
  scope.u8(scaleAt, n).set(response.events);
  const orderAt = scope.allocate(4 * n);
  const order = scope.u32(orderAt, n);
  for (let i = 0; i < n; i++) order[i] = i;
  order.sort((a, b) => ranks[a]! - ranks[b]! || a - b);
  return { ...none, task: 2, codesAt, scaleAt, orderAt, leafNumbers: 3 };
}
