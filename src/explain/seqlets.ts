import { log2 } from '../base/elementary.ts';
import { DataError, ShapeError } from '../base/errors.ts';
import type { RandomKey } from '../base/random.ts';

/** A stretch of a sequence that the answer leans on. */
export interface Seqlet {
  readonly sequence: number;
  /** First place, from 0. */
  readonly start0: number;
  /** Σ of the attributions of its letters. */
  readonly sum: number;
}

export interface SeqletMotif {
  /** Share of A, C, G, T at each place among its seqlets, [width, 4] row-major. */
  readonly shares: Float64Array;
  /** Bits that each place says, [width]: 2 less the entropy of the shares. */
  readonly bits: Float64Array;
  /** Mean attribution of the letters at each place, [width]. */
  readonly attributions: Float64Array;
  readonly seqlets: number;
}

export interface SeqletOptions {
  readonly random: RandomKey;
  /** Letters of a seqlet, default 12. */
  readonly width?: number;
  /** Seqlets are so many above chance that at most this share of them is expected by it, default 0.05. */
  readonly fdr?: number;
  /** Cosine similarity, at the best shift and strand, from which a seqlet joins a motif, default 0.7: two words of eight letters that have nothing to do with each other often reach 0.6. */
  readonly similarity?: number;
  /** A motif of fewer seqlets is none, default 20. */
  readonly least?: number;
}

/** [letters 0 … 3, or −1 for none] and the attribution of the letter that is there, both [n, positions] row-major. */
export interface LetterAttributions {
  readonly nPositions: number;
  readonly codes: Int8Array;
  readonly values: Float32Array;
}

/**
 * Windows of high attribution, none over another: those whose sum reaches a threshold at which windows of the same attributions dealt out anew within each sequence are at most `fdr`
 * of those found. Only what speaks for the answer; turn the signs for what speaks against it. Strongest first.
 * @throws {ShapeError} lengths that differ. Cost O(n · positions). Source: after Shrikumar et al. 2018 (TF-MoDISco), arXiv:1811.00416, with a permutation for its null.
 */
export function findSeqlets(
  { nPositions, codes, values }: LetterAttributions,
  { random, width = 12, fdr = 0.05 }: SeqletOptions,
): Seqlet[] {
  const where = 'find-seqlets';
  const n = values.length / nPositions;
  if (!Number.isInteger(n) || codes.length !== values.length || width > nPositions) {
    const problem = `[n, ${nPositions}] codes and values and a width within it expected, got ${codes.length}, ${values.length} and ${width}`;
    throw new ShapeError({ where, problem });
  }
  const stream = random.stream();
  const found: Seqlet[] = [];
  const chance: number[] = [];
  for (let i = 0; i < n; i++) {
    const own = values.subarray(i * nPositions, (i + 1) * nPositions);
    found.push(...peaks(own, width).map(({ start0, sum }) => ({ sequence: i, start0, sum })));
    chance.push(...peaks(stream.shuffle(own.slice()), width).map(({ sum }) => sum));
  }
  found.sort((a, b) => b.sum - a.sum);
  chance.sort((a, b) => b - a);
  // The longest list of the strongest in which chance has its share at most.
  let [kept, below] = [0, 0];
  for (let k = 0; k < found.length; k++) {
    while (below < chance.length && chance[below]! >= found[k]!.sum) below++;
    if (below <= fdr * (k + 1)) kept = k + 1;
  }
  return found.slice(0, kept);
}

/** The strongest window, the strongest that does not overlap with it, and so on: those above 0. */
function peaks(values: Float32Array, width: number): { start0: number; sum: number }[] {
  const sums = new Float64Array(values.length - width + 1);
  let sum = 0;
  for (let j = 0; j < values.length; j++) {
    sum += values[j]! - (j >= width ? values[j - width]! : 0);
    if (j >= width - 1) sums[j - width + 1] = sum;
  }
  const order = Array.from(sums.keys()).sort((a, b) => sums[b]! - sums[a]! || a - b);
  const taken: { start0: number; sum: number }[] = [];
  for (const start0 of order) {
    if (!(sums[start0]! > 0)) break;
    if (taken.every((one) => Math.abs(one.start0 - start0) >= width)) taken.push({ start0, sum: sums[start0]! });
  }
  return taken;
}

