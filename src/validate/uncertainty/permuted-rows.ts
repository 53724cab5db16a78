import { DataError } from '../../base/errors.ts';
import type { RandomKey } from '../../base/random.ts';
import { denseCodes, groupMembers } from '../../sample/groups.ts';
import { equalTargets, type Target } from '../../table/target.ts';

export interface PermuteOptions {
  readonly target: Target;
  /** Group of each sample, any codes, [n]. */
  readonly groups: Int32Array;
  /** Truth is dealt out within a stratum only: the site, say, so that what the site tells of the outcome stays. Codes, [n]; default all one. */
  readonly strata?: Int32Array | undefined;
}

/**
 * Whose truth each sample gets in one permutation, so that features and truth have nothing to do with each other while the truth of a group
 * stays a group's: `takeTargetRows(target, rows)` is the permuted target. What is exchangeable is the group, not the sample.
 *
 * - Every group has one truth (a patient's subtype; samples without groups): groups change truths with one another. The number of groups of
 *   each class stays; that of samples may change where sizes differ.
 * - Else (tumour and normal of one patient): a group gets the truths of a group of its own size, itself included, in any order within it.
 *   The counts of classes stay. A group of a size of its own keeps its truths and only their order changes.
 *
 * @returns rows, [n]. A function of (random, permutation) alone. @throws {DataError} a group in two strata. Cost O(n).
 * Source: Winkler et al. 2015, NeuroImage 123, 253–268 (whole-block and within-block exchangeability); Good 2005, Permutation Tests, §3.
 */
export function permutedRows(
  { target, groups, strata }: PermuteOptions,
  random: RandomKey,
  permutation: number,
): Int32Array {
  const members = groupMembers(denseCodes(groups));
  const stratum = (rows: Int32Array) => (strata ? strata[rows[0]!]! : 0);
  const torn = strata && members.find((rows) => rows.some((i) => strata[i] !== stratum(rows)));
  if (torn) {
    throw new DataError({
      where: 'permutation',
      problem: `a group must lie in one stratum, got samples ${torn[0]} and ${torn.find((i) => strata[i] !== stratum(torn))} of one group in two`,
      hint: 'permute within another column, or within none',
    });
  }
  const oneTruth = members.every((rows) => rows.every((i) => equalTargets(target, i, rows[0]!)));
  const alike = new Map<string, number[]>();
  members.forEach((rows, g) => {
    const key = `${stratum(rows)} ${oneTruth ? '' : rows.length}`;
    alike.set(key, [...(alike.get(key) ?? []), g]);
  });
  const stream = random.at('permutation', permutation).stream();
  const sources = new Int32Array(groups.length);
  for (const own of alike.values()) {
    const from = stream.shuffle(own.slice());
    own.forEach((g, at) => {
      const source = members[from[at]!]!;
      const dealt = oneTruth ? source : stream.shuffle(source.slice());
      members[g]!.forEach((i, k) => {
        sources[i] = oneTruth ? dealt[0]! : dealt[k]!;
      });
    });
  }
  return sources;
}
