/**
 * The interfaces that everything hangs on. They stand on this low floor so that the rooms which implement them (read, prepare, learn)
 * and the room which drives them (validate) need not know each other.
 */
import type { Context } from '../base/context.ts';
import type { ParamTable, ParamValue, ParamValues } from '../base/params.ts';
import type { Block, BlockKind } from './block.ts';
import type { Matrix } from './matrix.ts';
import type { Prediction, RowPredictions } from './prediction.ts';
import type { Target, Task } from './target.ts';

/** Named arrays and plain JSON: what a fitted thing is when it is written to a file. Never code. */
export interface State {
  readonly kind: string;
  readonly json: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, StateArray>>;
}
export type StateArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array;

/** A preparation step before it has seen data. */
export interface Transform {
  readonly kind: string;
  readonly params: ParamValues;
  /** Learns from training rows: there are no others in `block`. Neither argument is modified. */
  fit(block: Block, target: Target | null, ctx: Context): Promise<Fitted>;
  /** Each feature is treated without a look at any other and keeps its name: such a step may run on some of the columns at a time. */
  readonly columnwise?: boolean;
  /** `fit` does not read the dense form of a sparse table; without this it is given a dense one. */
  readonly sparse?: boolean;
  /** The same of genotypes at 2 bits: one that only looks at columns, or takes some. */
  readonly packed?: boolean;
  /** Changes each value on its own, by the parameters alone: what it learns is nothing. */
  readonly elementwise?: boolean;
  /** What fit and apply make of these rows, without learning what only other rows would need. Consumes the block; null: not for this one. */
  preview?(block: Block): Block | null;
  /** Present on steps that keep the features with the largest scores, each computed from that feature alone. */
  readonly selection?: Selection;
}

export interface Selection {
  readonly count: number;
  score(block: Block, target: Target | null): Float64Array;
  /** The same score (to rounding) of a column without missing values from its moments, where that can be. NaN: not defined. */
  readonly ofMoments?: { readonly byClass: boolean; score(moments: GroupMoments): number };
}

/** Of one column: number of rows, mean and Σ(x − mean)² of each class, [nClasses]; or of all rows, [1]. No mean where there are no rows. */
export interface GroupMoments {
  readonly counts: Float64Array;
  readonly means: Float64Array;
  readonly squares: Float64Array;
}

/** A preparation step that has learned what it needs, and can be applied to any rows of the same features. */
export interface Fitted {
  readonly kind: string;
  /** Names of the annotations that the rows must bring, such as the batch. */
  readonly annotations?: readonly string[];
  /** `apply` takes a sparse table and leaves it sparse; without this it is given a dense one. */
  readonly sparse?: boolean;
  /** The same of genotypes at 2 bits: one that only looks at columns, or takes some. */
  readonly packed?: boolean;
  /** Consumes the block: its matrix may be overwritten and returned. The caller hands over a block of its own. */
  apply(block: Block): Block;
  /**
   * What the rows it was fitted on become, where they are not treated as new rows are: the axes of components are fitted to their noise as well.
   * Consumes the block, which holds these rows in their order. Present right after a fit, in no file.
   */
  ofTraining?(block: Block): Block;
  toState(): State;
}

/** Rows to predict: prepared features, nothing else. */
export interface View {
  readonly X: Matrix;
  readonly features: readonly string[];
  /** For a feature that holds words: the words, of which X holds the index. Absent or null: numbers. Only for learners that say `categorical`, or `sequences`. */
  readonly levels?: readonly (readonly string[] | null)[];
  /** Where the features of each block stand, in their order, without gaps. Views of a study have it; a learner that does not care ignores it. */
  readonly parts?: readonly ViewPart[];
}

/** The features start0 … end0 − 1 of a view: those that one block was prepared to. */
export interface ViewPart {
  /** Of the block. */
  readonly name: string;
  readonly kind: BlockKind;
  readonly start0: number;
  /** One past the last. */
  readonly end0: number;
  /** As `Block.shape`: its product is end0 − start0. */
  readonly shape?: readonly number[];
  /** 1 where a row has this block, 0 where it was not measured and the values say nothing, [nRows]. Absent: every row has it. */
  readonly present?: Uint8Array;
}

