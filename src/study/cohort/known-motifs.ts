import { matchMotifs } from '../../explain/match-motifs.ts';
import { benjaminiHochberg } from '../../numeric/benjamini-hochberg.ts';
import type { NamedMotif } from '../../read/reader.ts';
import type { FoundMotif } from '../../report/record.ts';

/** What the record keeps. */
const KEPT = { q: 0.25, most: 3 };

/** Each motif with the known ones that look like it. Of as many questions as there are pairs, the false discovery rate is that over all of them. */
export function withMatches(found: readonly FoundMotif[], known: readonly NamedMotif[] | undefined): FoundMotif[] {
  if (!known) return [...found];
  const all = found.map(({ shares }) => matchMotifs(shares, known));
  const q = benjaminiHochberg(all.flatMap((matches) => matches.map(({ p }) => p)));
  const sharesOf = new Map(known.map(({ name, shares }) => [name, shares]));
  return found.map((motif, m) => ({
    ...motif,
    matches: all[m]!.map((match, at) => ({ ...match, q: q[m * known.length + at]! }))
      .filter(({ q: rate }) => rate <= KEPT.q)
      .slice(0, KEPT.most)
      .map((match) => ({ ...match, shares: turned(sharesOf.get(match.motif)!, match.strand) })),
  }));
}

/** Of the other strand: A and T, C and G change places, and the end comes first. */
function turned(shares: readonly number[], strand: '+' | '−'): readonly number[] {
  return strand === '+' ? shares : [...shares].reverse();
}
