import { writeDelimited } from '../../read/write.ts';
import { clusterName } from '../../report/words.ts';
import type { Prediction } from '../../table/prediction.ts';
import type { Target } from '../../table/target.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import type { LearnerFolds } from './record.ts';

/**
 * `predictions.tsv`: every out-of-fold prediction of every learner: id, fold, learner, then truth, predicted, p:<class>… (classification);
 * truth, predicted (regression); time, event, risk (survival). With repeats a sample has one row a repeat and folds are numbered on.
 * Clusters are those of one fit on all samples, so there is no fold: id, learner, cluster (1, 2, … or noise), silhouette.
 */
export function predictionsTable({ ids, target }: LoadedCohort, learners: readonly LearnerFolds[]): string {
  if (target.task === 'clustering') return clustersTable(ids, learners);
  return writeDelimited([predictionHead(target), ...predictionRows({ ids, target }, learners)]);
}

/** Headings of what `predictionRows` gives. */
export function predictionHead(target: Target): string[] {
  return ['id', 'fold', 'learner', ...truthColumns(target), ...predictionColumns(target)];
}

/** Every out-of-fold prediction, a row each. */
export function predictionRows(
  { ids, target }: Pick<LoadedCohort, 'ids' | 'target'>,
  learners: readonly LearnerFolds[],
): (string | number)[][] {
  return learners.flatMap(({ spec, repeats }) =>
    repeats
      .flat()
      .flatMap((fold, f) =>
        Array.from(fold.rows, (i, row) => [
          ids[i]!,
          f,
          spec.name,
          ...truthOf(target, i),
          ...predictionCells(fold.prediction, row),
        ]),
      ),
  );
}

function clustersTable(ids: readonly string[], learners: readonly LearnerFolds[]): string {
  const rows = learners.flatMap(({ spec, whole }) =>
    ids.map((id, i) => {
      const silhouette = whole!.silhouettes[i]!;
      return [id, spec.name, ...predictionCells(whole!.prediction, i), silhouette];
    }),
  );
  return writeDelimited([['id', 'learner', 'cluster', 'silhouette'], ...rows]);
}

function truthColumns({ task }: Target): string[] {
  return task === 'survival' ? ['time', 'event'] : task === 'clustering' ? [] : ['truth'];
}

function truthOf(target: Target, i: number): (string | number)[] {
  switch (target.task) {
    case 'classification':
      return [target.classes[target.codes[i]!]!];
    case 'regression':
      return [target.values[i]!];
    case 'survival':
      return [target.times[i]!, target.events[i]!];
    case 'clustering':
      return [];
  }
}

/** Headings of what `predictionCells` gives. */
export function predictionColumns(of: {
  readonly task: Target['task'];
  readonly classes?: readonly string[];
}): string[] {
  switch (of.task) {
    case 'classification':
      return ['predicted', ...(of.classes ?? []).map((name) => `p:${name}`)];
    case 'regression':
      return ['predicted'];
    case 'survival':
      return ['risk'];
    case 'clustering':
      return ['cluster'];
  }
}

/** One row of a prediction. */
export function predictionCells(prediction: Prediction, row: number): (string | number)[] {
  switch (prediction.task) {
    case 'classification': {
      const { classes, probabilities } = prediction;
      const p = probabilities.subarray(row * classes.length, (row + 1) * classes.length);
      return [classes[p.indexOf(Math.max(...p))]!, ...p];
    }
    case 'regression':
      return [prediction.values[row]!];
    case 'survival':
      return [prediction.risks[row]!];
    case 'clustering':
      return [clusterName(prediction.labels[row]!)];
  }
}
