import type { RandomKey } from '../../base/random.ts';
import { countGroups } from '../../sample/groups.ts';
import type { Statistic } from './statistic.ts';

/** Leaving out more blocks than this adds cost and no accuracy: the acceleration is then known to ±0.41/200 (one standard error). */
const MOST_BLOCKS = 200;

/**
 * Each statistic with one block of groups left out after the other. Up to 200 groups a block is one group; above, the groups are dealt out
 * at random into 200 blocks of equal number (delete-d jackknife): influences of a block are sums of those of its groups, whose sum of squares
 * and of cubes have the same expectation, so the acceleration of `bcaInterval` stays what it is.
 * @param groups from `testedGroups`. @returns [statistics][blocks]; NaN where undefined. Cost min(groups, 200) evaluations each.
 * Source: Shao & Tu 1995, The Jackknife and Bootstrap, §2.3; Davison & Hinkley 1997, §2.7.
 */
export function jackknifeGroups(
  statistics: readonly Statistic[],
  groups: Int32Array,
  random: RandomKey,
): Float64Array[] {
  const nGroups = countGroups(groups);
  const nBlocks = Math.min(nGroups, MOST_BLOCKS);
  const order = Int32Array.from({ length: nGroups }, (_, g) => g);
  if (nBlocks < nGroups) random.at('jackknife').stream().shuffle(order);
  const blockOf = new Int32Array(nGroups);
  order.forEach((g, place) => {
    blockOf[g] = place % nBlocks;
  });
  const values = statistics.map(() => new Float64Array(nBlocks));
  const weights = new Float64Array(groups.length);
  for (let block = 0; block < nBlocks; block++) {
    for (let i = 0; i < groups.length; i++) weights[i] = blockOf[groups[i]!] === block ? 0 : 1;
    statistics.forEach((statistic, s) => {
      values[s]![block] = statistic(weights);
    });
  }
  return values;
}
