import type { Warning } from '../base/warning.ts';
import type { ExplainedFeature, FoldsExplained } from '../explain/aggregate-folds.ts';
import type { AttributedEnrichment, DriverSets, SummedSets } from '../explain/attributed-sets.ts';
import type { Scale } from '../explain/attribution.ts';
import type { Enrichment } from '../explain/gsea.ts';
import type { MotifMatch } from '../explain/match-motifs.ts';
import type { Neighbourhood } from '../explain/network-neighbourhood.ts';
import type { StableFeatures } from '../explain/stable-features.ts';
import type { Task } from '../table/target.ts';
import type { AuditFinding } from '../validate/audit/finding.ts';
import type { CalibrationRecord } from '../validate/calibration-record.ts';
import type { CurveDecision, Decisions } from '../validate/decisions/decisions.ts';
import type { FoldCertificate } from '../validate/fold-certificate.ts';
import type { Interval } from '../validate/intervals.ts';
import type { LocatedPlace, LocationScore } from '../validate/locations.ts';
import type { Composition } from '../validate/subgroups/mean-composition.ts';
import type { Subgroups } from '../validate/subgroups/score-subgroups.ts';
import type { Comparison } from '../validate/uncertainty/compare-learners.ts';
import type { LearningCurve } from '../validate/uncertainty/learning-curve.ts';
import type { PermutationTest } from '../validate/uncertainty/permutation-test.ts';
import type { SampleSize } from '../validate/uncertainty/sample-size.ts';

/** `run.json`: the names that scripts may rely on. */
export interface RunRecord {
  readonly cistron: string;
  readonly study: StudySummary;
  readonly data: { readonly samples: number; readonly blocks: Readonly<Record<string, BlockSummary>> };
  /** For every outer and inner split, who was where. */
  readonly folds: readonly FoldCertificate[];
  readonly audit: readonly AuditFinding[];
  readonly baselines: readonly { readonly name: string; readonly metrics: Metrics }[];
  readonly results: readonly LearnerResult[];
  readonly chosen: string;
  /** With several targets, which `results`, `baselines` and `chosen` above then say nothing of. */
  readonly targets?: readonly TargetResult[];
  /** With several targets: `median-<metric>` of the learner chosen for each, intervals by bootstrap over targets. */
  readonly summary?: Metrics;
  /** With several targets: each learner and baseline, as `summary`. */
  readonly medians?: readonly TargetMedians[];
  /** With targets called latitude and longitude: how far from the truth the answers are. */
  readonly locations?: Locations;
  /** Mistakes made on purpose, where the study asked for them. */
  readonly leaky?: readonly LeakyResult[];
  /** What can be decided with the answers of the chosen learner; not of a clustering. */
  readonly decisions?: Decisions;
  /** The chosen learner in parts of the cohort; absent when no column divides it. */
  readonly subgroups?: Subgroups;
  /** With `report.composition`: the mean probabilities in each part of a column. */
  readonly composition?: Composition;
  /** What drives the chosen learner, out of fold; absent where it is not explained. */
  readonly explanation?: ExplanationRecord;
  /** With `report.signature`: the chosen learner on few features. */
  readonly signature?: SignatureRecord;
  /** With `report.motifs`: the words of DNA that speak for the answer, out of fold. */
  readonly motifs?: MotifsRecord;
  /** Learners with one another and with the baselines that learned from less, by the study's metric; absent with nothing to compare. */
  readonly comparisons?: readonly Comparison[];
  /** The scores of the procedure *choose the best of these learners*; absent with one learner. */
  readonly 'chosen-corrected'?: Metrics | undefined;
  /** With `validate.permutation`. */
  readonly permutation?: PermutationRecord;
  /** With `validate.learning-curve`, of the chosen learner. */
  readonly 'learning-curve'?: LearningCurve;
  /** With `validate.power`, of the chosen learner against the best baseline. */
  readonly power?: (SampleSize & { readonly learner: string; readonly baseline: string }) | undefined;
  /** With `report.gene-sets`: where drivers and differences gather. */
  readonly enrichment?: readonly EnrichmentRecord[];
  /** With `report.network`: how the drivers lie in it. */
  readonly network?: NetworkRecord;
  readonly warnings: readonly Warning[];
  readonly seconds: { readonly total: number; readonly [part: string]: number };
}

