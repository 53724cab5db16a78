import { exp, log } from '../../base/elementary.ts';
import type { ClassTarget } from '../../table/target.ts';
import { classCounts } from '../../table/target.ts';

/** The classes that occur among the training rows. */
export interface Present {
  /** Indices into `classes`. */
  readonly present: Int32Array;
  /** Rows of each of them, [present]. */
  readonly counts: Float64Array;
  /** Log of the prior probability of each of them, [present]. */
  readonly logPriors: Float64Array;
  /** For each row the place of its class in `present`, [n]. */
  readonly places: Int32Array;
}

export function presentClasses(target: ClassTarget, uniform: boolean): Present {
  const all = classCounts(target);
  const present = Int32Array.from(all.keys()).filter((k) => all[k]! > 0);
  const counts = Float64Array.from(present, (k) => all[k]!);
  const n = target.codes.length;
  return {
    present,
    counts,
    logPriors: counts.map((count) => (uniform ? -log(present.length) : log(count / n))),
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