/** Rows to learn from. What is not in it cannot leak. */
export interface TrainView<T extends Target = Target> extends View {
  readonly target: T;
  /** Group of each row, any codes, [nRows]: a learner that divides its rows again keeps groups whole. Absent: every row is its own. */
  readonly groups?: Int32Array;
  /** Weight of each row, > 0, [nRows]: a row of weight 2 counts as two. Absent: 1 each. Only for learners that say `weighted`. */
  readonly weights?: Float64Array;
}

export interface Learner {
  readonly kind: string;
  readonly params: ParamValues;
  /** The model holds on to nothing of the table, whose memory is used again: what it needs of it, it copies. */
  fit(data: TrainView, ctx: Context): Promise<Model>;
  /** Present when all values of one parameter cost little more than one: a path of penalties. */
  readonly path?: LearnerPath;
  /** Its models answer for rows that a part of them did not learn from (`Model.heldOut`), groups whole: a calibration needs no other folds. */
  readonly holdsOut?: boolean;
}

export interface LearnerPath {
  readonly param: string;
  /** Which of two values is the stronger penalty: the simpler model. */
  readonly strongest: 'smallest' | 'largest';
  /** The values to try on this data, strongest penalty first. */
  values(data: TrainView, ctx: Context): Promise<readonly number[]>;
  /** One model for each value, the same as a single `fit` with it would give within the solver's tolerance. */
  fit(data: TrainView, values: readonly number[], ctx: Context): Promise<readonly Model[]>;
}

export interface Model {
  readonly kind: string;
  predict(data: View, ctx: Context): Promise<Prediction>;
  /** How much each feature counts in this model, [nFeatures], ≥ 0; what it means is the learner's own (see its docs). */
  importance?(): Float64Array;
  /** Present right after a fit by a learner that `holdsOut`: of rows of its training view, each by a part of the model that did not learn from it. */
  readonly heldOut?: readonly RowPredictions[];
  /** Facts of the fit for the record: penalty chosen, out-of-bag accuracy, features used. */
  summary?(): Readonly<Record<string, number | string>>;
  toState(): State;
}

/** One line of a registry: what a word of the study file stands for. The code behind it is loaded when first used. */
export interface TransformEntry {
  readonly word: string;
  readonly doc: string;
  /** It looks at the target: nothing that is made without the target may use it. */
  readonly supervised?: boolean;
  /** It takes blocks of sequences alone, a letter a position. */
  readonly sequences?: true;
  /** It reads what is spelled in a word, as a SMILES or a list: that a word is different in every row is then no sign of an id. */
  readonly spelling?: true;
  readonly params: ParamTable;
  load(): Promise<{ create(params: ParamValues, resources?: Resources): Transform; restore(state: State): Fitted }>;
}

/** What a step or learner needs beside its table, under the name of the parameter that names its file. */
export type Resources = Readonly<Record<string, Resource>>;

/** Numbers by feature, such as gene lengths, or a network of features. */
export type Resource = ReadonlyMap<string, number> | EdgeList;

/** Undirected edges between features, one at each place: names of both ends, and a weight ≥ 0. */
export interface EdgeList {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly weights: Float64Array;
}

export interface LearnerEntry {
  readonly word: string;
  readonly doc: string;
  readonly tasks: readonly Task[];
  /** It takes columns of words as they are (`View.levels`). */
  readonly categorical?: true;
  /** It takes the positions of a sequence as the words they are: the default preparation of blocks of kind `sequence` is then none. */
  readonly sequences?: true;
  /** It knows which samples lack a block (`ViewPart.present`) and takes them as they are. */
  readonly misses?: true;
  /** It is a neural network: it needs `Context.networks`, and gives the same bits on one machine only. */
  readonly network?: true;
  /** It takes weights of the training samples (`TrainView.weights`). */
  readonly weighted?: true;
  /** It fits and predicts sparse tables as they are; others are given the dense form. */
  readonly sparse?: boolean;
  readonly params: ParamTable;
  /** Searched when the study names the word bare: parameter → values to try. */
  readonly grid: Readonly<Record<string, readonly ParamValue[]>>;
  load(): Promise<{ create(params: ParamValues, resources?: Resources): Learner; restore(state: State): Model }>;
}
