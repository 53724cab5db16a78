import { exp } from '../../base/elementary.ts';
import { DataError, ShapeError } from '../../base/errors.ts';
import { checkObservations, type ObservationOptions } from './risk-table.ts';

export type Ties = 'efron' | 'breslow';

/** What a Cox regression looks at. Nothing in it is modified. */
export interface CoxData extends ObservationOptions {
  /** [p] columns of length n, finite, float32 or float64. */
  readonly columns: readonly ArrayLike<number>[];
  /** [n], finite. */
  readonly times: Float64Array;
  /** [n], 0 or 1. */
  readonly events: Uint8Array;
  /** [n] codes: each stratum has a baseline hazard of its own. */
  readonly strata?: Int32Array | undefined;
}

/** The data in the order in which risk sets grow, its columns on one scale. */
export interface CoxProblem {
  readonly nColumns: number;
  /** Columns minus `means`, divided by `scales`; [n·p] row-major. */
  readonly Z: Float64Array;
  /** Weighted mean and standard deviation of each column, [p]; the scale of a constant column is 1. */
  readonly means: Float64Array;
  readonly scales: Float64Array;
  readonly data: CoxData;
  readonly strata: readonly {
    readonly code: number;
    /** Samples of positive weight by descending time, and the same by descending entry (empty without entries). */
    readonly rows: Int32Array;
    readonly byEntry: Int32Array;
  }[];
}

/**
 * @throws {ShapeError} lengths that differ. @throws {DataError} no column, no event among samples of positive weight, values or times that
 * are not finite, an entry not before its time, a negative weight.
 */
export function coxProblem(data: CoxData): CoxProblem {
  const { columns, times, events, weights, entry, strata: codes } = data;
  const where = 'coxRegression';
  checkObservations(times, events, data, where);
  const n = times.length;
  const p = columns.length;
  if (p === 0) throw new DataError({ where, problem: 'needs at least one column, got none' });
  for (const given of codes ? [...columns, codes] : columns) {
    if (given.length !== n)
      throw new ShapeError({ where, problem: `columns and strata must have length ${n}, got ${given.length}` });
  }
  const kept = Int32Array.from(times.keys()).filter((i) => !weights || weights[i]! > 0);
  if (!kept.some((i) => events[i])) throw new DataError({ where, problem: 'needs an event, got none' });
  const means = new Float64Array(p);
  const scales = new Float64Array(p);
  const Z = new Float64Array(n * p);
  const weightOf = (i: number) => (weights ? weights[i]! : 1);
  const total = kept.reduce((sum, i) => sum + weightOf(i), 0);
  for (let j = 0; j < p; j++) {
    const x = columns[j]!;
    for (const i of kept) means[j]! += (weightOf(i) * x[i]!) / total;
    let variance = 0;
    for (const i of kept) variance += (weightOf(i) * square(x[i]! - means[j]!)) / total;
    if (!Number.isFinite(variance))
      throw new DataError({ where, problem: `column ${j} has values that are not finite` });
    // A constant column's deviations are rounding noise: they must not be blown up to unit size.
    const constant = variance <= square(1e-12 * means[j]!);
    scales[j] = constant ? 1 : Math.sqrt(variance);
    for (let i = 0; i < n; i++) Z[i * p + j] = constant ? 0 : (x[i]! - means[j]!) / scales[j]!;
  }
  const descending = (rows: Int32Array, by: Float64Array) => rows.slice().sort((a, b) => by[b]! - by[a]! || a - b);
  const strata = [...new Set(codes ? kept.map((i) => codes[i]!).sort() : [0])].map((code) => {
    const rows = codes ? kept.filter((i) => codes[i] === code) : kept;
    return { code, rows: descending(rows, times), byEntry: entry ? descending(rows, entry) : new Int32Array() };
  });
  return { nColumns: p, Z, means, scales, data, strata };
}

/** Not `** 2`, whose last bit is the engine's own. */
const square = (v: number) => v * v;

