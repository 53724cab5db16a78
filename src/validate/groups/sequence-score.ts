import { exp, log } from '../../base/elementary.ts';
import { UNKNOWN } from './dna.ts';

/**
 * Scores of blastn for distant relatives: best at about 65 % identity. A gap costs GAP a letter: from 12 on the best alignment of two strangers
 * grows with the logarithm of their length, as λ below supposes; at 8 it grows with the length itself.
 */
export const MATCH = 5;
export const MISMATCH = -4;
export const GAP = 16;

/** The constant K of the extreme-value distribution for these scores and equal letters (blastn's table); it moves little with composition. */
const K = 0.17;
/** Below this λ a composition is so one-sided that scores say nothing. */
const LEAST_LAMBDA = 0.02;

export interface ScoreLaw {
  /** λ: log-odds of one point of score. */
  readonly lambda: number;
  /** The score that chance reaches `expected` times among all pairs on both strands. */
  scoreFor(expected: number): number;
}

/**
 * How high local alignment scores rise by chance between sequences of these letters: E = K·T²·e^(−λS) for T letters in all, both
 * strands. λ solves Σ pₐp_b e^(λ s(a, b)) = 1. Source: Karlin & Altschul 1990, PNAS 87.
 */
export function scoreLaw(sequences: readonly Uint8Array[]): ScoreLaw {
  const counts = new Float64Array(4);
  let letters = 0;
  for (const sequence of sequences) {
    letters += sequence.length;
    for (const code of sequence) if (code !== UNKNOWN) counts[code]!++;
  }
  const known = counts.reduce((a, b) => a + b, 0);
  // Either strand may be compared with either: complementary letters are as frequent as each other.
  const both = counts.map((count, code) => (count + counts[3 - code]!) / (2 * Math.max(known, 1)));
  const match = both.reduce((sum, share) => sum + share * share, 0);
  const lambda = solveLambda(match);
  return {
    lambda,
    scoreFor: (expected) => Math.max(0, log((K * Math.max(letters, 1) * letters) / expected) / lambda),
  };
}

/** @param match chance that two letters are equal. */
function solveLambda(match: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (match * exp(MATCH * middle) + (1 - match) * exp(MISMATCH * middle) > 1) high = middle;
    else low = middle;
  }
  return Math.max(LEAST_LAMBDA, low);
}
