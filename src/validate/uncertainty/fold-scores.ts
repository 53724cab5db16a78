import type { Metric } from '../../metric/metric.ts';
import type { ScoredRows } from './statistic.ts';

/** One repeat of validation, with the fold that tested each sample and how many samples each of these models had learned from. */
export interface FoldedRows extends ScoredRows {
  /** Of each tested sample, 0 … k − 1, [rows]. */
  readonly folds: Int32Array;
  /** [k]. */
  readonly trainSizes: readonly number[];
}

/** The score of each fold of each repeat by itself; NaN where the metric is undefined on the fold: one class, one sample. */
export function foldScores(metric: Metric, repeats: readonly FoldedRows[]): Float64Array {
  return Float64Array.from(
    repeats.flatMap(({ scorer, folds, trainSizes }) =>
      trainSizes.map((_, fold) =>
        scorer.value(
          metric,
          Float64Array.from(folds, (own) => Number(own === fold)),
        ),
      ),
    ),
  );
}

/** Mean over the folds of test samples / training samples. */
export function testToTrain(repeats: readonly FoldedRows[]): number {
  const ratios = repeats.flatMap(({ folds, trainSizes }) =>
    trainSizes.map((train, fold) => folds.reduce((sum, own) => sum + Number(own === fold), 0) / train),
  );
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
}
