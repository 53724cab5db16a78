import type { Context } from '../base/context.ts';
import { type Block, denseBlock, presentRows, takeBlockPart } from '../table/block.ts';
import type { Transform } from '../table/contract.ts';
import { type CreateMatrix, createMatrix } from '../table/matrix.ts';
import { type Target, takeTargetRows } from '../table/target.ts';
import { absentFill, spread } from './absent-rows.ts';
import { chooseColumns, firstFilter } from './choose-columns.ts';
import { type ColumnChoices, createColumnChoices } from './column-choices.ts';
import { type FittedPipeline, fitPipeline, withFill } from './pipeline.ts';

export interface FitOptions {
  /** Makes the table that the training rows are copied to, and stay in unless a step makes another; default in ordinary memory. */
  readonly create?: CreateMatrix;
  /** What filters chose on other occasions; default nothing. */
  readonly choices?: ColumnChoices | undefined;
  /** As `fitPipeline`; default false. */
  readonly keepWords?: boolean | undefined;
}

export interface FittedOnRows {
  /** Takes the columns below, in that order. */
  readonly fitted: FittedPipeline;
  /** The columns of the block that the steps need: all, or those that the filters kept. */
  readonly columns: Uint32Array;
  /** The training rows, prepared. */
  readonly prepared: Block;
}

/**
 * Fits steps on some rows of a block, without a copy of the whole: a filter that comes after columnwise steps is settled first, by
 * scores computed a few columns at a time, and everything is then fitted on the features that it keeps. The result is the same as
 * fitting all steps in order; the model no longer needs the features that were filtered away.
 * Rows that lack the block (`Block.present`) teach nothing; prepared, the median of each feature stands in them.
 * @param target of the whole block. @param rows training rows. The block is not modified.
 * Memory: the prepared rows of the kept features, plus a few MiB. Cost: steps before a filter run once more on what it keeps.
 */
export async function fitOnRows(
  block: Block,
  rows: Int32Array,
  target: Target | null,
  transforms: readonly Transform[],
  ctx: Context,
  options: FitOptions = {},
): Promise<FittedOnRows> {
  const { present } = block;
  if (!present) return fitOnPresent(block, rows, target, transforms, ctx, options);
  const own = rows.filter((i) => present[i] === 1);
  const { columns, prepared, ...found } = await fitOnPresent(block, own, target, transforms, ctx, options);
  const fill = absentFill(prepared);
  const fitted = withFill(found.fitted, fill);
  if (own.length === rows.length) return { fitted, columns, prepared };
  const { matrix: _, ...facts } = takeBlockPart(block, rows, new Uint32Array());
  const all = { ...facts, matrix: { nRows: rows.length, nCols: 0, data: new Float32Array() } };
  return { fitted, columns, prepared: spread(prepared, presentRows(all), all, fill) };
}

/** `fitOnRows` of rows that all have the block. */
async function fitOnPresent(
  block: Block,
  rows: Int32Array,
  target: Target | null,
  transforms: readonly Transform[],
  ctx: Context,
  { create = createMatrix, choices = createColumnChoices(), keepWords = false }: FitOptions,
): Promise<FittedOnRows> {
  const trainTarget = target && takeTargetRows(target, rows);
  let columns: Uint32Array = Uint32Array.from(block.features.keys());
  let steps = transforms;
  for (let filter = firstFilter(steps, columns.length); filter; filter = firstFilter(steps, columns.length)) {
    const { selection } = filter;
    const before = steps.slice(0, steps.indexOf(filter));
    const all = columns;
    const upTo = transforms.slice(0, transforms.indexOf(filter) + 1);
    columns = await choices.get(block, rows, target, upTo, () =>
      chooseColumns(block, rows, all, trainTarget, before, selection, ctx),
    );
    steps = steps.filter((step) => step !== filter);
  }
  const { fitted, prepared } = await fitPipeline(
    // Genotypes stay at 2 bits up to the first step that needs them in full.
    takeBlockPart(block, rows, columns, block.matrix.packed && steps[0]?.packed ? undefined : create),
    trainTarget,
    steps.map((transform) => ({ transform })),
    ctx,
    keepWords,
    create,
  );
  // Genotypes that no step needed in full: a learner does.
  const full = prepared.matrix.packed && create !== createMatrix ? denseBlock(prepared, create) : prepared;
  return { fitted, columns, prepared: full };
}
