import type { Task } from '../table/target.ts';

/** One number that says how good predictions are. Pure: the same input gives the same bits on every machine. */
export interface Metric<Input = never> {
  /** The word in the study file and in `run.json`. */
  readonly name: string;
  readonly task: Task;
  readonly greaterIsBetter: boolean;
  /** The value of perfect predictions, of a metric that is best at neither end: it describes, and nothing can be chosen by it. */
  readonly ideal?: number;
  /** One sentence for a reader of the report. */
  readonly doc: string;
  /** Smallest and largest possible value. */
  readonly range: readonly [number, number];
  /** NaN where the metric is undefined, as its docstring says; always when no sample has weight. */
  compute(input: Input): number;
}
