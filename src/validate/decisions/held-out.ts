import { DataError, ShapeError } from '../../base/errors.ts';
import type { RandomKey } from '../../base/random.ts';
import { predictedClasses } from '../../metric/classification/ranking.ts';
import { denseCodes } from '../../sample/groups.ts';
import { stratifiedGroupFolds } from '../../sample/stratified-group-folds.ts';

/** Class probabilities of samples, each from a model that had not seen it, beside the truth. No field is modified. */
export interface HeldOutClasses {
  /** True class of each row, 0 … nClasses − 1, [n]. */
  readonly truth: Int32Array;
  /** [n, nClasses] row-major; rows sum to 1. */
  readonly probabilities: Float64Array;
  readonly nClasses: number;
  /** The fold whose model gave each row, any codes, [n]. A fold never holds a part of a group only. */
  readonly folds: Int32Array;
  /** Group of each row, any codes, [n]: what the bootstrap draws. */
  readonly groups: Int32Array;
}

/** @throws {ShapeError} lengths that disagree. @throws {DataError} a probability that is NaN. */
export function checkHeldOut(data: HeldOutClasses, where: string): void {
  const n = data.truth.length;
  for (const name of ['folds', 'groups'] as const) {
    if (data[name].length !== n)
      throw new ShapeError({ where, problem: `${n} rows must have ${n} ${name}, got ${data[name].length}` });
  }
  predictedClasses(data);
}

/** What is answered, how sure of it the model is, and whether it is wrong: [n] each. Of equal probabilities the first class is the answer. */
export function answersOf(data: Pick<HeldOutClasses, 'truth' | 'probabilities' | 'nClasses'>): {
  readonly called: Int32Array;
  readonly confidence: Float64Array;
  readonly wrong: Uint8Array;
} {
  const called = predictedClasses(data);
  return {
    called,
    confidence: Float64Array.from(called, (k, i) => data.probabilities[i * data.nClasses + k]!),
    wrong: Uint8Array.from(called, (k, i) => Number(k !== data.truth[i])),
  };
}

/** A fold, and all that is not in it: rows, rising. */
export interface FoldSides {
  readonly fold: number;
  readonly inside: Int32Array;
  readonly outside: Int32Array;
}

/** Each fold against the rest, in the order of the codes. Cost O(n · folds). */
export function sidesOf(folds: Int32Array): FoldSides[] {
  const rows = Int32Array.from(folds.keys());
  return [...new Set(folds)]
    .sort((a, b) => a - b)
    .map((fold) => ({
      fold,
      inside: rows.filter((i) => folds[i] === fold),
      outside: rows.filter((i) => folds[i] !== fold),
    }));
}

/**
 * The folds that a rule is chosen and judged by: those of the models when there are several, else (a single hold-out) up to five of its own,
 * groups whole and strata shared out.
 * @param strata of each row, from 0, [n]. @throws {DataError} fewer than two groups.
 */
export function judgingFolds(
  { folds, groups }: Pick<HeldOutClasses, 'folds' | 'groups'>,
  strata: Int32Array,
  random: RandomKey,
): Int32Array {
  if (new Set(folds).size > 1) return folds;
  const k = Math.min(5, new Set(groups).size);
  if (k < 2) {
    const problem = `a rule that is chosen and judged needs at least 2 groups of samples, got ${k}`;
    throw new DataError({ where: 'decisions', problem });
  }
  const nClasses = strata.reduce((most, code) => Math.max(most, code + 1), 1);
  return stratifiedGroupFolds({ codes: strata, nClasses, groups: denseCodes(groups), k, random });
}

/** Some of the rows of a class table. */
export function takeHeldOut(data: HeldOutClasses, rows: Int32Array): HeldOutClasses {
  const { probabilities, nClasses } = data;
  const taken = new Float64Array(rows.length * nClasses);
  rows.forEach((i, r) => {
    taken.set(probabilities.subarray(i * nClasses, (i + 1) * nClasses), r * nClasses);
  });
  const pick = (codes: Int32Array) => Int32Array.from(rows, (i) => codes[i]!);
  return {
    truth: pick(data.truth),
    probabilities: taken,
    nClasses,
    folds: pick(data.folds),
    groups: pick(data.groups),
  };
}
