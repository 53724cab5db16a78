import type { Context } from '../base/context.ts';
import { type AlignmentScoring, alignmentCodes, alignmentScoring } from './alignment-scoring.ts';
import { withScope } from './scope.ts';

export interface AlignmentScoresOptions {
  /** `global`: both sequences from end to end (Needleman & Wunsch); `local`: the best stretch of each (Smith & Waterman). Default `local`. */
  readonly mode?: 'local' | 'global';
  /** Default that of DNA. */
  readonly scoring?: AlignmentScoring;
}

const LANES = 8; // sequences of a group
const SIDE = 32; // of the table of scores in the kernel
const BEYOND = 31; // the letter after the end of a sequence, which costs more than any gap gains
const NARROW = 32_000; // below this, scores fit into 16 bits
const SHARES = 4; // pieces of work a thread

/**
 * Scores of the best alignments of each sequence of one list with each of another, with affine gaps: a gap of l letters costs gapOpen + (l − 1)·gapExtend.
 * @param a [n] sequences, [m] of b; empty ones are allowed. Not modified.
 * @returns [n·m] float64, row-major, whole numbers; local ones are ≥ 0.
 * @throws {CancelledError}
 * Cost n·m·(length of a)·(length of b) cells, eight at a time, four where a score may exceed 32,000; memory 4·n·m bytes twice and the letters.
 * The same for any number of threads. Source: Needleman & Wunsch 1970, Smith & Waterman 1981, Gotoh 1982 (affine gaps); vectors of several
 * alignments, Rognes 2011. Checked against Biopython 1.80 (PairwiseAligner) and the plain recursion.
 */
export async function alignmentScores(
  ctx: Context,
  a: readonly string[],
  b: readonly string[],
  { mode = 'local', scoring = alignmentScoring() }: AlignmentScoresOptions = {},
): Promise<Float64Array> {
  const [n, m] = [a.length, b.length];
  const scores = new Float64Array(n * m);
  if (n === 0 || m === 0) return scores;
  const left = a.map((sequence) => alignmentCodes(scoring, sequence));
  const right = b.map((sequence) => alignmentCodes(scoring, sequence));
  const longest = left.reduce((most, { length }) => Math.max(most, length), 0);
  const groups = grouped(right);
  const nLetters = scoring.letters.length;
  const most = right.reduce((sofar, { length }) => Math.max(sofar, length), 0);
  const wide = largestScore(scoring, longest, most) > NARROW;
  const { threads } = ctx.executor;
  await withScope(ctx, 'alignmentScores', async (scope) => {
    const total = left.reduce((sum, { length }) => sum + length, 0);
    const aAt = scope.allocate(total + 1);
    const aStartsAt = scope.allocate(4 * (n + 1));
    const bAt = scope.allocate(groups.codes.length + 8);
    const bStartsAt = scope.allocate(4 * groups.starts.length);
    const lengthsAt = scope.allocate(4 * groups.lengths.length);
    const tableAt = scope.allocate(SIDE * SIDE);
    const width = groups.order.length;
    const outAt = scope.allocate(4 * n * width);
    const share = Math.ceil(n / Math.min(n, threads * SHARES));
    const works = Array.from({ length: Math.ceil(n / share) }, () =>
      scope.allocate(16 * (nLetters * most + 2 * longest + 1)),
    );
    const letters = scope.u8(aAt, total + 1);
    const starts = scope.i32(aStartsAt, n + 1).fill(0);
    left.forEach((codes, i) => {
      letters.set(codes, starts[i]!);
      starts[i + 1] = starts[i]! + codes.length;
    });
    scope.u8(bAt, groups.codes.length).set(groups.codes);
    scope.i32(bStartsAt, groups.starts.length).set(groups.starts);
    scope.i32(lengthsAt, groups.lengths.length).set(groups.lengths);
    scope.u8(tableAt, SIDE * SIDE).set(new Uint8Array(tableOf(scoring).buffer));
    await Promise.all(
      works.map((work, s) =>
        scope.call('alignmentScores', [
          ...[aAt, aStartsAt, s * share, Math.min(n, (s + 1) * share)],
          ...[bAt, bStartsAt, lengthsAt, groups.starts.length - 1, tableAt, nLetters],
          ...[scoring.gapOpen, scoring.gapExtend, Number(mode === 'local'), Number(wide), work, outAt, scope.cancel],
        ]),
      ),
    );
    const out = scope.i32(outAt, n * width);
    groups.order.forEach((l, at) => {
      if (l < 0) return;
      for (let i = 0; i < n; i++) scores[i * m + l] = out[i * width + at]!;
    });
  });
  return scores;
}

/** The most that a score can be, and the least, without its sign. */
function largestScore({ scores, gapOpen, gapExtend }: AlignmentScoring, rows: number, columns: number): number {
  const score = scores.reduce((most, s) => Math.max(most, Math.abs(s)), 0);
  return Math.max(score * Math.min(rows, columns), 2 * gapOpen + gapExtend * (rows + columns)) + score + gapOpen;
}

/** Sequences of like lengths by eights, letter beside letter; what is missing of the last eight is empty (order −1). */
function grouped(sequences: readonly Uint8Array[]) {
  const sorted = Int32Array.from(sequences.keys()).sort((i, l) => sequences[i]!.length - sequences[l]!.length || i - l);
  const nGroups = Math.ceil(sorted.length / LANES);
  const order = Int32Array.from({ length: nGroups * LANES }, (_, at) => sorted[at] ?? -1);
  const lengths = order.map((l) => sequences[l]?.length ?? 0);
  const starts = new Int32Array(nGroups + 1);
  for (let g = 0; g < nGroups; g++) {
    starts[g + 1] = starts[g]! + lengths.subarray(g * LANES, (g + 1) * LANES).reduce((a, b) => Math.max(a, b), 0);
  }
  const codes = new Uint8Array(LANES * starts[nGroups]!).fill(BEYOND);
  order.forEach((l, at) => {
    const from = LANES * starts[Math.floor(at / LANES)]! + (at % LANES);
    sequences[l]?.forEach((code, j) => {
      codes[from + LANES * j] = code;
    });
  });
  return { order, lengths, starts, codes };
}

function tableOf({ letters, scores }: AlignmentScoring): Int8Array {
  const table = new Int8Array(SIDE * SIDE);
  for (let i = 0; i < letters.length; i++) {
    table.set(scores.subarray(i * letters.length, (i + 1) * letters.length), i * SIDE);
    table[i * SIDE + BEYOND] = -128;
  }
  return table;
}
