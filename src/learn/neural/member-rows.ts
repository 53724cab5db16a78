import type { RandomKey } from '../../base/random.ts';
import { countGroups, denseCodes } from '../../sample/groups.ts';
import { strataOf } from '../../sample/strata.ts';
import { stratifiedGroupFolds } from '../../sample/stratified-group-folds.ts';
import type { TrainView } from '../../table/contract.ts';

/** Rows that one member learns from, and rows that say when it stops. */
export interface MemberRows {
  readonly rows: Int32Array;
  readonly held: Int32Array;
}

/**
 * For each member another part of the training rows held out, about a share of them: stratified, groups whole; no class loses all its rows. Members
 * beyond the number of parts hold out a part again. @param share 0: nothing is held out. Nothing either where there are fewer than two groups.
 */
export function memberRows(
  { X, target, groups }: TrainView,
  members: number,
  share: number,
  random: RandomKey,
): MemberRows[] {
  const all = Int32Array.from({ length: X.nRows }, (_, i) => i);
  const dense = denseCodes(groups ?? all);
  const k = share > 0 ? Math.min(Math.max(2, Math.round(1 / share)), countGroups(dense)) : 0;
  if (k < 2) return Array.from({ length: members }, () => ({ rows: all, held: new Int32Array() }));
  const strata = strataOf(target, k);
  const folds = stratifiedGroupFolds({ ...strata, groups: dense, k, random });
  return Array.from({ length: members }, (_, m) => {
    const part = m % k;
    const taught = new Set(strata.codes.filter((_, i) => folds[i] !== part));
    const needed = new Set(dense.filter((_, i) => !taught.has(strata.codes[i]!)));
    const isHeld = (i: number) => folds[i] === part && !needed.has(dense[i]!);
    return { rows: all.filter((i) => !isHeld(i)), held: all.filter(isHeld) };
  });
}
