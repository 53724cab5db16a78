import { ShapeError } from '../base/errors.ts';
import type { RandomKey } from '../base/random.ts';
import { denseCodes, groupMembers } from './groups.ts';
import type { SampleStrata } from './strata.ts';

/**
 * Groups in an order of which every beginning is a fair part of the whole: the g-th of the c groups of a stratum, in random order, stands at
 * (g + ½)/c. The first 40 % then hold 40 % of the groups of each stratum, to one, and contain the first 20 %: for learning curves, whose
 * points differ less by chance when each part is held in the next. A group belongs to the stratum of most of its samples, the lower of equals.
 * @param groups of the same samples, any codes, [n]. @returns the samples of each group, in this order. Cost O(n + G log G).
 */
export function stratifiedOrder(
  { codes, nClasses }: SampleStrata,
  groups: Int32Array,
  random: RandomKey,
): Int32Array[] {
  if (codes.length !== groups.length) {
    const problem = `${codes.length} samples have a stratum but ${groups.length} have a group`;
    throw new ShapeError({ where: 'stratifiedOrder', problem });
  }
  const members = groupMembers(denseCodes(groups));
  const byStratum = Array.from({ length: nClasses }, (): number[] => []);
  members.forEach((rows, g) => {
    const counts = new Float64Array(nClasses);
    for (const i of rows) counts[codes[i]!]!++;
    byStratum[counts.indexOf(Math.max(...counts))]!.push(g);
  });
  const stream = random.stream();
  const placed = byStratum.flatMap((own) =>
    [...stream.shuffle(own)].map((g, rank) => ({ g, at: (rank + 0.5) / own.length })),
  );
  // Equal places: one from each stratum, in the order of the strata; the sort is stable.
  return placed.sort((a, b) => a.at - b.at).map(({ g }) => members[g]!);
}

/** The samples of the first groups that together reach the share of all, rising; at least one group. @param order from `stratifiedOrder`. */
export function firstShare(order: readonly Int32Array[], share: number): Int32Array {
  const n = order.reduce((sum, rows) => sum + rows.length, 0);
  const taken: number[] = [];
  for (const rows of order) {
    if (taken.length > 0 && taken.length + rows.length / 2 > share * n) break;
    taken.push(...rows);
  }
  return Int32Array.from(taken).sort();
}
