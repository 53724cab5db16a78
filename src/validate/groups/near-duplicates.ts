import type { Context } from '../../base/context.ts';
import { unionFind } from '../../sample/union-find.ts';
import type { Block } from '../../table/block.ts';
import { takeRows } from '../../table/matrix.ts';
import { type DuplicatePair, findDuplicates, LEAST_FEATURES, NEAR_DUPLICATE, sameRow } from '../audit/duplicates.ts';
import type { ComparedBlock, GroupFinder } from './finder.ts';
import { equalRows, sketchDuplicates } from './row-sketches.ts';

/** Repeats of one sample all resemble each other; a chain of samples, each like the next, is a continuum. */
const LEAST_DENSITY = 0.5;
/** Sets up to this size are not asked for it. */
const SMALL_SET = 10;

/**
 * Pairs of samples that are, or nearly are, the same measurement. Where likeness only chains (beats of one heart, cells of one type: a set of more than 10
 * samples of whose pairs less than half are alike), it is no sign of identity: of such a set only identical rows are kept.
 * Rows of letters or of lists of mutations must agree as read, too: variants of one protein differ by design, and natural sequences are left to `homology`.
 * Without a Gram matrix (very many samples) rows are sketched. No label is looked at. None with fewer than 50 features.
 */
export async function nearDuplicates(ctx: Context, compared: ComparedBlock): Promise<readonly DuplicatePair[]> {
  const { block, gram } = compared;
  const n = block.matrix.nRows;
  if ((gram ? compared.nFeatures : compared.prepared.nCols) < LEAST_FEATURES || n < 3) return [];
  // One letter in so few that differs is too many.
  if (isLetters(block) && block.matrix.nCols * (1 - NEAR_DUPLICATE) < 1)
    return equalRows(block).flatMap(([i, l]) =>
      sameRow(block, i, l) ? { i, l, correlation: 1, identical: true } : [],
    );
  const pairs = gram
    ? findDuplicates(block, gram, compared.nFeatures)
    : await sketchDuplicates(ctx, block, compared.prepared);
  return withoutChains(isLetters(block) ? pairs.filter((pair) => sameLetters(block, pair)) : pairs, n);
}

/** Blocks that measure nothing but which letter stands at a place, or which mutations a protein has. */
function isLetters({ kind, levels }: Block): boolean {
  return (
    (kind === 'sequence' || kind === 'mutation') && levels !== undefined && levels.every((words) => words !== null)
  );
}

/** Whether two rows agree in as many of their columns as the numbers of a repeat must: scaled features of rare letters correlate when these alone are shared. */
function sameLetters({ matrix }: Block, { i, l }: DuplicatePair): boolean {
  const { data } = takeRows(matrix, [i, l]);
  let same = 0;
  for (let at = 0; at < data.length; at += 2) if (Object.is(data[at], data[at + 1])) same++;
  return same >= NEAR_DUPLICATE * matrix.nCols;
}

/** A block, and which samples of the cohort its rows are, [n]. */
export interface ComparedRows {
  readonly compared: ComparedBlock;
  readonly rows: Int32Array;
}

/** Below this correlation in one block two samples are two patients, whatever another block says. */
const UNALIKE = 0.8;

/**
 * `nearDuplicates` of each block, less the pairs that another block tells apart: what was measured twice is alike in everything, while profiles of few
 * segments (copy number by genes) or few mutations are alike, or equal, in many patients. A block tells with at least 50 features and a Gram
 * matrix, and of the samples that have it. Pairs above 0.95 by copy number in
 * TCGA kidney, bladder and lung tumours: 12,999, 244 and 1,666; by genes none of them comes to 0.8, 2 to 6 to 0.7.
 */
export async function nearDuplicatesOver(ctx: Context, blocks: readonly ComparedRows[]): Promise<DuplicatePair[]> {
  const found: DuplicatePair[] = [];
  for (const { compared, rows } of blocks) {
    const pairs = await nearDuplicates(ctx, compared);
    for (const pair of pairs) found.push({ ...pair, i: rows[pair.i]!, l: rows[pair.l]! });
  }
  if (found.length === 0) return found;
  const witnesses = blocks.flatMap(({ compared, rows }) => {
    const { gram } = compared;
    if (!gram || compared.nFeatures < LEAST_FEATURES) return [];
    const place = new Map(Array.from(rows, (row, at) => [row, at]));
    return [{ gram, place, n: rows.length }];
  });
  return found.filter(({ i, l }) =>
    witnesses.every(({ gram, place, n }) => {
      const a = place.get(i);
      const b = place.get(l);
      if (a === undefined || b === undefined) return true;
      const scale = Math.sqrt(gram[a * n + a]! * gram[b * n + b]!);
      return scale === 0 || gram[a * n + b]! >= UNALIKE * scale;
    }),
  );
}

/** @param n samples. */
export function withoutChains(pairs: readonly DuplicatePair[], n: number): DuplicatePair[] {
  const sets = unionFind(n);
  for (const { i, l } of pairs) sets.union(i, l);
  const members = new Map<number, number>();
  for (let i = 0; i < n; i++) members.set(sets.find(i), (members.get(sets.find(i)) ?? 0) + 1);
  const links = new Map<number, number>();
  for (const { i } of pairs) links.set(sets.find(i), (links.get(sets.find(i)) ?? 0) + 1);
  const isChain = (i: number) => {
    const size = members.get(sets.find(i))!;
    return size > SMALL_SET && links.get(sets.find(i))! < (LEAST_DENSITY * size * (size - 1)) / 2;
  };
  return pairs.filter((pair) => pair.identical || !isChain(pair.i));
}

/** Pairs of samples whose measurements agree more than two patients' do, as settled beforehand. */
export const nearDuplicateSamples: GroupFinder = {
  word: 'near-duplicates',
  doc: `Samples whose measurements are identical or correlate above ${NEAR_DUPLICATE}.`,
  async find({ duplicates }) {
    if (duplicates.length === 0) return [];
    const identical = duplicates.filter((pair) => pair.identical).length;
    return [
      {
        source: 'near-duplicates',
        evidence: `${duplicates.length} pair${duplicates.length === 1 ? '' : 's'} of samples correlate above ${NEAR_DUPLICATE}, ${identical} of them identical`,
        pairs: duplicates,
      },
    ];
  },
};
