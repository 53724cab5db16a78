import type { Context } from '../../base/context.ts';
import { countGroups, denseCodes } from '../../sample/groups.ts';
import { strataOf } from '../../sample/strata.ts';
import { stratifiedGroupFolds } from '../../sample/stratified-group-folds.ts';
import type { TrainView } from '../../table/contract.ts';

/**
 * Divides rows into those to learn from and about a share to validate on: stratified, groups whole. Rows of a class that would have none
 * left to learn from stay, with their groups.
 * @returns both ascending; all rows to learn from when there are too few groups to divide.
 */
export function holdOut({ target, groups }: TrainView, n: number, share: number, ctx: Context) {
  const all = Uint32Array.from({ length: n }, (_, i) => i);
  const dense = denseCodes(groups ?? Int32Array.from(all));
  const k = Math.min(Math.max(2, Math.round(1 / share)), countGroups(dense));
  if (k < 2) return { learned: all, held: new Uint32Array() };
  const strata = strataOf(target, k);
  const folds = stratifiedGroupFolds({ ...strata, groups: dense, k, random: ctx.random.at('holdout') });
  const taught = new Set(strata.codes.filter((_, i) => folds[i] !== 0));
  const needed = new Set(dense.filter((_, i) => !taught.has(strata.codes[i]!)));
  const isHeld = (i: number) => folds[i] === 0 && !needed.has(dense[i]!);
  return { learned: all.filter((i) => !isHeld(i)), held: all.filter(isHeld) };
}
