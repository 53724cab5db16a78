import type { RandomKey } from '../base/random.ts';
import { runningSum } from './running-sum.ts';

/**
 * Enrichment scores of random sets, drawn without replacement: what the permutation of gene labels gives. Draw d of one size begins with draw d of a smaller one: the
 * ranking is permuted once for all sets, as in the paper, and what one size gets does not depend on the others. Members are marked in a row of bits and read off in order,
 * which spares the sorting. @param sizes different, each below n. @returns size → [draws]. Cost O(draws · Σ (size + n/32)).
 */
export function randomSetScores(
  weights: Float64Array,
  sizes: Iterable<number>,
  draws: number,
  random: RandomKey,
): Map<number, Float64Array> {
  const n = weights.length;
  const rising = [...sizes].sort((a, b) => a - b);
  const scores = rising.map((size) => [size, new Float64Array(draws)] as const);
  const marks = new Uint32Array((n + 31) >> 5);
  const hits = new Int32Array(rising.at(-1) ?? 0);
  for (let d = 0; d < draws; d++) {
    const stream = random.at(d).stream();
    marks.fill(0);
    let drawn = 0;
    for (const [size, own] of scores) {
      while (drawn < size) {
        const j = stream.below(n);
        const bit = 1 << (j & 31);
        if (marks[j >> 5]! & bit) continue;
        marks[j >> 5]! |= bit;
        drawn++;
      }
      readMarks(marks, hits);
      own[d] = runningSum(hits, size, weights).score;
    }
  }
  return new Map(scores);
}

/** The places of the bits that are set, rising. */
function readMarks(marks: Uint32Array, hits: Int32Array): void {
  let count = 0;
  for (let w = 0; w < marks.length; w++) {
    for (let word = marks[w]!; word !== 0; word &= word - 1) hits[count++] = (w << 5) + 31 - Math.clz32(word & -word);
  }
}
