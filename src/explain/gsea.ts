import { ParamError } from '../base/errors.ts';
import type { RandomKey } from '../base/random.ts';
import { benjaminiHochberg } from '../numeric/benjamini-hochberg.ts';
import type { NamedSet } from '../read/reader.ts';
import { matchSets, requireScores, type SetSizes, type TestedSet } from './gene-sets.ts';
import { NullScores } from './null-scores.ts';
import { runningSum } from './running-sum.ts';

export interface EnrichedSet {
  readonly set: string;
  /** Members among the ranked names. */
  readonly size: number;
  /** Enrichment score, −1 … 1: above 0 where members gather at the top. */
  readonly es: number;
  /** The score over the mean of random sets of its size and sign: comparable between sets. NaN when no random set has its sign. */
  readonly nes: number;
  /** Share of random sets of its sign that reach the score, the set itself counted: never 0. */
  readonly p: number;
  /** False discovery rate of the GSEA paper: of the share of random normalised scores as extreme over that of the sets'. */
  readonly fdr: number;
  /** Benjamini–Hochberg of p over the sets. */
  readonly q: number;
  /** Members from the end of the ranking to the peak, strongest first. */
  readonly leadingEdge: readonly string[];
}

export interface Enrichment {
  /** Largest |nes| first. */
  readonly sets: readonly EnrichedSet[];
  /** How many names were ranked. */
  readonly background: number;
  /** Names that share their score with another: their order among themselves is that of the list, and says nothing. */
  readonly tied: number;
  readonly permutations: number;
  readonly tooSmall: number;
  readonly tooLarge: number;
}

export interface GseaOptions extends SetSizes {
  readonly random: RandomKey;
  /** Random sets of each size, default 1,000: no p is below 1/(half of it + 1) or so. */
  readonly permutations?: number;
  /** Power of |score| in the running sum; 0: ranks alone; default 1. */
  readonly weight?: number;
}

/**
 * Pre-ranked gene-set enrichment analysis: do the members of a set gather at an end of the ranking? Significance by random sets of the same size (permutation
 * of genes), which takes genes for independent: genes that move together make p too small, so a set is a lead and no proof.
 * All sets share their random sets; ES, NES and p of one depend on the key, not on the other sets of the file.
 * @param features the ranked names, each once. @param scores of each, signed, finite, [p]: a moderated t, a signed attribution.
 * @throws {DataError} names twice, scores that are not finite, no shared name. @throws {ShapeError} lengths that differ. @throws {ParamError} options out of range.
 * Cost O(sizes · permutations · (size + p/32)). Source: Subramanian et al. 2005, PNAS 102(43); p as Phipson & Smyth 2010.
 * Checked against an independent program in numpy.
 */
export function gsea(
  sets: readonly NamedSet[],
  features: readonly string[],
  scores: ArrayLike<number>,
  { random, permutations = 1000, weight = 1, ...bounds }: GseaOptions,
): Enrichment {
  const where = 'gsea';
  if (!(permutations >= 1) || !(weight >= 0)) {
    const problem = `permutations of at least 1 and a weight of at least 0 expected, got ${permutations} and ${weight}`;
    throw new ParamError({ where, problem });
  }
  requireScores(scores, features, where);
  const { tested, ...left } = matchSets(sets, features, bounds, where);
  const order = Array.from(features.keys()).sort((a, b) => scores[b]! - scores[a]!);
  const rankOf = new Int32Array(order.length);
  order.forEach((j, rank) => {
    rankOf[j] = rank;
  });
  const weights = Float64Array.from(order, (j) => Math.abs(scores[j]!) ** weight);
  const scored = tested.map((set) => scoreSet(set, rankOf, weights, order, features));
  const sizes = scored.map(({ size }) => size);
  const nulls = new NullScores(weights, sizes, permutations, random);
  const normalised = scored.map(({ es, size }) => nulls.normalise(es, size));
  const p = scored.map(({ es, size }) => nulls.p(es, size));
  const fdr = nulls.falseDiscoveryRates(normalised, sizes);
  const q = benjaminiHochberg(p);
  const results = scored
    .map((one, s) => ({ ...one, nes: normalised[s]!, p: p[s]!, fdr: fdr[s]!, q: q[s]! }))
    .sort((a, b) => (Math.abs(b.nes) || 0) - (Math.abs(a.nes) || 0));
  return { sets: results, background: order.length, tied: countTied(order, scores), permutations, ...left };
}

function scoreSet(
  { name, members }: TestedSet,
  rankOf: Int32Array,
  weights: Float64Array,
  order: readonly number[],
  features: readonly string[],
): Pick<EnrichedSet, 'set' | 'size' | 'es' | 'leadingEdge'> {
  const hits = members.map((j) => rankOf[j]!).sort();
  const { score, at } = runningSum(hits, hits.length, weights);
  const edge = score >= 0 ? hits.subarray(0, at + 1) : hits.slice(at).reverse();
  return { set: name, size: hits.length, es: score, leadingEdge: Array.from(edge, (rank) => features[order[rank]!]!) };
}

function countTied(order: readonly number[], scores: ArrayLike<number>): number {
  const same = (a: number, b: number) => b >= 0 && b < order.length && scores[order[a]!] === scores[order[b]!];
  return order.filter((_, rank) => same(rank, rank - 1) || same(rank, rank + 1)).length;
}
