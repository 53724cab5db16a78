import type { Context } from '../../base/context.ts';
import { ParamError } from '../../base/errors.ts';
import { breathe } from '../../numeric/breathe.ts';
import { denseCodes } from '../../sample/groups.ts';
import { unionFind } from '../../sample/union-find.ts';
import { BAND, bandedAlignment } from './banded-alignment.ts';
import { encodeDna, reverseComplement, UNKNOWN } from './dna.ts';
import { seedIndex } from './seed-index.ts';
import { MATCH, MISMATCH, type ScoreLaw, scoreLaw } from './sequence-score.ts';

export interface HomologyOptions {
  /** Equal letters of the best local alignment over the length of the shorter sequence, in (0, 1]. Default 0.5. */
  readonly identity?: number;
}

export interface HomologyClusters {
  /** Dense codes in order of first appearance, [n]. */
  readonly clusters: Int32Array;
  /** Sequences that equal an earlier one, or its other strand. */
  readonly identical: number;
  /** Alignment score below which a likeness is one of chance. */
  readonly leastScore: number;
  /** Share of equal letters that two whole sequences of median length need to reach that score: above `identity` where sequences are short. */
  readonly leastIdentity: number;
}

/** Pairs of unrelated sequences that are linked, on average, in the whole cohort. */
const FALSE_PAIRS = 1e-3;
/** Chance pieces without gaps that are looked at closer, in the whole cohort. */
const LOOKED_AT = 1e3;
/** Chance meetings of one word that are worth extending. */
const SEED_HITS = 2e7;
const SHORTEST_WORD = 6;
const LONGEST_WORD = 12;
/** An extension ends when it has lost so much. */
const DROP = 25;

/**
 * Clusters of DNA sequences that descend from one ancestor, as far as the letters still tell: single linkage of all pairs, on either strand, whose best local
 * alignment has equal letters over at least `identity` of the shorter sequence and a score that chance reaches once in a thousand such cohorts.
 * Identical sequences are one cluster whatever their length. Found as BLAST does: shared words, extended without gaps, and what stands out aligned with gaps.
 * @param sequences letters A, C, G, T (U), any case; others match nothing. Not modified. @throws {ParamError} identity out of range. @throws {CancelledError}
 * Cost about L²/4^k extensions a pair, k of 6 to 12 so that there are at most 2·10⁷ in all, plus 49·L operations an alignment. Memory 8·4^k + 10 bytes a letter.
 * Source: Altschul et al. 1990, J. Mol. Biol. 215; identity as CD-HIT (Li & Godzik 2006). Checked on families of known divergence: recall and precision in docs/guide/groups.md.
 */
export async function homologyClusters(
  ctx: Context,
  sequences: readonly string[],
  { identity = 0.5 }: HomologyOptions = {},
): Promise<HomologyClusters> {
  if (!(identity > 0 && identity <= 1)) {
    throw new ParamError({
      where: 'homologyClusters.identity',
      problem: `must be a number above 0, at most 1, got ${identity}`,
    });
  }
  const n = sequences.length;
  const sets = unionFind(n);
  const unique = joinIdentical(sequences, sets);
  const codes = unique.map((i) => encodeDna(sequences[i]!));
  const law = scoreLaw(codes);
  const least = law.scoreFor(FALSE_PAIRS);
  await linkAll(
    ctx,
    codes,
    { identity, least, law },
    {
      same: (t, q) => sets.find(unique[t]!) === sets.find(unique[q]!),
      link: (t, q) => sets.union(unique[t]!, unique[q]!),
    },
  );
  const lengths = Float64Array.from(codes, ({ length }) => length).sort();
  const median = lengths[lengths.length >> 1] ?? 1;
  return {
    clusters: denseCodes(Int32Array.from({ length: n }, (_, i) => sets.find(i))),
    identical: n - unique.length,
    leastScore: least,
    leastIdentity: Math.max(identity, (least / median - MISMATCH) / (MATCH - MISMATCH)),
  };
}

/** @returns the first of every kind, in order. */
function joinIdentical(sequences: readonly string[], sets: ReturnType<typeof unionFind>): number[] {
  const first = new Map<string, number>();
  const unique: number[] = [];
  sequences.forEach((sequence, i) => {
    const codes = encodeDna(sequence);
    const one = codes.join('');
    const other = reverseComplement(codes).join('');
    const key = one < other ? one : other;
    const known = first.get(key);
    if (known !== undefined && !codes.includes(UNKNOWN)) sets.union(known, i);
    else {
      first.set(key, i);
      unique.push(i);
    }
  });
  return unique;
}

interface Rules {
  readonly identity: number;
  readonly least: number;
  readonly law: ScoreLaw;
}

interface Links {
  same(t: number, q: number): boolean;
  link(t: number, q: number): void;
}

async function linkAll(ctx: Context, codes: readonly Uint8Array[], rules: Rules, links: Links): Promise<void> {
  const letters = codes.reduce((sum, { length }) => sum + length, 0);
  let k = SHORTEST_WORD;
  while (k < LONGEST_WORD && letters ** 2 / 2 / 4 ** k > SEED_HITS) k++;
  const index = seedIndex(k, codes);
  const trigger = rules.law.scoreFor(LOOKED_AT);
  for (let q = 0; q < codes.length; q++) {
    if (q % 64 === 0) {
      await breathe(ctx, 'homology');
      ctx.progress(q / codes.length, 'homology of sequences');
    }
    const forward = index.wordsOf(codes[q]!);
    for (const strand of [codes[q]!, reverseComplement(codes[q]!)]) {
      const words = strand === codes[q] ? forward : index.wordsOf(strand);
      const tried = new Map<number, number[]>();
      words.forEach((word, i) => {
        if (word < 0) return;
        index.forEach(word, (t, j) => {
          if (links.same(t, q)) return;
          const other = codes[t]!;
          // The word one letter earlier has met this diagonal already.
          if (i > 0 && j > 0 && words[i - 1]! >= 0 && strand[i - 1] === other[j - 1]) return;
          if (extend(strand, other, i, j, k) < trigger) return;
          const seen = tried.get(t) ?? [];
          if (seen.some((diagonal) => Math.abs(diagonal - (j - i)) <= BAND / 2)) return;
          tried.set(t, [...seen, j - i]);
          const { score, matches } = bandedAlignment(strand, other, j - i);
          const enough = matches >= rules.identity * Math.min(strand.length, other.length);
          if (score >= rules.least && enough) links.link(t, q);
        });
      });
    }
    index.add(q, forward);
  }
}

/** Score of a shared word extended both ways without gaps. */
function extend(a: Uint8Array, b: Uint8Array, i: number, j: number, k: number): number {
  return k * MATCH + oneWay(a, b, i + k, j + k, 1) + oneWay(a, b, i - 1, j - 1, -1);
}

function oneWay(a: Uint8Array, b: Uint8Array, i: number, j: number, step: 1 | -1): number {
  let score = 0;
  let best = 0;
  while (i >= 0 && j >= 0 && i < a.length && j < b.length && score > best - DROP) {
    score += a[i] === b[j] && a[i] !== UNKNOWN ? MATCH : MISMATCH;
    if (score > best) best = score;
    i += step;
    j += step;
  }
  return best;
}