/** Σ w·r, Σ w·r·z and Σ w·r·z·zᵀ (lower triangle) over some samples, with r = exp(η − shift). */
export interface Moments {
  zeroth: number;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** The events of one stratum at one time, and those at risk then. Reused from visit to visit. */
export interface RiskSet {
  stratum: number;
  time: number;
  /** Samples with an event. */
  dead: number[];
  /** Σ w over them. */
  deadWeight: number;
  /** η is lowered by this before the exponential: it follows the largest η of those at risk, however far η reaches over all samples. */
  shift: number;
  readonly all: Moments;
  readonly ofDead: Moments;
}

/** How far η may rise above the shift before the shift follows: exp(30) leaves doubles all their digits. */
const ROOM = 30;

/** η = Zβ, [n]. */
export function linearPredictor({ Z, nColumns, data }: CoxProblem, beta: Float64Array): Float64Array {
  return Float64Array.from(data.times, (_, i) => {
    let sum = 0;
    for (let j = 0; j < nColumns; j++) sum += Z[i * nColumns + j]! * beta[j]!;
    return sum;
  });
}

/**
 * Calls `visit` at every distinct event time of every stratum, latest first, with the moments of the risk set. Cost O(n·p²) with second
 * moments, O(n·p) with first, O(n) without.
 */
export function walkRiskSets(
  problem: CoxProblem,
  eta: Float64Array,
  order: 0 | 1 | 2,
  visit: (set: RiskSet) => void,
): void {
  const { nColumns: p, Z, data, strata } = problem;
  const { times, events, weights, entry } = data;
  const none = (): Moments => ({ zeroth: 0, first: new Float64Array(p), second: new Float64Array(p * p) });
  const add = (to: Moments, i: number, amount: number) => {
    to.zeroth += amount;
    if (order === 0) return;
    const { first, second } = to;
    for (let a = 0, row = i * p; a < p; a++) {
      const scaled = amount * Z[row + a]!;
      first[a]! += scaled;
      if (order === 2) for (let b = 0, at = a * p; b <= a; b++) second[at + b]! += scaled * Z[row + b]!;
    }
  };
  const clear = (moments: Moments) => {
    moments.zeroth = 0;
    moments.first.fill(0);
    moments.second.fill(0);
  };
  const scale = (moments: Moments, factor: number) => {
    moments.zeroth *= factor;
    for (let a = 0; a < p; a++) moments.first[a]! *= factor;
    if (order === 2) for (let at = 0; at < p * p; at++) moments.second[at]! *= factor;
  };
  strata.forEach(({ rows, byEntry }, stratum) => {
    const shift = eta[rows[0]!]!;
    const set: RiskSet = { stratum, time: 0, dead: [], deadWeight: 0, shift, all: none(), ofDead: none() };
    const amountOf = (i: number) => (weights ? weights[i]! : 1) * exp(eta[i]! - set.shift);
    let leaving = 0;
    for (let at = 0; at < rows.length; ) {
      const time = times[rows[at]!]!;
      for (; leaving < byEntry.length && entry![byEntry[leaving]!]! >= time; leaving++) {
        add(set.all, byEntry[leaving]!, -amountOf(byEntry[leaving]!));
      }
      if (entry && leaving === at) clear(set.all); // nobody is left: nor should rounding be
      set.time = time;
      set.dead = [];
      set.deadWeight = 0;
      clear(set.ofDead);
      for (; at < rows.length && times[rows[at]!] === time; at++) {
        const i = rows[at]!;
        if (eta[i]! > set.shift + ROOM) {
          const factor = exp(set.shift - eta[i]!);
          scale(set.all, factor);
          scale(set.ofDead, factor);
          set.shift = eta[i]!;
        }
        add(set.all, i, amountOf(i));
        if (!events[i]) continue;
        add(set.ofDead, i, amountOf(i));
        set.dead.push(i);
        set.deadWeight += weights ? weights[i]! : 1;
      }
      if (set.dead.length > 0) visit(set);
    }
  });
}

/**
 * The terms of the likelihood at one event time: for each, the share of the dead that no longer counts as being at risk, and the weight
 * of the term. Breslow: one term, all at risk. Efron: as many terms as dead, and the k-th sees k/d of them gone.
 */
export function tieTerms(set: RiskSet, ties: Ties): { readonly gone: number; readonly weight: number }[] {
  const d = ties === 'efron' ? set.dead.length : 1;
  return Array.from({ length: d }, (_, k) => ({ gone: k / d, weight: set.deadWeight / d }));
}
