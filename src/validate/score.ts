import type { RandomKey } from '../base/random.ts';
import { confusion } from '../metric/classification/confusion.ts';
import { predictedClasses } from '../metric/classification/ranking.ts';
import type { Metric } from '../metric/metric.ts';
import { scorer } from '../metric/scorer.ts';
import { type Prediction, poolPredictions, type RowPredictions } from '../table/prediction.ts';
import { type ClassTarget, requireTask, type Target, takeTargetRows, targetLength } from '../table/target.ts';
import type { Interval } from './intervals.ts';
import { bootstrapIntervals } from './uncertainty/bootstrap-intervals.ts';
import type { ScoredRows } from './uncertainty/statistic.ts';

export interface Scores {
  readonly metrics: Readonly<Record<string, Interval>>;
  /** Of a classification. */
  readonly confusion?: Confusion;
}

export interface Confusion {
  readonly classes: readonly string[];
  /** Rows the true class. */
  readonly counts: readonly (readonly number[])[];
}

/** The tested samples predicted once, each by the model that did not see it. */
export interface OutOfFold {
  /** Which samples of the cohort those are, rising; [nTested]. */
  readonly rows: Int32Array;
  /** Of the tested samples, in that order. */
  readonly prediction: Prediction;
  /** The fold that tested each of them, [nTested]. */
  readonly folds: Int32Array;
}

/** What metrics are computed of: predictions out of fold; of clusters, those of one fit on all samples with what the folds say of them. */
export interface Scored extends OutOfFold {
  /** As in `ScorerOptions`. */
  readonly silhouettes?: Float64Array;
  readonly assigned?: Int32Array;
}

/** @param parts one for each fold; no row is in two. @param target of all samples. */
export function pooled(parts: readonly RowPredictions[], target: Target): OutOfFold {
  const foldOf = new Int32Array(targetLength(target)).fill(-1);
  parts.forEach(({ rows }, fold) => {
    for (let r = 0; r < rows.length; r++) foldOf[rows[r]!] = fold;
  });
  const rows = Int32Array.from(foldOf.keys()).filter((i) => foldOf[i]! >= 0);
  const place = new Int32Array(foldOf.length);
  rows.forEach((i, at) => {
    place[i] = at;
  });
  const moved = parts.map((part) => ({ ...part, rows: Int32Array.from(part.rows, (i) => place[i]!) }));
  return {
    rows,
    prediction: poolPredictions(moved, takeTargetRows(target, rows)),
    folds: rows.map((i) => foldOf[i]!),
  };
}

export interface ScoreOptions {
  /** Of all samples of the cohort, tested or not. */
  readonly target: Target;
  readonly metrics: readonly Metric[];
  /** Group of each sample of the cohort, [n]: what the bootstrap draws. */
  readonly groups: Int32Array;
  readonly positive?: number | undefined;
  readonly random: RandomKey;
}

/**
 * Predictions as metrics with 95 % bootstrap intervals over groups, and the confusion matrix of classes.
 * With several repeats each value is the mean over the repeats, its interval that of the mean, and the matrix is their sum.
 * Undefined metrics are left out. @param repeats one entry a repeat.
 */
export function scorePredictions(repeats: readonly Scored[], options: ScoreOptions): Scores {
  const { target, metrics, groups, random } = options;
  const intervals = bootstrapIntervals(metrics, scoredRows(repeats, options), groups, { random });
  return {
    metrics: Object.fromEntries(Object.entries(intervals).filter(([, { value }]) => !Number.isNaN(value))),
    ...(target.task === 'classification'
      ? { confusion: { classes: target.classes, counts: confusionOf(target, repeats) } }
      : {}),
  };
}

/** Each repeat beside the truth, sorted once for all that scores it. */
export function scoredRows(
  repeats: readonly Scored[],
  { target, positive }: Pick<ScoreOptions, 'target' | 'positive'>,
): ScoredRows[] {
  return repeats.map(({ rows, prediction, ...known }) => ({
    rows,
    scorer: scorer(takeTargetRows(target, rows), prediction, { positive, rows, ...known }),
  }));
}

function confusionOf(target: ClassTarget, repeats: readonly OutOfFold[]): number[][] {
  const nClasses = target.classes.length;
  const counts = Array.from({ length: nClasses }, () => new Array<number>(nClasses).fill(0));
  for (const { rows, prediction } of repeats) {
    const truth = takeTargetRows(target, rows).codes;
    const { probabilities } = requireTask(prediction, 'classification', 'confusion');
    const one = confusion(truth, predictedClasses({ truth, probabilities, nClasses }), nClasses);
    for (let a = 0; a < nClasses; a++) for (let b = 0; b < nClasses; b++) counts[a]![b]! += one[a * nClasses + b]!;
  }
  return counts;
}
