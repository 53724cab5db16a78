import type { Context } from '../base/context.ts';
import { chooseAtOnce } from '../prepare/choose-columns.ts';
import type { ColumnChoices } from '../prepare/column-choices.ts';
import { type FitOptions, fitOnRows } from '../prepare/fit-on-rows.ts';
import type { FittedPipeline } from '../prepare/pipeline.ts';
import { type Block, takeBlockPart } from '../table/block.ts';
import type { Cohort } from '../table/cohort.ts';
import type { TrainView, Transform, View } from '../table/contract.ts';
import { type CreateMatrix, concatColumns, createMatrix, type Matrix, takeColumns } from '../table/matrix.ts';
import { takeTargetRows } from '../table/target.ts';

/** The preparation steps of each block, in the order of the blocks. */
export type PrepareSteps = readonly (readonly Transform[])[];

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
  options: FitOptions = {},
): Promise<PreparedFold> {
  const trained: Block[] = [];
  const tested: Block[] = [];
  const pipelines: FittedPipeline[] = [];
  // Of several blocks it is the table that joins them.
  const own = cohort.blocks.length === 1 ? options : { ...options, create: createMatrix };
  for (const [b, block] of cohort.blocks.entries()) {
    const { fitted, columns, prepared } = await fitOnRows(block, trainRows, cohort.target, steps[b]!, ctx, own);
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

/** The features that hold numbers: the table itself when all do. */
export function numbersOnly({ X, levels }: View): Matrix {
  if (!levels?.some(Boolean)) return X;
  return takeColumns(
    X,
    [...levels.keys()].filter((j) => !levels[j]),
  );
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
    await chooseAtOnce(block, rowSets, cohort.target, steps[b]!, choices, ctx);
  }
}

/** Blocks as one table of features. With several blocks a feature is called `block:feature`, so that names stay unique. */
export function sideBySide(blocks: readonly Block[], create?: CreateMatrix): View {
  const features =
    blocks.length === 1
      ? blocks[0]!.features
      : blocks.flatMap((block) => block.features.map((name) => `${block.name}:${name}`));
  const levels = blocks.flatMap((block) => block.levels ?? block.features.map(() => null));
  return {
    X: concatColumns(
      blocks.map((block) => block.matrix),
      create,
    ),
    features,
    ...(levels.some(Boolean) ? { levels } : {}),
  };
}
