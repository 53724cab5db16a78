import { UNKNOWN } from './dna.ts';
import { GAP, MATCH, MISMATCH } from './sequence-score.ts';

export interface LocalAlignment {
  readonly score: number;
  /** Equal letters in it. */
  readonly matches: number;
}

/** Diagonals on either side of the middle one. */
export const BAND = 24;
const WIDTH = 2 * BAND + 3; // a cell beyond either edge stays at minus infinity
const NEVER = -1e9;

/**
 * The best local alignment of two sequences whose insertions and deletions stay within 24 letters of one diagonal (Smith–Waterman, a linear gap
 * cost). Of equal scores the one that goes straight on is kept, then a gap in b.
 * @param a, b codes of `encodeDna`. @param diagonal position in b less position in a. Cost 49 · length of a.
 * Source: Smith & Waterman 1981, J. Mol. Biol. 147. Checked against the whole matrix.
 */
export function bandedAlignment(a: Uint8Array, b: Uint8Array, diagonal: number): LocalAlignment {
  let score = new Int32Array(WIDTH).fill(NEVER);
  let matches = new Int32Array(WIDTH);
  let nextScore = new Int32Array(WIDTH).fill(NEVER);
  let nextMatches = new Int32Array(WIDTH);
  let best = 0;
  let bestMatches = 0;
  // Cell c of row i is the column i + diagonal + c − BAND − 1 of b.
  for (let i = 0; i < a.length; i++) {
    const shift = i + diagonal - BAND - 1;
    const letter = a[i]!;
    for (let c = 1; c < WIDTH - 1; c++) {
      const j = shift + c;
      if (j < 0 || j >= b.length) {
        nextScore[c] = NEVER;
        continue;
      }
      const equal = letter === b[j] && letter !== UNKNOWN;
      // The diagonal neighbour stands at the same c of the row before; the one above at c + 1; the one to the left at c − 1.
      const straight = Math.max(0, score[c]!);
      let value = straight + (equal ? MATCH : MISMATCH);
      let count = (score[c]! > 0 ? matches[c]! : 0) + Number(equal);
      const above = score[c + 1]! - GAP;
      if (above > value) {
        value = above;
        count = matches[c + 1]!;
      }
      const left = nextScore[c - 1]! - GAP;
      if (left > value) {
        value = left;
        count = nextMatches[c - 1]!;
      }
      nextScore[c] = value;
      nextMatches[c] = count;
      if (value > best || (value === best && count > bestMatches)) {
        best = value;
        bestMatches = count;
      }
    }
    [score, nextScore] = [nextScore, score];
    [matches, nextMatches] = [nextMatches, matches];
  }
  return { score: best, matches: bestMatches };
}
