import { DataError, LeakageError } from '../base/errors.ts';
import { foldRows } from './folds.ts';

/** What is learned from and what is tested, as rising row indices without a row in common. Not every row need be on a side. */
export interface Split {
  /** The site, period or fold that is tested, where it has a name. */
  readonly name?: string;
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** One split for each fold 0 … k − 1: tested on it, trained on the rest. @param rows the rows that `folds` speaks of, rising. */
export function splitsFromFolds(folds: Int32Array, k: number, rows: Int32Array): Split[] {
  return Array.from({ length: k }, (_, fold) => {
    const { train, test } = foldRows(folds, fold);
    return { train: train.map((at) => rows[at]!), test: test.map((at) => rows[at]!) };
  });
}

/** Leaves out the training rows whose group is tested. @param groups of all samples, any codes. Cost O(train + test). */
export function withoutTestedGroups(split: Split, groups: Int32Array): Split {
  const tested = new Set(Array.from(split.test, (i) => groups[i]!));
  return { ...split, train: split.train.filter((i) => !tested.has(groups[i]!)) };
}

/** Groups with rows on both sides, as codes. */
export function sharedGroups({ train, test }: Split, groups: Int32Array): number[] {
  const tested = new Set(Array.from(test, (i) => groups[i]!));
  return [...new Set(Array.from(train, (i) => groups[i]!))].filter((group) => tested.has(group));
}

/**
 * The last line of defence: whatever made the splits, both sides hold rows, no row is on both sides, and none is tested twice.
 * Groups on both sides are `sharedGroups`: of splits that the user made the audit speaks of them, of splits made here `assertGroupsApart`.
 * @throws {DataError} an empty side, a row tested twice. @throws {LeakageError} a row on both sides.
 */
export function assertSplits(splits: readonly Split[], where: string): void {
  const seen = new Set<number>();
  for (const [s, { name, train, test }] of splits.entries()) {
    const called = name === undefined ? `split ${s + 1}` : `'${name}'`;
    if (train.length === 0 || test.length === 0) {
      throw new DataError({
        where,
        problem: `every split needs rows to learn from and rows to test, got ${train.length} and ${test.length} in ${called}`,
      });
    }
    const tested = new Set(test);
    const both = train.find((i) => tested.has(i));
    if (both !== undefined) throw new LeakageError({ where, problem: `sample ${both} is on both sides of ${called}` });
    for (const i of test) {
      if (seen.has(i)) throw new DataError({ where, problem: `sample ${i} is tested twice, again in ${called}` });
      seen.add(i);
    }
  }
}

/** @throws {LeakageError} a group on both sides of a split. */
export function assertGroupsApart(splits: readonly Split[], groups: Int32Array, where: string): void {
  for (const [s, split] of splits.entries()) {
    const [shared] = sharedGroups(split, groups);
    if (shared === undefined) continue;
    throw new LeakageError({
      where,
      problem: `a group must stay on one side, got group ${shared} on both sides of ${split.name ?? `split ${s + 1}`}`,
      hint: 'make the splits from these groups',
    });
  }
}
