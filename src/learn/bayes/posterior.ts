import { exp, log } from '../../base/elementary.ts';
import { type ClassTarget, classTotals } from '../../table/target.ts';

/** The classes that occur among the training rows. */
export interface Present {
  /** Indices into `classes`. */
  readonly present: Int32Array;
  /** Weight of the rows of each of them, [present]. */
  readonly totals: Float64Array;
  /** Log of the prior probability of each of them, [present]. */
  readonly logPriors: Float64Array;
  /** For each row the place of its class in `present`, [n]. */
  readonly places: Int32Array;
}

/** @param weights of the rows, [n]. */
export function presentClasses(target: ClassTarget, weights: Float64Array, uniform: boolean): Present {
  const all = classTotals(target, weights);
  const present = Int32Array.from(all.keys()).filter((k) => all[k]! > 0);
  const totals = Float64Array.from(present, (k) => all[k]!);
  const n = totals.reduce((sum, total) => sum + total, 0);
  return {
    present,
    totals,
    logPriors: totals.map((total) => (uniform ? -log(present.length) : log(total / n))),
    places: target.codes.map((code) => present.indexOf(code)),
  };
}

/**
 * Probabilities of the classes from the log of prior × likelihood: p_k = exp(s_k − max s) / Σ exp(s − max s).
 * @param scores [present·n], class-major. @returns [n·nClasses] row-major; 0 for classes not in `present`.
 */
export function posterior(scores: Float64Array, n: number, present: Int32Array, nClasses: number): Float64Array {
  const probabilities = new Float64Array(n * nClasses);
  for (let i = 0; i < n; i++) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let q = 0; q < present.length; q++) largest = Math.max(largest, scores[q * n + i]!);
    let total = 0;
    for (let q = 0; q < present.length; q++) {
      const e = exp(scores[q * n + i]! - largest);
      probabilities[i * nClasses + present[q]!] = e;
      total += e;
    }
    for (const k of present) probabilities[i * nClasses + k]! /= total;
  }
  return probabilities;
}
