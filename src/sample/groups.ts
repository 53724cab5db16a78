import { ShapeError } from '../base/errors.ts';
import { unionFind } from './union-find.ts';

/**
 * Which samples must stay together: those that share a label in any of the columns (patient, family, site, …), and those that
 * `pairs` link (duplicates found in the data), and so on through chains of such links.
 * A missing label links its sample to nobody.
 *
 * @param columns each [n]; null is missing. No column and no pair: every sample is a group of its own.
 * @param pairs sample indices, each below n.
 * @returns group codes 0 … nGroups − 1 in order of first appearance, [n].
 * @throws {ShapeError} a column of another length, a pair outside 0 … n − 1.
 * Cost O(n · columns + pairs).
 */
export function groupsFrom(
  columns: readonly (readonly (string | null)[])[],
  n: number,
  pairs: Iterable<readonly [number, number]> = [],
): Int32Array {
  const sets = unionFind(n);
  for (const column of columns) {
    if (column.length !== n) {
      throw new ShapeError({ where: 'groupsFrom', problem: `each column must have ${n} labels, got ${column.length}` });
    }
    const first = new Map<string, number>();
    column.forEach((label, i) => {
      if (label === null) return;
      const other = first.get(label);
      if (other === undefined) first.set(label, i);
      else sets.union(other, i);
    });
  }
  for (const [i, j] of pairs) {
    for (const index of [i, j]) {
      if (!(Number.isInteger(index) && index >= 0 && index < n)) {
        throw new ShapeError({ where: 'groupsFrom', problem: `a pair must link samples 0 … ${n - 1}, got ${index}` });
      }
    }
    sets.union(i, j);
  }
  return denseCodes(Int32Array.from({ length: n }, (_, i) => sets.find(i)));
}

/** The same partition with codes 0, 1, 2, … in order of first appearance: for the groups of some of the samples. */
export function denseCodes(groups: Int32Array): Int32Array {
  const code = new Map<number, number>();
  return groups.map((group) => {
    const known = code.get(group);
    if (known !== undefined) return known;
    code.set(group, code.size);
    return code.size - 1;
  });
}

/** Number of groups when the codes are dense: one more than the largest. */
export function countGroups(dense: Int32Array): number {
  let largest = -1;
  for (const group of dense) if (group > largest) largest = group;
  return largest + 1;
}

/** The samples of each group, rising. @param dense codes 0 … nGroups − 1. Cost O(n). */
export function groupMembers(dense: Int32Array): Int32Array[] {
  const rows = Array.from({ length: countGroups(dense) }, (): number[] => []);
  dense.forEach((group, i) => {
    rows[group]!.push(i);
  });
  return rows.map((own) => Int32Array.from(own));
}
