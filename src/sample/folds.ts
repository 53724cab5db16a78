import { DataError, LeakageError, ShapeError } from '../base/errors.ts';
import { countGroups, denseCodes } from './groups.ts';

/** Row indices in increasing order; together all the samples, none twice. */
export interface FoldRows {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** The samples outside and inside one fold. @param folds fold of each sample, [n]. Cost O(n). */
export function foldRows(folds: Int32Array, fold: number): FoldRows {
  let nTest = 0;
  for (const f of folds) if (f === fold) nTest++;
  const test = new Int32Array(nTest);
  const train = new Int32Array(folds.length - nTest);
  let a = 0;
  let b = 0;
  for (let i = 0; i < folds.length; i++) {
    if (folds[i] === fold) test[a++] = i;
    else train[b++] = i;
  }
  return { train, test };
}

/**
 * One fold per group: fold f tests the f-th group in order of first appearance. With groups of one sample this is leave-one-out.
 * @returns fold of each sample, [n]. @throws {DataError} fewer than two groups.
 */
export function leaveOneGroupOut(groups: Int32Array, where = 'leaveOneGroupOut'): Int32Array {
  const folds = denseCodes(groups);
  if (countGroups(folds) < 2) {
    throw new DataError({ where, problem: `needs at least 2 groups, got ${countGroups(folds)}` });
  }
  return folds;
}

/**
 * The last line of defence: whatever made the folds, no group may have samples in two of them.
 * @throws {LeakageError} naming the group and two of its samples. @throws {ShapeError} unequal lengths.
 */
export function assertGroupsWhole(folds: Int32Array, groups: Int32Array, where = 'folds'): void {
  if (folds.length !== groups.length) {
    throw new ShapeError({ where, problem: `${groups.length} samples have groups but ${folds.length} have folds` });
  }
  const first = new Map<number, number>();
  for (let i = 0; i < groups.length; i++) {
    const other = first.get(groups[i]!);
    if (other === undefined) first.set(groups[i]!, i);
    else if (folds[other] !== folds[i]) {
      throw new LeakageError({
        where,
        problem: `a group must stay in one fold, got group ${groups[i]} in folds ${folds[other]} and ${folds[i]} (samples ${other} and ${i})`,
        hint: 'make the folds from these groups',
      });
    }
  }
}
