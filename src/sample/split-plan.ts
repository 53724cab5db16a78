import type { RandomKey } from '../base/random.ts';
import { type Target, takeTargetRows } from '../table/target.ts';
import { crossedSplits } from './crossed-splits.ts';
import { leaveOneGroupOut } from './folds.ts';
import { countGroups, denseCodes } from './groups.ts';
import { holdOutSplit } from './hold-out.ts';
import { type Labels, leaveLabelOut, predefinedSplits } from './labelled-splits.ts';
import { assertGroupsApart, assertSplits, type Split, splitsFromFolds } from './split.ts';
import { strataOf } from './strata.ts';
import { stratifiedGroupFolds } from './stratified-group-folds.ts';
import { timeSplits } from './time-splits.ts';

/** How rows are divided. Columns are those of all samples, [n]. */
export type SplitPlan =
  /** k folds, stratified, groups whole. */
  | { readonly kind: 'folds'; readonly k: number }
  /** One group at a time. */
  | { readonly kind: 'leave-one-out' }
  /** One label of a column at a time: a site, a batch, a drug. */
  | { readonly kind: 'leave-out'; readonly labels: Labels }
  /** As a column says: `train` and `test`, or the name of each sample's fold. */
  | { readonly kind: 'predefined'; readonly labels: Labels }
  /** A share of the groups is tested once, stratified. */
  | { readonly kind: 'hold-out'; readonly share: number }
  /** k later periods, each tested by what was learned from all before it. */
  | { readonly kind: 'time'; readonly times: Float64Array; readonly k: number }
  /** Pairs of two kinds of things, such as a drug and a cell line: neither of a tested pair was seen. k · k splits. */
  | { readonly kind: 'crossed'; readonly rows: Int32Array; readonly columns: Int32Array; readonly k: number };

export interface SplitSamples {
  readonly target: Target;
  /** Codes of all samples, [n]: what must never be on both sides. */
  readonly groups: Int32Array;
}

/** A chance is in how the rows are divided: made anew, the splits differ. */
export function isRandom({ kind }: SplitPlan): boolean {
  return kind === 'folds' || kind === 'hold-out' || kind === 'crossed';
}

/**
 * Divides some rows of a cohort by a plan. Both sides of every split are checked (`assertSplits`), and so are groups (`assertGroupsApart`)
 * unless the user made the split himself (predefined), of which the audit speaks.
 * @param rows to be divided, rising. @param where for messages, as `validate.outer`.
 * @throws {DataError} too few groups, one label only, an empty side. Cost that of the folds, O(n·k).
 */
export function makeSplits(
  plan: SplitPlan,
  samples: SplitSamples,
  rows: Int32Array,
  random: RandomKey,
  where: string,
): Split[] {
  const splits = divide(plan, samples, rows, random, where);
  assertSplits(splits, where);
  if (plan.kind !== 'predefined') assertGroupsApart(splits, samples.groups, where);
  return splits;
}

function divide(
  plan: SplitPlan,
  { target, groups: all }: SplitSamples,
  rows: Int32Array,
  random: RandomKey,
  where: string,
): Split[] {
  const groups = denseCodes(Int32Array.from(rows, (i) => all[i]!));
  switch (plan.kind) {
    case 'folds': {
      const strata = strataOf(takeTargetRows(target, rows), plan.k);
      return splitsFromFolds(stratifiedGroupFolds({ ...strata, groups, k: plan.k, where, random }), plan.k, rows);
    }
    case 'leave-one-out':
      return splitsFromFolds(leaveOneGroupOut(groups, where), countGroups(groups), rows);
    case 'leave-out':
      return leaveLabelOut(plan.labels, all, rows, where);
    case 'predefined':
      return predefinedSplits(plan.labels, rows, where);
    case 'hold-out':
      return [holdOutSplit(takeTargetRows(target, rows), groups, rows, plan.share, random, where)];
    case 'time':
      return timeSplits(plan.times, all, rows, plan.k, where);
    case 'crossed':
      return crossedSplits(plan, all, rows, random, where);
  }
}
