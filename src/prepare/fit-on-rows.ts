import type { Context } from '../base/context.ts';
import { type Block, takeBlockPart } from '../table/block.ts';
import type { Transform } from '../table/contract.ts';
import { type Target, takeTargetRows } from '../table/target.ts';
import { type FittedPipeline, fitPipeline } from './pipeline.ts';
import { largest } from './selection.ts';

/** Columns looked at together while features are chosen: a few MiB of training rows. */
const CHUNK = 1024;

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
 * @param target of the whole block. @param rows training rows. The block is not modified. @param keepWords as `fitPipeline`.
 * Memory: the prepared rows of the kept features, plus a few MiB. Cost: steps before a filter run once more on what it keeps.
 */
export async function fitOnRows(
  block: Block,
  rows: Int32Array,
  target: Target | null,
  transforms: readonly Transform[],
  ctx: Context,
  keepWords = false,
): Promise<FittedOnRows> {
  const trainTarget = target && takeTargetRows(target, rows);
  let columns = Uint32Array.from(block.features.keys());
  let steps = transforms;
  for (;;) {
    const at = steps.findIndex((step) => !step.columnwise);
    const filter = steps[at];
    // Of a filter that keeps everything anyway, the ordinary way is the shorter.
    if (!filter?.selection || filter.selection.count >= columns.length) break;
    columns = await chooseColumns(block, rows, columns, trainTarget, steps.slice(0, at), filter.selection, ctx);
    steps = steps.filter((step) => step !== filter);
  }
  const part = takeBlockPart(block, rows, columns);
  const { fitted, prepared } = await fitPipeline(
    part,
    trainTarget,
    steps.map((transform) => ({ transform })),
    ctx,
    keepWords,
  );
  return { fitted, columns, prepared };
}

/** The columns with the largest scores after the steps before the filter; those that a step dropped cannot be chosen. */
async function chooseColumns(
  block: Block,
  rows: Int32Array,
  columns: Uint32Array,
  target: Target | null,
  before: readonly Transform[],
  selection: NonNullable<Transform['selection']>,
  ctx: Context,
): Promise<Uint32Array<ArrayBuffer>> {
  const quiet = { ...ctx, warn: () => {} }; // said when the kept features are fitted
  const scores = new Float64Array(columns.length).fill(Number.NEGATIVE_INFINITY);
  for (let from = 0; from < columns.length; from += CHUNK) {
    const chunk = columns.subarray(from, from + CHUNK);
    let part = takeBlockPart(block, rows, chunk);
    const place = new Map(part.features.map((name, k) => [name, from + k]));
    for (const step of before) part = (await step.fit(part, target, quiet)).apply(part);
    const partScores = selection.score(part, target);
    part.features.forEach((name, k) => {
      scores[place.get(name)!] = partScores[k]!;
    });
  }
  return Uint32Array.from(
    [...largest(scores, selection.count)].filter((k) => scores[k]! > Number.NEGATIVE_INFINITY),
    (k) => columns[k]!,
  );
}
