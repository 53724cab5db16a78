import type { ParamValues } from '../base/params.ts';
import type { Metric } from '../metric/metric.ts';
import type { ColumnChoices } from '../prepare/column-choices.ts';
import type { Split } from '../sample/split.ts';
import type { Cohort } from '../table/cohort.ts';
import type { Learner } from '../table/contract.ts';
import type { CalibrateBy } from './calibrate.ts';
import type { PrepareSteps } from './prepare-fold.ts';

export type PathRule = 'best' | 'one-standard-error';

/** A learner as a study asks for it: every setting to be tried. */
export interface LearnerPlan {
  /** The name in the results: the registry word, or what `as` says. */
  readonly name: string;
  readonly candidates: readonly ParamValues[];
  readonly create: (params: ParamValues) => Learner;
  /** It takes columns of words as they are; default false. */
  readonly categorical?: boolean;
  /** It takes the letters of sequences as they are; default false. */
  readonly sequences?: boolean;
}

export interface SearchOptions {
  readonly cohort: Cohort;
  readonly steps: PrepareSteps;
  readonly plan: LearnerPlan;
  /** The inner splits of these training rows, as rows of the cohort. */
  readonly inner: (trainRows: Int32Array) => readonly Split[];
  readonly metric: Metric;
  /** With two classes, the index of the one called positive. */
  readonly positive?: number;
  /** Drop the worse half of the candidates after each inner fold; default false. */
  readonly halving?: boolean;
  /** Along a path: the place of least loss, or the strongest penalty whose loss is within one standard error of it; default best. */
  readonly rule?: PathRule;
  /** Of classes: calibrate the probabilities by what the inner folds said of rows they held out, which are then run even for one candidate. */
  readonly calibrate?: Exclude<CalibrateBy, 'none'> | undefined;
  /** A step of the preparation looks at the target: what a model holds out by itself has then been seen. Default false. */
  readonly supervised?: boolean;
  /** What filters chose on the same rows for other learners; default nothing. Filled. */
  readonly choices?: ColumnChoices;
}
