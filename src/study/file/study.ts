import type { ParamValues } from '../../base/params.ts';
import type { Step } from '../../prepare/step.ts';
import type { BlockKind } from '../../table/block.ts';
import type { Task } from '../../table/target.ts';
import type { CalibrateBy } from '../../validate/calibrate.ts';
import type { PathRule } from '../../validate/search-options.ts';
import type { ReportSpec } from './report-wish.ts';

/** A study as it will be run: checked, defaults filled in, paths resolved. */
export interface Study {
  readonly title: string;
  /** Absent: inferred from the target column. */
  readonly task?: Task;
  readonly samples: SamplesSpec;
  readonly blocks: Readonly<Record<string, BlockSpec>>;
  readonly learners: readonly LearnerSpec[];
  /** The study named no learners: of the usual ones, those that serve its task are tried. */
  readonly defaultLearners?: boolean;
  readonly validate: ValidateSpec;
  readonly audit: { readonly accept: readonly { readonly rule: string; readonly reason: string }[] };
  readonly report: ReportSpec;
}

export interface SamplesSpec {
  /** Path of the sample sheet (or of the one table that holds everything); with `from`, what errors call the samples: `blocks.<name>`. */
  readonly file: string;
  /** The block of sequences whose records are the samples, in place of a sheet. */
  readonly from?: string;
  /** Further tables of the same samples, whose columns stand beside those of the sheet: site, age. */
  readonly annotations: readonly string[];
  /** Absent: the first column whose values are unique text. */
  readonly id?: string;
  /** The column to predict; absent for survival and with `targets`. */
  readonly target?: string;
  /** Several columns to predict, each on its own: names, or globs with * and ?. */
  readonly targets?: readonly string[];
  /** Columns of the time to event or censoring, and of what happened. */
  readonly survival?: { readonly time: string; readonly event: string };
  /** Columns whose equal values must stay on one side of every fold. */
  readonly group: readonly string[];
  /** Known nuisance columns: never features. */
  readonly confounders: readonly string[];
  /** Column of what each sample counts for where learners are fitted, > 0; absent: all the same. */
  readonly weight?: string;
  readonly where?: string;
  /** With two classes, the one called positive; absent: the rarer. */
  readonly positive?: string;
}

/** What is predicted, in a word or two. */
export function targetName({
  target,
  targets,
  survival,
}: {
  readonly target?: string | undefined;
  readonly targets?: readonly string[] | undefined;
  readonly survival?: SamplesSpec['survival'] | undefined;
}): string {
  if (targets?.some((name) => name.includes('*'))) return 'several targets';
  if (targets) return targets.length > 3 ? `${targets.length} targets` : targets.join(', ');
  return target ?? (survival ? `${survival.time} to ${survival.event}` : 'clusters');
}

export interface BlockSpec {
  /** Path; absent when the block's columns are in the sample sheet, and with `files`. */
  readonly file?: string;
  /** Of sequences, class → path of its FASTA file. */
  readonly files?: Readonly<Record<string, string>>;
  readonly kind: BlockKind;
  /** The study does not say the kind: where the file does, that counts. */
  readonly kindOfFile?: true;
  /** The word of the file's format; absent: by its bytes. */
  readonly format?: string;
  /** Parameters of the reader of that format: `{ part: layers/counts }` of an h5ad. */
  readonly read?: ParamValues;
  /** Samples that lack the block stay; absent: as the learners can (`fusion`), else they are left out. */
  readonly optional?: boolean;
  /** The column of the sample sheet that names the samples of this block; absent: their ids. */
  readonly key?: string;
  /** What a row of the file is; absent: found by matching ids. */
  readonly rows?: 'samples' | 'features';
  /** Names or globs; absent: every column that is not id, target, group or confounder. */
  readonly columns?: readonly string[];
  /** Absent: the default for the kind. */
  readonly prepare?: readonly Step[];
}

/** The files of a block; none when it is in the sample sheet. */
export function filesOfBlock({ file, files }: BlockSpec): string[] {
  return file === undefined ? Object.values(files ?? {}) : [file];
}

/** Whether the block's columns are in the sample sheet. */
export const isInSheet = (block: BlockSpec) => filesOfBlock(block).length === 0;

/** The columns of the sample sheet that hold sequences. */
export function sequenceColumns({ blocks }: Pick<Study, 'blocks'>): string[] {
  return Object.values(blocks).flatMap((block) =>
    block.kind === 'sequence' && isInSheet(block) ? (block.columns ?? []) : [],
  );
}

