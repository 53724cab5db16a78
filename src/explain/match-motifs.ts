import { DataError } from '../base/errors.ts';
import type { RandomKey } from '../base/random.ts';
import { benjaminiHochberg } from '../numeric/benjamini-hochberg.ts';
import type { NamedMotif } from '../read/reader.ts';

export interface MotifMatch {
  readonly motif: string;
  /** Σ over the overlap of the Pearson correlation of the letters' shares: at most its width. */
  readonly score: number;
  /** Place of the known motif's first column in the query, which may lie before it. */
  readonly offset: number;
  readonly overlap: number;
  /** `−`: the known motif's reverse complement. */
  readonly strand: '+' | '−';
  /** Share of random motifs of its width that match as well, itself counted. */
  readonly p: number;
  /** Benjamini–Hochberg over the known motifs. */
  readonly q: number;
}

export interface MatchOptions {
  readonly random: RandomKey;
  /** Default 1,000. */
  readonly permutations?: number;
  /** Columns that must lie over one another, default 5, or the whole of a narrower motif. */
  readonly minOverlap?: number;
}

/**
 * The known motifs that look like this one, best first: each is slid along it in both strands, and the best place counts. p by random motifs of the same width, whose
 * columns are drawn from those of all known motifs. @param query shares of A, C, G, T at each place, [width, 4] row-major. @param known of the same four letters.
 * @throws {DataError} shares of another shape, no known motif. Cost O(width · all columns + permutations · Σ widths · width).
 * Source: after Gupta et al. 2007, Genome Biol. 8:R24 (Tomtom), with Pearson correlation and a permutation in place of its exact p.
 */
export function matchMotifs(
  query: ArrayLike<number>,
  known: readonly NamedMotif[],
  { random, permutations = 1000, minOverlap = 5 }: MatchOptions,
): MotifMatch[] {
  const where = 'match-motifs';
  const width = query.length / 4;
  if (!Number.isInteger(width) || width === 0 || known.length === 0) {
    const problem = `shares of four letters and known motifs expected, got ${query.length} shares and ${known.length} motifs`;
    throw new DataError({ where, problem });
  }
  const own = Array.from({ length: width }, (_, w) => centred(query, 4 * w));
  // Both strands of every column once: the correlation with each place of the query.
  const likeness = (columns: readonly Float64Array[]) =>
    columns.map((column) => Float64Array.from(own, (place) => dot(place, column)));
  const strands = known.map(({ shares }) => {
    const columns = Array.from({ length: shares.length / 4 }, (_, w) => centred(shares, 4 * w));
    const turned = columns.map((column) => column.slice().reverse()).reverse();
    return [likeness(columns), likeness(turned)] as const;
  });
  const pool = strands.flatMap(([forth, back]) =>
    forth.map((column, w) => [column, back[forth.length - 1 - w]!] as const),
  );
  const least = (columns: number) => Math.min(minOverlap, columns, width);
  const nulls = new Map<number, Float64Array>();
  const nullOf = (columns: number) => {
    const stream = random.at('random-motifs', columns).stream();
    return Float64Array.from({ length: permutations }, () => {
      const drawn = Array.from({ length: columns }, () => pool[stream.below(pool.length)]!);
      const forth = bestPlace(
        drawn.map(([column]) => column),
        width,
        least(columns),
      );
      const back = bestPlace(drawn.map(([, column]) => column).reverse(), width, least(columns));
      return Math.max(forth.score, back.score);
    });
  };
  const matches = known.map(({ name }, k) => {
    const [forth, back] = strands[k]!;
    const columns = forth.length;
    const [a, b] = [bestPlace(forth, width, least(columns)), bestPlace(back, width, least(columns))];
    const best = a.score >= b.score ? { ...a, strand: '+' as const } : { ...b, strand: '−' as const };
    if (!nulls.has(columns)) nulls.set(columns, nullOf(columns));
    const reached = nulls.get(columns)!.reduce((count, score) => count + Number(score >= best.score), 0);
    return { motif: name, ...best, p: (1 + reached) / (1 + permutations) };
  });
  const q = benjaminiHochberg(matches.map(({ p }) => p));
  return matches.map((one, k) => ({ ...one, q: q[k]! })).sort((a, b) => a.p - b.p || b.score - a.score);
}

/** @param columns their correlation with each place of the query. */
function bestPlace(columns: readonly Float64Array[], width: number, least: number) {
  let best = { score: Number.NEGATIVE_INFINITY, offset: 0, overlap: 0 };
  for (let offset = least - columns.length; offset <= width - least; offset++) {
    const [first, end] = [Math.max(0, -offset), Math.min(columns.length, width - offset)];
    let score = 0;
    for (let w = first; w < end; w++) score += columns[w]![offset + w]!;
    if (score > best.score) best = { score, offset, overlap: end - first };
  }
  return best;
}

/** The shares of a place less their mean, to length 1; zeros where all letters are alike. */
function centred(shares: ArrayLike<number>, at: number): Float64Array {
  const mean = (shares[at]! + shares[at + 1]! + shares[at + 2]! + shares[at + 3]!) / 4;
  const column = Float64Array.from({ length: 4 }, (_, k) => shares[at + k]! - mean);
  const length = Math.sqrt(dot(column, column));
  return length > 1e-9 ? column.map((v) => v / length) : column.fill(0);
}

const dot = (a: Float64Array, b: Float64Array) => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]! + a[3]! * b[3]!;
