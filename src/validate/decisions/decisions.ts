import type { Interval } from '../intervals.ts';
import type { PredictiveScores } from './answers-at-prevalence.ts';
import type { ThresholdRule } from './choose-threshold.ts';
import type { NetBenefit } from './decision-curve.ts';
import type { RankingDecision, RankingSpec } from './judge-ranking.ts';
import type { RiskPoint } from './risk-coverage.ts';

/** What a study asks of decisions; absent parts have defaults. */
export interface DecisionSpec {
  /** Class → its share where the model is to be used. */
  readonly prevalence?: Readonly<Record<string, number>>;
  readonly threshold?: {
    /** The class that is called; with two classes, by default the positive one. */
    readonly class?: string;
    readonly rule: ThresholdRule;
  };
  readonly reject?: {
    readonly maxError?: number;
    /** How sure of the target one wants to be; default 0.95. */
    readonly confidence?: number;
    readonly cost?: { readonly error: number; readonly reject: number };
  };
  /** Share of samples whose set or interval may miss the truth; default 0.1. */
  readonly conformalError: number;
  /** Of numbers: samples are tested in the order of their predictions. */
  readonly ranking?: RankingSpec;
}

/** What can be decided with the out-of-fold answers of the chosen learner: `decisions` of `run.json`. */
export interface Decisions {
  readonly learner: string;
  readonly prevalence?: PrevalenceDecisions;
  readonly threshold?: ThresholdDecision;
  /** One a class that one decides about: those named under prevalence and threshold; of two classes the positive one. */
  readonly curves?: readonly CurveDecision[];
  readonly reject?: RejectDecision;
  readonly conformal?: ConformalClasses | ConformalNumbers;
  readonly ranking?: RankingDecision;
  readonly distance?: DistanceCheck;
}

export interface PrevalenceDecisions {
  /** Shares of all classes there. */
  readonly priors: Readonly<Record<string, number>>;
  /** Shares that the model learned from. */
  readonly learned: Readonly<Record<string, number>>;
  /** Each class stated. */
  readonly classes: readonly {
    readonly class: string;
    readonly asAnswered: PredictiveScores;
    readonly reweighted: PredictiveScores;
  }[];
}

export interface ThresholdDecision {
  readonly class: string;
  readonly rule: ThresholdRule;
  /** Chosen on all samples: the one to use. */
  readonly threshold: number;
  /** By which each fold was judged. */
  readonly byFold: readonly number[];
  /** Of the cross-fitted calls. PPV and NPV are at `prevalence`. */
  readonly scores: PredictiveScores;
  readonly prevalence: number;
  /** Share of the samples that are called. */
  readonly called: number;
  /** Mean cost of a sample at `prevalence`: of these calls, of calling all, of calling nobody. With a rule of costs. */
  readonly cost?: { readonly model: Interval; readonly all: number; readonly none: number };
}

export interface CurveDecision {
  readonly class: string;
  readonly prevalence: number;
  readonly points: readonly (Omit<NetBenefit, 'model'> & { readonly model: Interval })[];
}

export interface RejectDecision {
  readonly risk: number;
  /** Thinned to about 200. */
  readonly points: readonly RiskPoint[];
  readonly aurc: Interval;
  /** The area that the best order of the same answers would have. */
  readonly best: number;
  readonly target?: JudgedSelection & {
    readonly maxError: number;
    readonly confidence: number;
    /** Upper limit of the error at the threshold to use; above the target when none can be vouched for. */
    readonly bound: number;
    /** The fewest samples, all answered rightly, that could vouch for it. */
    readonly fewest: number;
  };
  readonly chow?: JudgedSelection & {
    readonly cost: { readonly error: number; readonly reject: number };
    /** Mean cost of a sample: with the option, and when every answer is given. */
    readonly mean: { readonly withOption: Interval; readonly without: number };
  };
}

/** Answers that a threshold lets through, each judged by a threshold that it had no say in. */
export interface JudgedSelection {
  /** To use on new samples; null: no answer can be vouched for. */
  readonly threshold: number | null;
  readonly samples: number;
  readonly answered: number;
  readonly wrong: number;
  readonly coverage: Interval;
  /** Of the answers given, with the exact binomial interval; NaN when none is. */
  readonly error: Interval;
}

export interface ConformalClasses {
  readonly task: 'classification';
  readonly error: number;
  /** Of each class, to use on new samples, in the order of the classes. */
  readonly thresholds: readonly number[];
  readonly classes: readonly ConformalClass[];
  /** Numbers of samples by the size of their set. */
  readonly sets: { readonly empty: number; readonly one: number; readonly many: number };
  readonly meanSize: number;
  /** Of the sets of one class, the share that is right. */
  readonly oneRight: Interval;
}

export interface ConformalClass {
  readonly class: string;
  readonly samples: number;
  readonly covered: number;
  /** With the exact binomial interval. */
  readonly coverage: Interval;
  readonly meanSize: number;
}

export interface ConformalNumbers {
  readonly task: 'regression';
  readonly error: number;
  /** To use on new samples; null: too few samples for any. */
  readonly halfWidth: number | null;
  readonly samples: number;
  readonly covered: number;
  readonly coverage: Interval;
  /** By rising prediction, thirds: where the one width is too narrow or too wide. */
  readonly thirds: readonly { readonly samples: number; readonly covered: number; readonly coverage: Interval }[];
}

/** How often samples that were left out would have been called alien. */
export interface DistanceCheck {
  readonly samples: number;
  readonly alien: number;
  readonly share: Interval;
  /** Of the model to use, in standard deviations: distances below 2 are usual. */
  readonly limit: number;
}
