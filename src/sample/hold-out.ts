import { DataError } from '../base/errors.ts';
import type { RandomKey } from '../base/random.ts';
import type { Target } from '../table/target.ts';
import { countGroups } from './groups.ts';
import type { Split } from './split.ts';
import { strataOf } from './strata.ts';
import { stratifiedGroupFolds } from './stratified-group-folds.ts';

/** Folds that the share is put together from: 5 % each. */
const PARTS = 20;

/**
 * A share of the rows, stratified, groups whole: m of k stratified folds, k at most 20, with m / k nearest to the share.
 * @param target and groups (dense codes) of the rows. @throws {DataError} fewer than two groups.
 */
export function holdOutSplit(
  target: Target,
  groups: Int32Array,
  rows: Int32Array,
  share: number,
  random: RandomKey,
  where: string,
): Split {
  const most = Math.min(PARTS, countGroups(groups));
  if (most < 2) throw new DataError({ where, problem: `a hold-out needs at least 2 groups, got ${most}` });
  let [parts, tested] = [most, 1];
  for (let k = 2; k <= most; k++) {
    const m = Math.min(k - 1, Math.max(1, Math.round(share * k)));
    if (Math.abs(m / k - share) < Math.abs(tested / parts - share)) [parts, tested] = [k, m];
  }
  const folds = stratifiedGroupFolds({ ...strataOf(target, parts), groups, k: parts, where, random });
  return {
    name: 'hold-out',
    train: rows.filter((_, at) => folds[at]! >= tested),
    test: rows.filter((_, at) => folds[at]! < tested),
  };
}