/**
 * Motifs from seqlets: the strongest seqlet not yet taken leads; those like it, at any shift by up to a third of the width and on either strand, are laid over it; once more they are compared
 * with the mean of these, and what is like that mean is the motif. Letters count once each. Most seqlets first.
 * @throws {DataError} options out of range. Cost O(motifs · seqlets · width²).
 */
export function clusterSeqlets(
  data: LetterAttributions,
  seqlets: readonly Seqlet[],
  { width = 12, similarity = 0.7, least = 20 }: SeqletOptions,
): SeqletMotif[] {
  if (!(similarity > 0 && similarity <= 1)) {
    const problem = `a similarity above 0 and at most 1 expected, got ${similarity}`;
    throw new DataError({ where: 'cluster-seqlets', problem });
  }
  const shift = Math.floor(width / 3);
  // A margin on either side, so that a shifted seqlet brings its own letters.
  const wide = width + 2 * shift;
  const windows = seqlets.map((seqlet) => windowOf(data, seqlet, shift, wide));
  let left = windows.filter((window) => window !== undefined);
  const motifs: SeqletMotif[] = [];
  while (left.length >= least) {
    const leader = part(left[0]!, shift, width, false);
    let placed = place(left, leader, similarity, shift, width);
    if (placed.length >= least) {
      const mean = leader.map((_, k) => placed.reduce((sum, { own }) => sum + own[k]!, 0) / placed.length);
      placed = place(left, mean, similarity, shift, width);
    }
    const taken = new Set(placed.map(({ window }) => window).concat(left[0]!));
    if (placed.length >= least)
      motifs.push(
        motifOf(
          placed.map(({ own }) => own),
          width,
        ),
      );
    left = left.filter((window) => !taken.has(window));
  }
  return motifs.sort((a, b) => b.seqlets - a.seqlets);
}

/** Attributions by letter, [wide, 4] row-major; undefined where the margin goes beyond the sequence. */
function windowOf(
  { nPositions, codes, values }: LetterAttributions,
  { sequence, start0 }: Seqlet,
  margin: number,
  wide: number,
): Float64Array | undefined {
  const first = start0 - margin;
  if (first < 0 || first + wide > nPositions) return undefined;
  const window = new Float64Array(4 * wide);
  for (let w = 0; w < wide; w++) {
    const at = sequence * nPositions + first + w;
    // A letter of no attribution is still there.
    if (codes[at]! >= 0) window[4 * w + codes[at]!] = values[at]! === 0 ? Number.MIN_VALUE : values[at]!;
  }
  return window;
}

/** `width` places from `from` on; of the other strand read backwards, A for T and C for G. */
function part(window: Float64Array, from: number, width: number, turned: boolean): Float64Array {
  return (turned ? window.slice().reverse() : window).subarray(4 * from, 4 * (from + width));
}

function place(
  windows: readonly Float64Array[],
  pattern: Float64Array,
  similarity: number,
  shift: number,
  width: number,
) {
  return windows.flatMap((window) => {
    let best = { like: Number.NEGATIVE_INFINITY, own: pattern };
    for (const turned of [false, true]) {
      for (let from = 0; from <= 2 * shift; from++) {
        const own = part(window, from, width, turned);
        const like = cosine(own, pattern);
        if (like > best.like) best = { like, own };
      }
    }
    return best.like >= similarity ? [{ window, own: best.own }] : [];
  });
}

function cosine(a: Float64Array, b: Float64Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    ab += a[k]! * b[k]!;
    aa += a[k]! * a[k]!;
    bb += b[k]! * b[k]!;
  }
  return ab / Math.sqrt(aa * bb);
}

function motifOf(all: readonly Float64Array[], width: number): SeqletMotif {
  const shares = new Float64Array(4 * width);
  const attributions = new Float64Array(width);
  for (const own of all) {
    own.forEach((value, k) => {
      if (value === 0) return;
      shares[k]!++;
      attributions[k >> 2]! += value / all.length;
    });
  }
  const bits = attributions.map((_, w) => {
    const letters = shares.subarray(4 * w, 4 * w + 4);
    const count = letters.reduce((a, b) => a + b, 0) || 1;
    letters.forEach((one, k) => {
      letters[k] = one / count;
    });
    return Math.max(0, 2 + letters.reduce((sum, p) => sum + (p > 0 ? p * log2(p) : 0), 0));
  });
  return { shares, bits, attributions, seqlets: all.length };
}
