import { exp, log } from '../../base/elementary.ts';
import { DataError, ShapeError } from '../../base/errors.ts';

/** Probabilities that models gave to rows which they were not fitted on, beside the truth. Nothing in it is modified. */
export interface CalibrationData {
  /** [n, nClasses] row-major, 0 … 1; rows sum to 1. */
  readonly probabilities: Float64Array;
  readonly nClasses: number;
  /** Class of each row, 0 … nClasses − 1, [n]. */
  readonly truth: Int32Array;
  /** [n], ≥ 0; 1 each when absent. A row of weight w counts as w equal rows would. */
  readonly weights?: Float64Array | undefined;
}

/** A fitted calibration: plain numbers and arrays, to be written to a file. */
export interface CalibrationState {
  readonly method: string;
}

/** A map from probabilities to probabilities that is learned from rows the model did not see. */
export interface Calibrator<State extends CalibrationState, Options = undefined> {
  readonly method: State['method'];
  /** One sentence for a reader of the report. */
  readonly doc: string;
  /** @throws {ShapeError} lengths that disagree. @throws {DataError} no row of weight, probabilities that are not finite. */
  fit(data: CalibrationData, options?: Options): State;
  /** @param probabilities [n, nClasses] row-major, of the classes it was fitted on; not modified. @returns the same shape; rows sum to 1. */
  apply(state: State, probabilities: Float64Array): Float64Array;
}

/**
 * What a probability of 0 counts as where a logarithm is taken: half of the smallest that is not 0. That no tree of 500 voted for a class says that
 * its share is below 1/500, not that it is none; where there are smaller probabilities, 0 stays below them.
 */
export function leastProbability({ probabilities, nClasses, weights }: CalibrationData): number {
  let least = 1;
  probabilities.forEach((p, at) => {
    if (p > 0 && p < least && (!weights || weights[Math.floor(at / nClasses)]! > 0)) least = p;
  });
  return Math.max(1e-300, least / 2);
}

/** ln p of each class, [nClasses] columns of [n]; no p counts less than `least`. */
export function logProbabilities(probabilities: Float64Array, nClasses: number, least: number): Float64Array[] {
  const n = probabilities.length / nClasses;
  return Array.from({ length: nClasses }, (_, k) =>
    Float64Array.from({ length: n }, (_, i) => log(Math.max(least, probabilities[i * nClasses + k]!))),
  );
}

/** ln(p / (1 − p)) of one class, [n], 1 − p as the sum of the others: exact where p is so near 1 that 1 − p would be 0. As `logProbabilities`. */
export function logOdds(probabilities: Float64Array, nClasses: number, least: number, k: number): Float64Array {
  const n = probabilities.length / nClasses;
  return Float64Array.from({ length: n }, (_, i) => {
    let others = 0;
    for (let l = 0; l < nClasses; l++) if (l !== k) others += probabilities[i * nClasses + l]!;
    return log(Math.max(least, probabilities[i * nClasses + k]!)) - log(Math.max(least, others));
  });
}

/** exp(score) over the sum of the row, in place. @param scores [n, nClasses] row-major. */
export function softmaxRows(scores: Float64Array, nClasses: number): Float64Array {
  for (let row = 0; row < scores.length; row += nClasses) {
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < nClasses; k++) top = Math.max(top, scores[row + k]!);
    for (let k = 0; k < nClasses; k++) scores[row + k] = exp(scores[row + k]! - top);
  }
  return normaliseRows(scores, nClasses);
}

/** Rows divided by their sums, in place; a row of zeros becomes even. */
export function normaliseRows(shares: Float64Array, nClasses: number): Float64Array {
  for (let row = 0; row < shares.length; row += nClasses) {
    let total = 0;
    for (let k = 0; k < nClasses; k++) total += shares[row + k]!;
    for (let k = 0; k < nClasses; k++) shares[row + k] = total > 0 ? shares[row + k]! / total : 1 / nClasses;
  }
  return shares;
}

/** The classes that have a map of their own against the rest: of two, the second. */
export function modelledClasses(nClasses: number): number[] {
  return nClasses === 2 ? [1] : Array.from({ length: nClasses }, (_, k) => k);
}

/** @throws as `Calibrator.fit`. */
export function checkCalibrationData({ probabilities, nClasses, truth, weights }: CalibrationData): void {
  const where = 'calibration';
  if (nClasses < 2) throw new DataError({ where, problem: `needs at least 2 classes, got ${nClasses}` });
  if (probabilities.length !== truth.length * nClasses) {
    const problem = `probabilities must be ${truth.length} × ${nClasses}, got ${probabilities.length} numbers`;
    throw new ShapeError({ where, problem });
  }
  if (weights && weights.length !== truth.length) {
    throw new ShapeError({ where, problem: `weights must have length ${truth.length}, got ${weights.length}` });
  }
  if (!probabilities.every(Number.isFinite)) throw new DataError({ where, problem: 'probabilities must be finite' });
  if (!(weights ? weights.some((w) => w > 0) : truth.length > 0)) {
    throw new DataError({ where, problem: 'needs at least one row of positive weight, got none' });
  }
}
