import type { Context } from '../base/context.ts';
import { chooseAtOnce } from '../prepare/choose-columns.ts';
import type { ColumnChoices } from '../prepare/column-choices.ts';
import { type FitOptions, fitOnRows } from '../prepare/fit-on-rows.ts';
import type { FittedPipeline } from '../prepare/pipeline.ts';
import { type Block, takeBlockPart } from '../table/block.ts';
import type { Cohort } from '../table/cohort.ts';
import type { TrainView, Transform, View, ViewPart } from '../table/contract.ts';
import { type CreateMatrix, columnOf, concatColumns, createMatrix, type Matrix } from '../table/matrix.ts';
import { takeTargetRows } from '../table/target.ts';

/** The preparation steps of each block, in the order of the blocks. */
export type PrepareSteps = readonly (readonly Transform[])[];

export interface FoldOptions extends FitOptions {
  /** Words stay as they are in blocks of kind `sequence`, for a learner that takes these alone; default false. */
  readonly keepSequences?: boolean | undefined;
}

export interface PreparedFold {
  readonly train: TrainView;
  readonly test: View;
  /** One for each block. */
  readonly pipelines: readonly FittedPipeline[];
}

/**
 * The one place where data is divided before anything is fitted: steps are fitted on copies of the training rows, then applied to
 * copies of the test rows. The cohort is not modified. Memory: the prepared rows of the features that the filters keep.
 * @param options where the table of the training rows is made, what filters chose before, and whether words are kept.
 */
export async function prepareFold(
  cohort: Cohort,
  steps: PrepareSteps,
  trainRows: Int32Array,
  testRows: Int32Array,
  ctx: Context,
  options: FoldOptions = {},
): Promise<PreparedFold> {
  const trained: Block[] = [];
  const tested: Block[] = [];
  const pipelines: FittedPipeline[] = [];
  // Of several blocks it is the table that joins them.
  const own = cohort.blocks.length === 1 ? options : { ...options, create: createMatrix };
  for (const [b, block] of cohort.blocks.entries()) {
    const keepWords = options.keepWords || (options.keepSequences && block.kind === 'sequence');
    const { fitted, columns, prepared } = await fitOnRows(block, trainRows, cohort.target, steps[b]!, ctx, {
      ...own,
      keepWords,
    });
    pipelines.push(fitted);
    trained.push(prepared);
    tested.push(fitted.apply(takeBlockPart(block, testRows, columns)));
  }
  return {
    train: {
      ...sideBySide(trained, options.create),
      target: takeTargetRows(cohort.target, trainRows),
      groups: Int32Array.from(trainRows, (i) => cohort.groups[i]!),
      ...(cohort.weights ? { weights: Float64Array.from(trainRows, (i) => cohort.weights![i]!) } : {}),
    },
    test: sideBySide(tested),
    pipelines,
  };
}

/**
 * The features as numbers, for distances between samples: the table itself when all are; of a block of kind `sequence` one 0/1 column for each
 * letter of each position, a missing letter giving zeros; other columns of words are left out. Cost O(n · columns of the result).
 */
export function numbersOnly({ X, levels, parts = [] }: View): Matrix {
  if (!levels?.some(Boolean)) return X;
  const inSequence = new Uint8Array(X.nCols);
  for (const { kind, start0, end0 } of parts) if (kind === 'sequence') inSequence.fill(1, start0, end0);
  const widths = levels.map((words, j) => (words ? inSequence[j]! * words.length : 1));
  const out = createMatrix(
    X.nRows,
    widths.reduce((sum, width) => sum + width, 0),
  );
  let to = 0;
  widths.forEach((width, j) => {
    if (width === 0) return;
    const column = columnOf(X, j);
    if (!levels[j]) columnOf(out, to).set(column);
    else for (let i = 0; i < column.length; i++) if (column[i]! >= 0) columnOf(out, to + column[i]!)[i] = 1;
    to += width;
  });
  return out;
}

/** Settles the first filter of each block for several sets of training rows at once, from one pass over the table: `chooseAtOnce`. */
export async function settleFilters(
  cohort: Cohort,
  steps: PrepareSteps,
  rowSets: readonly Int32Array[],
  choices: ColumnChoices,
  ctx: Context,
): Promise<void> {
  for (const [b, block] of cohort.blocks.entries()) {
    // Rows without the block teach it nothing: `fitOnRows` looks for the same sets.
    const { present } = block;
    const own = present ? rowSets.map((rows) => rows.filter((i) => present[i] === 1)) : rowSets;
    await chooseAtOnce(block, own, cohort.target, steps[b]!, choices, ctx);
  }
}

/** Blocks as one table of features. With several blocks a feature is called `block:feature`, so that names stay unique; `parts` says which are whose. */
export function sideBySide(blocks: readonly Block[], create?: CreateMatrix): View {
  const features =
    blocks.length === 1
      ? blocks[0]!.features
      : blocks.flatMap((block) => block.features.map((name) => `${block.name}:${name}`));
  const levels = blocks.flatMap((block) => block.levels ?? block.features.map(() => null));
  let end = 0;
  const parts = blocks.map(({ name, kind, features, shape, present }): ViewPart => {
    const start0 = end;
    end += features.length;
    return { name, kind, start0, end0: end, ...(shape ? { shape } : {}), ...(present ? { present } : {}) };
  });
  return {
    X: concatColumns(
      blocks.map((block) => block.matrix),
      create,
    ),
    features,
    parts,
    ...(levels.some(Boolean) ? { levels } : {}),
  };
}