export interface Locations {
  /** Whose answers the places have: the learner chosen for latitude and for longitude. */
  readonly learner: string;
  readonly scores: readonly LocationScore[];
  readonly places: readonly LocatedPlace[];
}

/** One of several targets, as a study of its own on the shared folds. */
export interface TargetResult {
  readonly target: string;
  /** That have a value of it. */
  readonly samples: number;
  readonly results: readonly LearnerResult[];
  readonly baselines: RunRecord['baselines'];
  readonly chosen: string;
  /** The chosen learner with each baseline that learned from less, on the same samples. */
  readonly comparisons: readonly Comparison[];
  /** Its model, a file of the run folder. */
  readonly model: string;
  /** With `report.explain`: what drives the chosen learner, out of fold, the strongest first; absent where no method explains it. All of it is in a file of the run folder. */
  readonly drivers?: readonly TargetDriver[];
  readonly explanation?: string;
}

/** As `ExplainedFeature`, of the one output. */
export interface TargetDriver extends Pick<ExplainedFeature, 'feature' | 'importance' | 'share' | 'frequency'> {
  /** Above 0: more of the feature raises the target. */
  readonly direction: number;
}

/** `explanations/<target>.json`: as the keys of `run.json` of a study of this target alone. */
export interface TargetExplanation extends Pick<RunRecord, 'enrichment'> {
  readonly target: string;
  readonly explanation: ExplanationRecord;
}

/** A learner or baseline over all targets. */
export interface TargetMedians {
  readonly name: string;
  readonly role: 'learner' | 'baseline';
  /** `median-<metric>`. */
  readonly metrics: Metrics;
}

export interface ExplanationRecord extends FoldsExplained {
  readonly learner: string;
  /** With `report.explain.subsamples`. */
  readonly 'stability-selection'?: StableFeatures;
}

/** What the chosen learner reaches with the features that weigh most in it, selected inside the folds. */
export interface SignatureRecord {
  readonly learner: string;
  readonly metric: string;
  /** By rising size; `features`: how many there were in fact, mean over the folds, fewer where a model uses fewer. */
  readonly points: readonly (Interval & { readonly size: number; readonly features: number })[];
  /** The score with all features. */
  readonly all: Interval;
  readonly folds: number;
  /** The smallest whose score lies within the interval of all features; where none does, the largest. */
  readonly size: number;
  /** Whether one does. */
  readonly enough: boolean;
  /** The signature of this size, of the model on all samples. */
  readonly features: readonly {
    readonly feature: string;
    /** Share of the folds whose own signature of this size had it. */
    readonly frequency: number;
    /** Features that could stand in for it, as in the explanation. */
    readonly equivalents: readonly { readonly feature: string; readonly r: number }[];
  }[];
}

/** Words of DNA that speak for an output, found in what held-out sequences owe to their letters. */
export interface MotifsRecord {
  readonly learner: string;
  readonly block: string;
  /** The class that is followed, 'value' or 'risk'. */
  readonly output: string;
  readonly method: 'letter-slopes' | 'in-silico-mutagenesis';
  /** Held-out sequences that were looked at. */
  readonly sequences: number;
  /** Stretches whose letters count more than chance explains. */
  readonly seqlets: number;
  /** Most seqlets first; `shares` of A, C, G, T at each place, [width, 4] row-major. */
  readonly motifs: readonly FoundMotif[];
  /** With `report.motifs.file`: the file, and how many motifs it holds. */
  readonly known?: { readonly file: string; readonly motifs: number };
}

export interface FoundMotif {
  readonly seqlets: number;
  readonly shares: readonly number[];
  /** Known motifs that look like it, best first, at most 3 with q up to 0.25; q is over all found and known motifs. `shares` as they lie over it, of the strand named. */
  readonly matches?: readonly (MotifMatch & { readonly shares: readonly number[] })[];
}

