import { exp } from '../base/elementary.ts';
import { DataError } from '../base/errors.ts';
import { benjaminiHochberg } from '../numeric/benjamini-hochberg.ts';
import { log1p } from '../numeric/special/log1p.ts';
import type { NamedMotif } from '../read/reader.ts';
import { CorrelationTails } from './correlation-tails.ts';

export interface MotifMatch {
  readonly motif: string;
  /** Σ over the overlap of the Pearson correlation of the letters' shares: at most its width. */
  readonly score: number;
  /** Place of the known motif's first column in the query, which may lie before it; of the reverse complement, where that begins. */
  readonly offset: number;
  readonly overlap: number;
  /** `−`: the known motif's reverse complement. */
  readonly strand: '+' | '−';
  /** Chance that a motif of its width, its columns drawn from those of all known motifs, matches as well somewhere. */
  readonly p: number;
  /** Benjamini–Hochberg over the known motifs. */
  readonly q: number;
}

export interface MatchOptions {
  /** Columns that must lie over one another, default 5, or the whole of a narrower motif. */
  readonly minOverlap?: number;
}

/**
 * The known motifs that look like this one, best first: each is slid along it in both strands, and the place that chance would match least counts. p of a place is exact for columns drawn independently from those of all
 * known motifs, to correlations rounded to 0.01; p of the motif is that of the best of m places, 1 − (1 − p)^m, as if they were independent, which errs towards chance.
 * @param query shares of A, C, G, T at each place, [width, 4] row-major. @param known of the same four letters.
 * @throws {DataError} shares of another shape, no known motif. Cost O(width · all columns + width³ · 2·10⁴).
 * Source: Gupta et al. 2007, Genome Biol. 8:R24 (Tomtom), with the Pearson correlation. Checked by random motifs, whose p are spread evenly.
 */
export function matchMotifs(
  query: ArrayLike<number>,
  known: readonly NamedMotif[],
  { minOverlap = 5 }: MatchOptions = {},
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
  const tails = new CorrelationTails(width, strands.flat(2));
  const matches = known.map(({ name }, k) => {
    const [forth, back] = strands[k]!;
    const least = Math.min(minOverlap, forth.length, width);
    const [a, b] = [bestPlace(forth, width, least, tails), bestPlace(back, width, least, tails)];
    const forward = a.chance < b.chance || (a.chance === b.chance && a.score >= b.score);
    const { chance, ...best } = forward ? { ...a, strand: '+' as const } : { ...b, strand: '−' as const };
    const places = 2 * (forth.length + width - 2 * least + 1);
    return { motif: name, ...best, p: ofBest(chance, places) };
  });
  const q = benjaminiHochberg(matches.map(({ p }) => p));
  return matches.map((one, k) => ({ ...one, q: q[k]! })).sort((a, b) => a.p - b.p || b.score - a.score);
}

/** 1 − (1 − p)^m, whose digits stay where p is small. */
function ofBest(p: number, m: number): number {
  return p * m < 1e-8 ? p * m : 1 - exp(m * log1p(-Math.min(p, 1 - 1e-16)));
}

/** @param columns their correlation with each place of the query. */
function bestPlace(columns: readonly Float64Array[], width: number, least: number, tails: CorrelationTails) {
  let best = { chance: 2, score: Number.NEGATIVE_INFINITY, offset: 0, overlap: 0 };
  for (let offset = least - columns.length; offset <= width - least; offset++) {
    const [first, end] = [Math.max(0, -offset), Math.min(columns.length, width - offset)];
    let [score, rounded] = [0, 0];
    for (let w = first; w < end; w++) {
      score += columns[w]![offset + w]!;
      rounded += tails.rounded(columns[w]![offset + w]!);
    }
    const chance = tails.atLeast(rounded, offset + first, offset + end);
    if (chance < best.chance || (chance === best.chance && score > best.score))
      best = { chance, score, offset, overlap: end - first };
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
