import { DataError } from '../base/errors.ts';
import type { RandomKey } from '../base/random.ts';
import type { Warning } from '../base/warning.ts';
import { checkStrata } from '../sample/check-strata.ts';
import { assertGroupsWhole, leaveOneGroupOut } from '../sample/folds.ts';
import { countGroups } from '../sample/groups.ts';
import { strataOf } from '../sample/strata.ts';
import { stratifiedGroupFolds } from '../sample/stratified-group-folds.ts';
import type { Cohort } from '../table/cohort.ts';
import type { Target } from '../table/target.ts';

export interface OuterFolds {
  /** For each repeat: fold of each sample, [n]. */
  readonly repeats: readonly Int32Array[];
  /** Folds of each repeat. */
  readonly k: number;
  readonly warnings: readonly Warning[];
}

/**
 * The outer folds of a study: stratified by class, by quantile or by event and time (`strataOf`), groups whole (asserted), made anew for
 * each repeat.
 * @param outer number of folds, or `leave-one-out` (one group at a time).
 * @throws {DataError} fewer groups than folds (says the largest number that works), a class with one sample, or survival one at a time.
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
  const warnings = checkTarget(target, groups, outer, where);
  const folds = Array.from({ length: outer === 'leave-one-out' ? 1 : repeats }, (_, repeat) =>
    outer === 'leave-one-out'
      ? leaveOneGroupOut(groups, where)
      : stratifiedGroupFolds({ ...strataOf(target, k), groups, k, where, random: random.at('outer', repeat) }),
  );
  for (const repeat of folds) assertGroupsWhole(repeat, groups, where);
  return { repeats: folds, k, warnings };
}

function checkTarget(
  target: Target,
  groups: Int32Array,
  outer: number | 'leave-one-out',
  where: string,
): readonly Warning[] {
  if (target.task === 'classification') {
    const { codes, classes } = target;
    // Leaving one out, every class is smaller than the number of folds: that is no news, a class of one sample still is.
    const k = outer === 'leave-one-out' ? 2 : outer;
    return checkStrata({ codes, classes, nClasses: classes.length, groups, k, where });
  }
  if (target.task !== 'survival') return [];
  const events = target.events.reduce((sum, event) => sum + event, 0);
  // With 10 events in a test part the standard error of a C-index is about 0.1.
  if (outer === 'leave-one-out') {
    throw new DataError({
      where,
      problem: 'risks are compared within a fold, got leave-one-out, whose folds hold a single group',
      hint: 'use 5 or 10 folds',
    });
  }
  if (events >= 10 * outer) return [];
  const message = `${events} events in ${outer} folds: about ${Math.round(events / outer)} in each test part, too few for a steady C-index`;
  return [{ code: 'few-events', message, where }];
}
