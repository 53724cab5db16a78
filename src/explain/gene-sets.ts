import { DataError, ShapeError } from '../base/errors.ts';
import type { NamedSet } from '../read/reader.ts';

/** A set of a file as far as its members were tested. */
export interface TestedSet {
  readonly name: string;
  /** Members that the file gives. */
  readonly listed: number;
  /** Indices of those among the features, rising. */
  readonly members: Int32Array;
}

export interface MatchedSets {
  readonly tested: readonly TestedSet[];
  /** Sets left out because fewer or more of their members than allowed are among the features. */
  readonly tooSmall: number;
  readonly tooLarge: number;
}

export interface SetSizes {
  /** Members among the features, default 15. */
  readonly minSize?: number;
  /** Default 500. */
  readonly maxSize?: number;
}

/**
 * The sets as far as their members are features, which are all that a result can be about. A set of nearly nothing or nearly everything is left out.
 * @param features the background: every name that was tested, each once. @throws {DataError} no feature, or one twice; no set shares any.
 * Cost O(members). Sizes as the GSEA program: 15 to 500.
 */
export function matchSets(
  sets: readonly NamedSet[],
  features: readonly string[],
  { minSize = 15, maxSize = 500 }: SetSizes = {},
  where = 'gene-sets',
): MatchedSets {
  const place = new Map(features.map((name, j) => [name, j]));
  if (features.length === 0) throw new DataError({ where, problem: 'needs the background of tested names, got none' });
  if (place.size < features.length) {
    const twice = features.find((name, j) => place.get(name) !== j);
    throw new DataError({ where, problem: `each name of the background must stand once, got '${twice}' again` });
  }
  const all = sets.map(({ name, members }) => ({
    ...{ name, listed: members.length },
    members: Int32Array.from(members.flatMap((member) => place.get(member) ?? [])).sort(),
  }));
  if (!all.some(({ members }) => members.length > 0)) {
    throw new DataError({
      where,
      problem: `members of the sets must be names of features, got none in common: ${sets[0]?.members[0]} and ${features[0]}`,
      hint: 'use sets of the same kind of names: symbols with symbols, Ensembl with Ensembl',
    });
  }
  const small = all.filter(({ members }) => members.length < minSize);
  // A set of everything has nothing to stand out against.
  const most = Math.min(maxSize, features.length - 1);
  const tested = all.filter(({ members }) => members.length >= minSize && members.length <= most);
  return { tested, tooSmall: small.length, tooLarge: all.length - small.length - tested.length };
}

/** @throws {ShapeError} lengths that differ. @throws {DataError} a score that is not finite. */
export function requireScores(scores: ArrayLike<number>, features: readonly string[], where: string): void {
  if (scores.length !== features.length) {
    const problem = `one score for each of ${features.length} names expected, got ${scores.length}`;
    throw new ShapeError({ where, problem });
  }
  for (let j = 0; j < scores.length; j++) {
    if (Number.isFinite(scores[j])) continue;
    const problem = `scores must be finite, got ${scores[j]} for '${features[j]}'`;
    throw new DataError({ where, problem, hint: 'leave such features out of both lists' });
  }
}
