import type { RandomKey } from '../base/random.ts';
import type { Warning } from '../base/warning.ts';
import { checkStrata } from '../sample/check-strata.ts';
import { assertGroupsWhole, leaveOneGroupOut } from '../sample/folds.ts';
import { countGroups } from '../sample/groups.ts';
import { stratifiedGroupFolds } from '../sample/stratified-group-folds.ts';
import type { Cohort } from '../table/cohort.ts';

export interface OuterFolds {
  /** For each repeat: fold of each sample, [n]. */
  readonly repeats: readonly Int32Array[];
  /** Folds of each repeat. */
  readonly k: number;
  readonly warnings: readonly Warning[];
}

/**
 * The outer folds of a study: stratified by class, groups whole (asserted), made anew for each repeat.
 * @param outer number of folds, or `leave-one-out` (one group at a time).
 * @throws {DataError} fewer groups than folds (says the largest number that works), or a class with one sample.
 */
export function outerFolds(
  cohort: Pick<Cohort, 'target' | 'groups'>,
  outer: number | 'leave-one-out',
  repeats: number,
  random: RandomKey,
): OuterFolds {
  const { target, groups } = cohort;
  const where = 'validate.outer';
  const k = outer === 'leave-one-out' ? countGroups(groups) : outer;
  const strata = { codes: target.codes, nClasses: target.classes.length, groups, k, where };
  // Leaving one out, every class is smaller than the number of folds: that is no news, a class of one sample still is.
  const warnings = checkStrata({ ...strata, k: outer === 'leave-one-out' ? 2 : k, classes: target.classes });
  const folds = Array.from({ length: outer === 'leave-one-out' ? 1 : repeats }, (_, repeat) =>
    outer === 'leave-one-out'
      ? leaveOneGroupOut(groups, where)
      : stratifiedGroupFolds({ ...strata, random: random.at('outer', repeat) }),
  );
  for (const repeat of folds) assertGroupsWhole(repeat, groups, where);
  return { repeats: folds, k, warnings };
}
