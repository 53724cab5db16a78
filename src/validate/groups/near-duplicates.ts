import type { Context } from '../../base/context.ts';
import { unionFind } from '../../sample/union-find.ts';
import { type DuplicatePair, findDuplicates, LEAST_FEATURES, NEAR_DUPLICATE } from '../audit/duplicates.ts';
import type { ComparedBlock, GroupFinder } from './finder.ts';
import { sketchDuplicates } from './row-sketches.ts';

/** Repeats of one sample all resemble each other; a chain of samples, each like the next, is a continuum. */
const LEAST_DENSITY = 0.5;
/** Sets up to this size are not asked for it. */
const SMALL_SET = 10;

/**
 * Pairs of samples that are, or nearly are, the same measurement. Where likeness only chains (beats of one heart, cells of one type: a set of more than 10
 * samples of whose pairs less than half are alike), it is no sign of identity: of such a set only identical rows are kept.
 * Without a Gram matrix (very many samples) rows are sketched. No label is looked at. None with fewer than 50 features.
 */
export async function nearDuplicates(ctx: Context, compared: ComparedBlock): Promise<readonly DuplicatePair[]> {
  const { block, gram } = compared;
  const n = block.matrix.nRows;
  if ((gram ? compared.nFeatures : compared.prepared.nCols) < LEAST_FEATURES || n < 3) return [];
  const pairs = gram
    ? findDuplicates(block, gram, compared.nFeatures)
    : await sketchDuplicates(ctx, block, compared.prepared);
  return withoutChains(pairs, n);
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
