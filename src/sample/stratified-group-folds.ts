import { DataError, ParamError, ShapeError } from '../base/errors.ts';
import type { RandomKey } from '../base/random.ts';
import { assertGroupsWhole } from './folds.ts';
import { countGroups, denseCodes } from './groups.ts';

export interface Strata {
  /** Class of each sample, 0 … nClasses − 1, [n]. */
  readonly codes: Int32Array;
  readonly nClasses: number;
  /** Group of each sample, any codes, [n]: samples of one group share a fold. */
  readonly groups: Int32Array;
  /** Number of folds, 2 … number of groups. */
  readonly k: number;
  /** What an error names; default `folds`. */
  readonly where?: string;
}

/**
 * k folds that never split a group and share each class out as evenly as the groups allow.
 *
 * Groups are placed one at a time, largest first (among equals: the one with the rarest class first, then in shuffled order), each
 * into the fold where Σ_c Var_f(n_fc / N_c) grows least, n_fc being the samples of class c in fold f and N_c in all; ties go to
 * the smaller fold, then to the lower number. No fold is empty. When every group is one sample this is stratified k-fold: the counts
 * of each class differ by at most one between folds, and so do the fold sizes.
 *
 * @returns fold of each sample, 0 … k − 1, [n].
 * @throws {ParamError} k below 2 or not whole. @throws {DataError} fewer groups than folds: says the largest k that works.
 * @throws {ShapeError} unequal lengths.
 * Cost O(n·k + G log G) for G groups. Source: the greedy of scikit-learn's StratifiedGroupKFold, with the variance updated instead of
 * recomputed and with size as the order.
 */
export function stratifiedGroupFolds(strata: Strata & { readonly random: RandomKey }): Int32Array {
  const { codes, nClasses, k, random, where = 'folds' } = strata;
  const n = codes.length;
  if (!(Number.isInteger(k) && k >= 2)) {
    throw new ParamError({ where, problem: `the number of folds must be a whole number of at least 2, got ${k}` });
  }
  if (strata.groups.length !== n) {
    throw new ShapeError({ where, problem: `${n} samples have a class but ${strata.groups.length} have a group` });
  }
  const groups = denseCodes(strata.groups);
  const nGroups = countGroups(groups);
  if (nGroups < k) throw tooFewGroups(nGroups, n, k, where);

  const { members, start } = membersOf(groups, nGroups);
  const classTotal = new Float64Array(nClasses);
  for (const code of codes) classTotal[code]!++;
  const order = placingOrder(members, start, codes, classTotal, random);

  const folds = new Int32Array(n);
  const foldSize = new Float64Array(k);
  const foldClass = new Float64Array(k * nClasses); // n_fc
  for (const g of order) {
    let best = 0;
    let bestGrowth = Number.POSITIVE_INFINITY;
    for (let f = 0; f < k; f++) {
      // Adding v to n_fc raises Σ (n_fc/N_c)² by Σ_c (2·n_fc·v_c + v_c²)/N_c²; only the first term depends on the fold,
      // and a sum over members is the sum over classes weighted by v_c.
      let growth = 0;
      for (let m = start[g]!; m < start[g + 1]!; m++) {
        const c = codes[members[m]!]!;
        growth += foldClass[f * nClasses + c]! / (classTotal[c]! * classTotal[c]!);
      }
      if (growth < bestGrowth || (growth === bestGrowth && foldSize[f]! < foldSize[best]!)) {
        best = f;
        bestGrowth = growth;
      }
    }
    for (let m = start[g]!; m < start[g + 1]!; m++) {
      const i = members[m]!;
      folds[i] = best;
      foldClass[best * nClasses + codes[i]!]!++;
    }
    foldSize[best]! += start[g + 1]! - start[g]!;
  }
  assertGroupsWhole(folds, groups, where);
  return folds;
}

/** Samples listed group by group: those of group g are members[start[g] … start[g + 1]). */
function membersOf(groups: Int32Array, nGroups: number): { members: Int32Array; start: Int32Array } {
  const start = new Int32Array(nGroups + 1);
  for (const g of groups) start[g + 1]!++;
  for (let g = 0; g < nGroups; g++) start[g + 1]! += start[g]!;
  const next = start.slice();
  const members = new Int32Array(groups.length);
  for (let i = 0; i < groups.length; i++) members[next[groups[i]!]!++] = i;
  return { members, start };
}

/**
 * Largest groups first, since small ones can still even out what large ones left uneven. Equal sizes go class by class: a class
 * that is finished before the next begins keeps the fold sizes within one of each other.
 */
function placingOrder(
  members: Int32Array,
  start: Int32Array,
  codes: Int32Array,
  classTotal: Float64Array,
  random: RandomKey,
): Int32Array {
  const nGroups = start.length - 1;
  const byRarity = Array.from(classTotal.keys()).sort((a, b) => classTotal[a]! - classTotal[b]! || a - b);
  const rarity = new Int32Array(classTotal.length);
  byRarity.forEach((c, rank) => {
    rarity[c] = rank;
  });
  const rarest = new Int32Array(nGroups).fill(classTotal.length);
  for (let g = 0; g < nGroups; g++) {
    for (let m = start[g]!; m < start[g + 1]!; m++) {
      rarest[g] = Math.min(rarest[g]!, rarity[codes[members[m]!]!]!);
    }
  }
  const size = (g: number) => start[g + 1]! - start[g]!;
  const order = random.stream().shuffle(Int32Array.from({ length: nGroups }, (_, g) => g));
  return order.sort((a, b) => size(b) - size(a) || rarest[a]! - rarest[b]!);
}

function tooFewGroups(nGroups: number, n: number, k: number, where: string): DataError {
  const what = nGroups === n ? `${n} samples` : `${nGroups} groups (${n} samples)`;
  return new DataError({
    where,
    problem: `${k} folds need at least ${k} groups, got ${what}`,
    hint: nGroups < 2 ? 'at least 2 groups are needed to hold any out' : `use at most ${nGroups} folds`,
  });
}
