import type { AlignmentScoring } from '../kernels/alignment-scoring.ts';

/**
 * The score alone of the best local alignment of two sequences of codes, affine gaps, on the calling thread; for many sequences at once `alignmentScores`, which is
 * many times faster. @param a, b codes as of `alignmentCodes`. Cost (length of a)·(length of b), memory 8 bytes a letter of b.
 * Source: Smith & Waterman 1981, Gotoh 1982. Checked against `alignmentScores`.
 */
export function localAlignmentScore(
  a: Uint8Array,
  b: Uint8Array,
  { letters, scores, gapOpen, gapExtend }: AlignmentScoring,
): number {
  const width = letters.length;
  const best = new Int32Array(b.length + 1);
  const down = new Int32Array(b.length + 1).fill(-(2 ** 30));
  let top = 0;
  for (let i = 0; i < a.length; i++) {
    const own = a[i]! * width;
    let [diagonal, left, across] = [0, 0, -(2 ** 30)];
    for (let j = 1; j <= b.length; j++) {
      const above = best[j]!;
      across = Math.max(across - gapExtend, left - gapOpen);
      const fall = Math.max(down[j]! - gapExtend, above - gapOpen);
      down[j] = fall;
      left = Math.max(0, diagonal + scores[own + b[j - 1]!]!, across, fall);
      best[j] = left;
      diagonal = above;
      if (left > top) top = left;
    }
  }
  return top;
}
