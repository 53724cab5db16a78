import type { RandomKey } from '../base/random.ts';
import { confusion } from '../metric/confusion.ts';
import { predictedClasses } from '../metric/ranking.ts';
import { metrics } from '../metric/registry.ts';
import type { ClassTarget } from '../table/target.ts';
import { bootstrapIntervals, type Interval } from './intervals.ts';

export interface Scores {
  readonly metrics: Readonly<Record<string, Interval>>;
  readonly confusion: { readonly classes: readonly string[]; readonly counts: readonly (readonly number[])[] };
}

/**
 * Out-of-fold predictions as metrics with 95 % bootstrap intervals over groups, and the confusion matrix.
 * With several repeats each value and each bound is the mean over the repeats, and the matrix is their sum.
 * Undefined metrics are left out. @param repeats probabilities [n, nClasses] row-major, one entry a repeat.
 */
export function scorePredictions(
  target: ClassTarget,
  groups: Int32Array,
  repeats: readonly Float64Array[],
  positive: number | undefined,
  random: RandomKey,
): Scores {
  const nClasses = target.classes.length;
  const truth = target.codes;
  const each = repeats.map((probabilities) =>
    bootstrapIntervals(
      metrics,
      { truth, probabilities, nClasses, ...(positive === undefined ? {} : { positive }) },
      groups,
      { random },
    ),
  );
  const mean = (pick: (intervals: (typeof each)[number]) => number) =>
    each.reduce((sum, one) => sum + pick(one), 0) / each.length;
  const entries = metrics
    .map(
      ({ name }) =>
        [
          name,
          { value: mean((m) => m[name]!.value), low: mean((m) => m[name]!.low), high: mean((m) => m[name]!.high) },
        ] as const,
    )
    .filter(([, interval]) => !Number.isNaN(interval.value));
  const counts = Array.from({ length: nClasses }, () => new Array<number>(nClasses).fill(0));
  for (const probabilities of repeats) {
    const one = confusion(truth, predictedClasses({ truth, probabilities, nClasses }), nClasses);
    for (let a = 0; a < nClasses; a++) for (let b = 0; b < nClasses; b++) counts[a]![b]! += one[a * nClasses + b]!;
  }
  return { metrics: Object.fromEntries(entries), confusion: { classes: target.classes, counts } };
}
