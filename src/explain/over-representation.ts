import { DataError } from '../base/errors.ts';
import { hypergeometricTails } from '../numeric/association/hypergeometric-tail.ts';
import { benjaminiHochberg } from '../numeric/benjamini-hochberg.ts';
import type { NamedSet } from '../read/reader.ts';
import { matchSets, type SetSizes } from './gene-sets.ts';

export interface OverRepresentedSet {
  readonly set: string;
  /** Members among the background. */
  readonly size: number;
  /** Of those, how many are among the chosen. */
  readonly found: number;
  /** How many would be by chance: size · chosen/background. */
  readonly expected: number;
  /** P(found or more) of the hypergeometric distribution. */
  readonly p: number;
  /** Benjamini–Hochberg over the sets. */
  readonly q: number;
  /** The members found, in the order of `chosen`. */
  readonly members: readonly string[];
}

export interface OverRepresentation {
  /** Smallest p first; of equals, in the order of the file. */
  readonly sets: readonly OverRepresentedSet[];
  readonly chosen: number;
  readonly background: number;
  readonly tooSmall: number;
  readonly tooLarge: number;
}

/**
 * Sets that have more members among the chosen names than chance would put there: the one-sided hypergeometric test, which is Fisher's exact test.
 * @param background every name that could have been chosen: the features that were tested, not the genome. Each once.
 * @param chosen part of it, such as the drivers of a model. @param sizes of sets among the background, default 5 to 500.
 * @throws {DataError} a chosen name that is not in the background, nothing chosen, or sets that share no name with it.
 * Cost O(members + sets · chosen). Source: Rivals et al. 2007, Bioinformatics 23(4). Checked against R `phyper` and `p.adjust`.
 */
export function overRepresentation(
  sets: readonly NamedSet[],
  chosen: readonly string[],
  background: readonly string[],
  { minSize = 5, maxSize = 500 }: SetSizes = {},
): OverRepresentation {
  const where = 'over-representation';
  const { tested, ...left } = matchSets(sets, background, { minSize, maxSize }, where);
  const known = new Set(background);
  const foreign = chosen.find((name) => !known.has(name));
  if (foreign !== undefined || chosen.length === 0) {
    const got = foreign === undefined ? 'none' : `'${foreign}', which is not`;
    throw new DataError({ where, problem: `chosen names must be of the background, got ${got}` });
  }
  const own = new Set(chosen);
  const [total, drawn] = [background.length, own.size];
  const found = tested.map(({ name, members }) => {
    const names = new Set(Array.from(members, (j) => background[j]!));
    const shared = [...own].filter((one) => names.has(one));
    const p = hypergeometricTails(shared.length, members.length, drawn, total).upper;
    const expected = (members.length * drawn) / total;
    return { set: name, size: members.length, found: shared.length, expected, p, members: shared };
  });
  const q = benjaminiHochberg(found.map(({ p }) => p));
  const results = found.map((one, s) => ({ ...one, q: q[s]! })).sort((a, b) => a.p - b.p);
  return { sets: results, chosen: drawn, background: total, ...left };
}