export interface PermutationRecord extends PermutationTest {
  readonly learner: string;
  readonly metric: string;
  /** The column within which truth was permuted. */
  readonly within?: string;
  /** The learner was picked as the best of so many on the same data, which p does not pay for. */
  readonly 'chosen-of'?: number;
}

/** Found in what drives the chosen learner, in so many folds. */
interface OfLearner {
  readonly learner: string;
  readonly folds: number;
}

/** One ranking or choice of the features of a block, looked for in the sets of a file. Of the sets tested, those with the strongest evidence. */
export type EnrichmentRecord = {
  readonly block: string;
  readonly file: string;
  /** Sets that were tested. */
  readonly tested: number;
  /** Set → where it is described, of those sets that say so. */
  readonly links: Readonly<Record<string, string>>;
} & (
  | (OfLearner & {
      readonly of: 'drivers';
      readonly method: 'over-representation';
      readonly by: 'attribution' | 'weight';
    } & DriverSets)
  | (OfLearner & { readonly of: 'attributions'; readonly method: 'gsea' } & AttributedEnrichment)
  | (OfLearner & { readonly of: 'attributions'; readonly method: 'summed'; readonly scale: Scale } & SummedSets)
  | ({
      readonly of: 'differential-expression';
      readonly method: 'gsea';
      /** A class against the others, or the number that is predicted. */
      readonly contrast: string;
      /** How the values were brought to a scale on which differences are differences. */
      readonly values: readonly string[];
    } & Enrichment)
);

/** The features that lead the explanation, in a network of genes. */
export interface NetworkRecord extends Omit<Neighbourhood, 'found' | 'subnetwork'> {
  readonly file: string;
  /** Edges of a smaller weight were left out. */
  readonly 'min-weight': number;
  /** Drivers that the network has, with their mean |attribution|. */
  readonly found: readonly { readonly gene: string; readonly importance: number }[];
  /** Every edge among them and the genes between. */
  readonly drawn: readonly (readonly [string, string])[];
}

export interface StudySummary {
  readonly title: string;
  readonly task: Task;
  readonly target: string;
  /** Of a classification; else empty. */
  readonly classes: readonly string[];
  /** The metric by which settings and the learner were chosen. */
  readonly metric: string;
  readonly seed: number;
  readonly outer: number;
  readonly inner: number;
  readonly repeats: number;
  /** Class that the two-class metrics call positive; absent with three or more. */
  readonly positive?: string;
  /** Of a clustering: the columns of the sheet that clusters are compared with. */
  readonly compared?: readonly string[];
  /** Of survival: the times at which the study asks to be judged, rising. */
  readonly times?: readonly number[];
  /** Rules of the audit that the study lets fail, with its reasons. */
  readonly accepted?: readonly { readonly rule: string; readonly reason: string }[];
  readonly [key: string]: unknown;
}

export interface BlockSummary {
  readonly features: number;
  /** SHA-256 of the file as read. */
  readonly hash: string;
  readonly kind: string;
  readonly file: string;
  /** The preparation steps in words, in order. */
  readonly prepare: readonly string[];
}

export type { AuditFinding, Composition, CurveDecision, Interval, Subgroups };

export type Metrics = Readonly<Record<string, Interval>>;

/** The chosen learner, validated with a mistake. */
export interface LeakyResult {
  readonly mistake: string;
  /** What was done, in words. */
  readonly how: string;
  readonly learner: string;
  readonly metrics: Metrics;
}

export interface LearnerResult {
  readonly learner: string;
  readonly metrics: Metrics;
  readonly seconds: number;
  /** Of a classification. Rows: true class; columns: predicted class. */
  readonly confusion?: { readonly classes: readonly string[]; readonly counts: readonly (readonly number[])[] };
  /** The settings chosen in each outer fold, by the inner folds of that fold. */
  readonly settings: readonly Readonly<Record<string, unknown>>[];
  /** How far the predictions mean what they say; not of clusters. */
  readonly calibration?: CalibrationRecord;
  /** Of a clustering: the settings of the fit on all samples, and what it says of itself. */
  readonly settingsOnAll?: Readonly<Record<string, unknown>>;
}
