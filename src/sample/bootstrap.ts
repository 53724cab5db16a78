import type { RandomKey } from '../base/random.ts';
import { countGroups } from './groups.ts';

/**
 * One bootstrap replicate over groups, as weights: as many groups as there are, drawn with replacement; a sample weighs as often as
 * its group was drawn. Resampling groups, not samples, keeps the interval honest when samples of one patient resemble each other.
 * Replicate r is a function of (random, r) alone, so any worker may draw it.
 *
 * @param groups dense codes 0 … nGroups − 1, [n] (from `groupsFrom` or `denseCodes`); −1 is never drawn.
 * @returns weights, [n], whole numbers; their sum is n when all groups have one size. Cost O(n).
 * Source: Davison & Hinkley 1997, Bootstrap Methods and their Application, §3.8 (resampling whole clusters).
 */
export function bootstrapGroups(groups: Int32Array, random: RandomKey, replicate: number): Float64Array {
  const nGroups = countGroups(groups);
  const drawn = new Float64Array(nGroups);
  const stream = random.at('bootstrap', replicate).stream();
  for (let d = 0; d < nGroups; d++) drawn[stream.below(nGroups)]!++;
  const weights = new Float64Array(groups.length);
  for (let i = 0; i < groups.length; i++) weights[i] = drawn[groups[i]!] ?? 0;
  return weights;
}
