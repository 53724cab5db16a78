import type { Exploration, HeatMap } from '../explain/explore/exploration.ts';
import type { SingleRows } from '../explain/fold-attribution.ts';
import type { Nomogram } from '../explain/nomogram.ts';
import type { Prediction } from '../table/prediction.ts';
import type { Target } from '../table/target.ts';
import type { RunRecord } from './record.ts';

/** All that the report is drawn from: the run record and the row-level results kept beside it in the run folder. */
export interface ReportInput {
  readonly record: RunRecord;
  /** What was to be predicted, of the samples that were tested: all of them, unless the split tests a part only. */
  readonly target: Target;
  /** Out-of-fold predictions, one entry a learner (baselines excluded); of a clustering, the clusters of the fit on all samples. */
  readonly predictions: readonly OutOfFold[];
  /** Of a clustering. */
  readonly clusters?: ClusterFacts;
  /** Of all samples of the cohort: what the report must not show. */
  readonly ids: readonly string[];
  /** The first two principal components of the tested samples; absent when there are fewer than 3 samples or 2 features. */
  readonly map?: SampleMap;
  /** With `report.explore`. */
  readonly exploration?: Exploration;
  /** Of the chosen learner, fitted on all rows: strongest first. */
  readonly topFeatures: readonly FeatureWeight[];
  /** Of the chosen learner, fitted on all rows, where it is of proportional hazards and few variables. */
  readonly nomogram?: Nomogram;
  /** With `validate.permutation`: the scores of the permutations, NaN where undefined. */
  readonly nullScores?: ArrayLike<number>;
  /** Of the names of features that the report has, without their block: those of two blocks, which keep it. Absent: not known, and every name keeps its block. */
  readonly ambiguous?: readonly string[];
  /** Attributions of single held-out samples by the chosen learner, one entry a fold; absent where it is not explained. */
  readonly attributions?: readonly FoldRows[];
  /** The features that lead the explanation in most folds, over the held-out samples. */
  readonly driversMap?: HeatMap;
  /** What is needed to run it again beyond the record itself. */
  readonly reproduce?: Reproduction;
}

/** Attributions of the held-out samples of one fold. `rows` point into the tested samples, as `target` has them. */
export interface FoldRows extends SingleRows {
  readonly outputs: readonly string[];
  /** The output of a sample of which nothing is known, [nOutputs]. */
  readonly base: Float64Array;
}

export interface Reproduction {
  /** The command as typed; without it the report names the study file form. */
  readonly command?: string;
  /** Name → version: Node, engine, operating system. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Name → hash, besides the blocks' own: splits, lock, model. */
  readonly hashes?: Readonly<Record<string, string>>;
}

export interface OutOfFold {
  readonly learner: string;
  /** Of the tested samples, each by a model that had not seen it; clusters by one model that saw all. */
  readonly prediction: Prediction;
  /** The fold of each of them, [n]: risks of survival are comparable within one. */
  readonly folds: Int32Array;
}

export interface ClusterFacts {
  /** Of the chosen learner: of each sample, NaN for noise, [n]. */
  readonly silhouettes: Float64Array;
  readonly known: readonly KnownGroups[];
}

/** A column of the sample sheet that clusters are compared with. */
export interface KnownGroups {
  readonly column: string;
  /** In alphabetical order. */
  readonly names: readonly string[];
  /** Index into `names` of each sample, −1 where it is not known, [n]. */
  readonly codes: Int32Array;
}

export interface SampleMap {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Share of the variance on each axis, 0 … 1. */
  readonly explained: readonly [number, number];
}

export interface FeatureWeight {
  readonly feature: string;
  /** ≥ 0, scaled so that the strongest is 1. */
  readonly weight: number;
  /** In how many of the outer folds the feature was among the 50 strongest, and how many folds there were. */
  readonly folds: number;
  readonly of: number;
}
