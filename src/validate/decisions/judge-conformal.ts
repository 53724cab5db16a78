import { conformalThresholds, crossConformalSets } from './conformal-classes.ts';
import { conformalHalfWidth, crossConformalHalfWidths, type HeldOutNumbers } from './conformal-interval.ts';
import type { ConformalClasses, ConformalNumbers } from './decisions.ts';
import type { HeldOutClasses } from './held-out.ts';
import { shareInterval } from './share-interval.ts';

/**
 * Conformal sets of out-of-fold probabilities, each judged by thresholds of the other folds (`crossConformalSets`): how often each class is in
 * the sets of its members, and how large the sets are.
 * @param classes names, [nClasses]. @param folds of each row, at least two, [n].
 */
export function judgeConformalClasses(
  data: HeldOutClasses,
  classes: readonly string[],
  folds: Int32Array,
  error: number,
): ConformalClasses {
  const { truth, nClasses } = data;
  const sets = crossConformalSets(data, folds, error);
  const size = Int32Array.from(truth, (_, i) =>
    sets.subarray(i * nClasses, (i + 1) * nClasses).reduce((sum, one) => sum + one, 0),
  );
  const covered = Uint8Array.from(truth, (k, i) => sets[i * nClasses + k]!);
  const count = (holds: (i: number) => boolean) => truth.reduce((sum, _, i) => sum + Number(holds(i)), 0);
  const meanSize = (holds: (i: number) => boolean) =>
    truth.reduce((sum, _, i) => sum + (holds(i) ? size[i]! : 0), 0) / count(holds);
  const one = count((i) => size[i] === 1);
  return {
    task: 'classification',
    error,
    thresholds: [...conformalThresholds(data, error)],
    classes: classes.map((name, k) => {
      const samples = count((i) => truth[i] === k);
      const hits = count((i) => truth[i] === k && covered[i] === 1);
      return {
        class: name,
        samples,
        covered: hits,
        coverage: shareInterval(hits, samples),
        meanSize: meanSize((i) => truth[i] === k),
      };
    }),
    sets: { empty: count((i) => size[i] === 0), one, many: count((i) => size[i]! > 1) },
    meanSize: meanSize(() => true),
    oneRight: shareInterval(
      count((i) => size[i] === 1 && covered[i] === 1),
      one,
    ),
  };
}

/** Conformal intervals of out-of-fold values, each judged by a width of the other folds (`crossConformalHalfWidths`). */
export function judgeConformalNumbers(data: HeldOutNumbers, folds: Int32Array, error: number): ConformalNumbers {
  const { truth, predicted } = data;
  const widths = crossConformalHalfWidths(data, folds, error);
  const rows = Int32Array.from(truth.keys()).sort((a, b) => predicted[a]! - predicted[b]! || a - b);
  const judge = (some: Int32Array) => {
    const covered = some.filter((i) => Math.abs(truth[i]! - predicted[i]!) <= widths[i]!).length;
    return { samples: some.length, covered, coverage: shareInterval(covered, some.length) };
  };
  const halfWidth = conformalHalfWidth(data, error);
  const cut = (third: number) => Math.round((third * rows.length) / 3);
  return {
    task: 'regression',
    error,
    halfWidth: Number.isFinite(halfWidth) ? halfWidth : null,
    ...judge(rows),
    thirds: [0, 1, 2].map((third) => judge(rows.subarray(cut(third), cut(third + 1)))),
  };
}
