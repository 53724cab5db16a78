import { UnsupportedError } from '../base/errors.ts';
import { type AlignmentScoring, alignmentCodes, alignmentScoring } from '../kernels/alignment-scoring.ts';

export interface AlignmentOptions {
  /** `global`: both sequences from end to end (Needleman & Wunsch); `local`: the best stretch of each (Smith & Waterman). Default `local`. */
  readonly mode?: 'local' | 'global';
  /** Default that of DNA. */
  readonly scoring?: AlignmentScoring;
}

export interface Alignment {
  readonly score: number;
  /** The parts aligned, one above the other, `-` for a gap; equally long. */
  readonly a: string;
  readonly b: string;
  /** Where they stand: 0-based, half-open. */
  readonly aStart0: number;
  readonly aEnd0: number;
  readonly bStart0: number;
  readonly bEnd0: number;
  /** Share of the columns with equal letters, unknown ones apart; NaN where there are no columns. */
  readonly identity: number;
}

/** Cells of one alignment: a byte each. */
const MOST_CELLS = 2 ** 30;

// How a cell came about, in one byte: which of the three is best, and whether each gap that ends here was opened or extended.
const [DIAGONAL, ACROSS, DOWN, START] = [0, 1, 2, 3] as const;
const ACROSS_EXTENDS = 4;
const DOWN_EXTENDS = 8;

/**
 * The best alignment of two sequences with affine gaps, letter by letter. Among equally good ones it prefers letters over gaps, and gaps in `a` over gaps in `b`; of
 * equally good local ends the first. For scores of many pairs, without their paths, use `alignmentScores`: it is many times faster.
 * @throws {UnsupportedError} more than 2³⁰ cells. Cost and memory (length of a)·(length of b), a byte a cell.
 * Source: Gotoh 1982. Checked against Biopython 1.80, and its columns against the score.
 */
export function alignment(
  a: string,
  b: string,
  { mode = 'local', scoring = alignmentScoring() }: AlignmentOptions = {},
): Alignment {
  const [rows, columns] = [a.length, b.length];
  if ((rows + 1) * (columns + 1) > MOST_CELLS) {
    const problem = `${rows} by ${columns} letters need more than 2^30 bytes`;
    throw new UnsupportedError({ where: 'alignment', problem, hint: 'cut the sequences to the part that matters' });
  }
  const local = mode === 'local';
  const [left, right] = [alignmentCodes(scoring, a), alignmentCodes(scoring, b)];
  const unknown = scoring.letters.length - 1;
  const { score, ways, endRow, endColumn } = fill(left, right, scoring, local);
  const [top, bottom]: [string[], string[]] = [[], []];
  let [i, j] = [endRow, endColumn];
  let state: number = DIAGONAL;
  let equal = 0;
  while (i > 0 || j > 0) {
    const way = ways[i * (columns + 1) + j]!;
    if (state === DIAGONAL) {
      state = way & 3;
      if (state === START) break;
    }
    if (state === DIAGONAL) {
      equal += Number(left[i - 1] === right[j - 1] && left[i - 1] !== unknown);
      top.push(a[--i]!);
      bottom.push(b[--j]!);
    } else if (state === ACROSS) {
      if (!(way & ACROSS_EXTENDS)) state = DIAGONAL;
      top.push('-');
      bottom.push(b[--j]!);
    } else {
      if (!(way & DOWN_EXTENDS)) state = DIAGONAL;
      top.push(a[--i]!);
      bottom.push('-');
    }
  }
  return {
    ...{ score, a: top.reverse().join(''), b: bottom.reverse().join('') },
    ...{ aStart0: i, aEnd0: endRow, bStart0: j, bEnd0: endColumn, identity: equal / top.length },
  };
}

/** The recursion, row by row of a. */
function fill(a: Uint8Array, b: Uint8Array, { letters, scores, gapOpen, gapExtend }: AlignmentScoring, local: boolean) {
  const [rows, columns] = [a.length, b.length];
  const width = columns + 1;
  const ways = new Uint8Array((rows + 1) * width);
  const best = new Int32Array(width);
  const down = new Int32Array(width).fill(-(2 ** 30));
  const edge = (l: number) => (local || l === 0 ? 0 : -gapOpen - (l - 1) * gapExtend);
  for (let j = 0; j <= columns; j++) {
    best[j] = edge(j);
    ways[j] = local || j === 0 ? START : ACROSS | (j > 1 ? ACROSS_EXTENDS : 0);
  }
  let [top, endRow, endColumn] = [0, 0, 0];
  for (let i = 1; i <= rows; i++) {
    const own = a[i - 1]! * letters.length;
    let diagonal = best[0]!;
    best[0] = edge(i);
    ways[i * width] = local ? START : DOWN | (i > 1 ? DOWN_EXTENDS : 0);
    let across = -(2 ** 30);
    for (let j = 1; j <= columns; j++) {
      let way = 0;
      const opened = best[j - 1]! - gapOpen;
      const extended = across - gapExtend;
      if (extended > opened) way = ACROSS_EXTENDS;
      across = Math.max(opened, extended);
      const openedDown = best[j]! - gapOpen;
      const extendedDown = down[j]! - gapExtend;
      if (extendedDown > openedDown) way |= DOWN_EXTENDS;
      down[j] = Math.max(openedDown, extendedDown);
      let score = diagonal + scores[own + b[j - 1]!]!;
      if (across > score) {
        score = across;
        way |= ACROSS;
      }
      if (down[j]! > score) {
        score = down[j]!;
        way = (way & ~3) | DOWN;
      }
      if (local && score <= 0) {
        score = 0;
        way |= START;
      }
      diagonal = best[j]!;
      best[j] = score;
      ways[i * width + j] = way;
      if (local && score > top) [top, endRow, endColumn] = [score, i, j];
    }
  }
  return local
    ? { score: top, ways, endRow, endColumn }
    : { score: best[columns]!, ways, endRow: rows, endColumn: columns };
}
