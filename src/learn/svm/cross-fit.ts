import type { RandomKey } from '../../base/random.ts';
import { countGroups, denseCodes } from '../../sample/groups.ts';
import { stratifiedGroupFolds } from '../../sample/stratified-group-folds.ts';
import type { ClassTarget } from '../../table/target.ts';

/** Parts of the training rows of which each is predicted by a machine fitted on the others, for the probabilities. */
const CROSS_FIT_FOLDS = 3;

/** Part of each row, [n]; groups stay whole, or with a single group its rows are divided. */
export function crossFitFolds(
  target: ClassTarget,
  declared: Int32Array | undefined,
  random: RandomKey,
  where: string,
): Int32Array {
  const own = target.codes.map((_, i) => i);
  const groups = declared && countGroups(denseCodes(declared)) > 1 ? denseCodes(declared) : own;
  return stratifiedGroupFolds({
    codes: target.codes,
    nClasses: target.classes.length,
    groups,
    k: Math.min(CROSS_FIT_FOLDS, countGroups(groups)),
    random,
    where,
  });
}
