import type { Prediction } from '../table/prediction.ts';
import type { Target, Task } from '../table/target.ts';
import type { ReportInput } from './input.ts';

/** The truth and what the chosen learner said of it. */
export interface ChosenOutOfFold<T extends Task> {
  readonly target: Extract<Target, { readonly task: T }>;
  readonly prediction: Extract<Prediction, { readonly task: T }>;
  readonly folds: Int32Array;
}

/** Null when the run is of another task, or its predictions are not at hand. */
export function outOfFold<T extends Task>(input: ReportInput, task: T): ChosenOutOfFold<T> | null {
  const { target, predictions, record } = input;
  const ours = predictions.find((entry) => entry.learner === record.chosen);
  if (!ours || target.task !== task || ours.prediction.task !== task) return null;
  const { prediction, folds } = ours;
  return { target, prediction, folds } as ChosenOutOfFold<T>;
}