/** The columns of the sample sheet that blocks name outright: features, also where each row has another word, such as a SMILES or a list of mutations. */
export function namedFeatureColumns({ blocks }: Pick<Study, 'blocks'>): string[] {
  return Object.values(blocks).flatMap((block) =>
    isInSheet(block) ? (block.columns ?? []).filter((name) => !/[*?]/.test(name)) : [],
  );
}

export interface LearnerSpec {
  readonly name: string;
  readonly word: string;
  readonly candidates: readonly ParamValues[];
  /** smote: rare classes are filled up with synthetic training samples in every fit. */
  readonly balance?: 'smote';
  /** Absent: as `validate.calibrate`. */
  readonly calibrate?: CalibrateBy;
}

/** Tables with shuffled features that a clustering is compared with. */
export const SHUFFLES = 10;

/** How samples are divided, as the study file says it. A number: stratified folds, groups whole. */
export type InnerSpec =
  | number
  | 'leave-one-out'
  /** One value of a column at a time: site, batch, drug. */
  | { readonly 'leave-out': string }
  /** A column of train and test, or of the name of each sample's fold. */
  | { readonly predefined: string }
  /** The share of the samples that is tested, once. */
  | { readonly 'hold-out': number }
  /** Later periods by what came before them, in the order of a column. */
  | { readonly time: string; readonly folds?: number | undefined };

/** Another cohort, which is only tested: what differs from the study's own samples and blocks. */
export interface ExternalSpec {
  readonly samples: Partial<SamplesSpec> & { readonly file: string };
  /** Block → file; a block of the sample sheet is found in the external sheet. */
  readonly blocks: Readonly<Record<string, { readonly file: string; readonly rows?: 'samples' | 'features' }>>;
}

/** The columns of the sample sheet that say how samples are divided: never features. */
export function splitColumns({ outer, inner, pairs }: ValidateSpec): string[] {
  const ofSplit = (spec: ValidateSpec['outer']) => {
    if (typeof spec !== 'object') return [];
    if ('leave-out' in spec) return [spec['leave-out']];
    if ('predefined' in spec) return [spec.predefined];
    return 'time' in spec ? [spec.time] : [];
  };
  return [...new Set([...ofSplit(outer), ...ofSplit(inner), ...(pairs ? [pairs.rows, pairs.columns] : [])])];
}

/** Samples that are pairs of two kinds of things, such as a cell line and a drug. */
export interface PairsSpec {
  /** Columns of the sample sheet. */
  readonly rows: string;
  readonly columns: string;
  /** What a test pair may not share with any training pair. */
  readonly holdOut: 'rows' | 'columns' | 'both';
}

/** Mistakes that a study can be asked to make on purpose, beside the honest result. */
export const MISTAKES = ['selection-outside', 'groups-split'] as const;
export type Mistake = (typeof MISTAKES)[number];
export interface PermutationSpec {
  /** How many. */
  readonly n: number;
  /** Absent: the one chosen. */
  readonly learner?: string;
  /** A column within whose values truth is dealt out. */
  readonly within?: string;
}

export interface ValidateSpec {
  readonly outer: InnerSpec | { readonly external: ExternalSpec };
  readonly inner: InnerSpec;
  readonly pairs?: PairsSpec;
  readonly repeats: number;
  /** Absent: macro-f1 for three classes and more, roc-auc for two. */
  readonly metric?: string;
  readonly seed: number;
  /** Permutations of the truth, the whole pipeline run on each; absent: none. */
  readonly permutation?: PermutationSpec;
  /** Shares of the training samples to learn from, rising; absent: no learning curve. */
  readonly learningCurve?: readonly number[];
  /** The power that the sample size is looked for; absent: it is not. */
  readonly power?: number;
  /** grid: every setting on every inner fold; halving: the worse half is dropped after each; random was drawn when the study was read. */
  readonly search: 'grid' | 'halving' | 'random';
  /** How the place on a path of penalties is chosen. */
  readonly rule: PathRule;
  /** How probabilities of classes are calibrated inside the folds; of other tasks none. */
  readonly calibrate: CalibrateBy;
  /** inferred: declared columns and what the audit finds; declared: the columns only; none: recorded as such. */
  readonly groups: 'inferred' | 'declared' | 'none';
  /** Mistakes that are made too, so that their score stands beside the honest one; absent: none. */
  readonly leaky?: readonly Mistake[];
  /** Sources of inferred groups that are not believed, and why. */
  readonly ignoreGroups: readonly { readonly source: string; readonly reason: string }[];
  /** Identity over the shorter one from which two sequences are kept together. */
  readonly homology: number | 'off';
}
