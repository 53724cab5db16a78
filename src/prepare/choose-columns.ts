import type { Context } from '../base/context.ts';
import { throwIfCancelled } from '../base/errors.ts';
import { type Block, denseBlock, takeBlockPart } from '../table/block.ts';
import type { Transform } from '../table/contract.ts';
import { type Target, takeTargetRows } from '../table/target.ts';
import type { ColumnChoices } from './column-choices.ts';
import { largest } from './selection.ts';
import { sharedScores } from './shared-scores.ts';

/** Columns looked at together while features are chosen: a few MiB of training rows. */
const CHUNK = 1024;

type Selection = NonNullable<Transform['selection']>;

/** A filter that can be settled before anything else is fitted: all steps before it treat each column alone. */
export function firstFilter(
  steps: readonly Transform[],
  nColumns: number,
): (Transform & { readonly selection: Selection }) | undefined {
  const filter = steps.find((step) => !step.columnwise);
  // Of a filter that keeps everything anyway, the ordinary way is the shorter.
  return filter?.selection && filter.selection.count < nColumns
    ? (filter as Transform & { selection: Selection })
    : undefined;
}

/** The columns with the largest scores after the steps before the filter; those that a step dropped cannot be chosen. @param target of the rows. */
export async function chooseColumns(
  block: Block,
  rows: Int32Array,
  columns: Uint32Array,
  target: Target | null,
  before: readonly Transform[],
  selection: Selection,
  ctx: Context,
): Promise<Uint32Array> {
  const scores = await scoresOf(block, rows, columns, target, before, selection, ctx);
  return best(scores, selection.count).map((k) => columns[k]!);
}

/**
 * Settles the first filter of some steps for several sets of training rows at once (`sharedScores`), where that is possible, into `choices`.
 * What is known already is left alone. @param target of the whole block.
 */
export async function chooseAtOnce(
  block: Block,
  rowSets: readonly Int32Array[],
  target: Target | null,
  steps: readonly Transform[],
  choices: ColumnChoices,
  ctx: Context,
): Promise<void> {
  const filter = firstFilter(steps, block.features.length);
  if (!filter) return;
  const at = steps.indexOf(filter);
  const [before, upTo] = [steps.slice(0, at), steps.slice(0, at + 1)];
  const open = rowSets.filter((rows) => !choices.has(block, rows, target, upTo));
  if (open.length < 2) return;
  const shared = sharedScores(block, open, target, before, filter.selection, ctx);
  await Promise.all(
    open.map((rows, s) =>
      choices.get(block, rows, target, upTo, async () => {
        const own = target && takeTargetRows(target, rows);
        const found = await shared;
        throwIfCancelled(ctx.signal, 'prepare');
        if (!found)
          return chooseColumns(
            block,
            rows,
            Uint32Array.from(block.features.keys()),
            own,
            before,
            filter.selection,
            ctx,
          );
        const scores = found.scores[s]!;
        const missing = Uint32Array.from(found.missing);
        const rest = await scoresOf(block, rows, missing, own, before, filter.selection, ctx);
        missing.forEach((j, k) => {
          scores[j] = rest[k]!;
        });
        return best(scores, filter.selection.count);
      }),
    ),
  );
}

/** The `count` columns of largest score, ascending. */
function best(scores: Float64Array, count: number): Uint32Array {
  return largest(scores, count).filter((k) => scores[k]! > Number.NEGATIVE_INFINITY);
}

/** −∞ for a column that a step dropped. */
async function scoresOf(
  block: Block,
  rows: Int32Array,
  columns: Uint32Array,
  target: Target | null,
  before: readonly Transform[],
  selection: Selection,
  ctx: Context,
): Promise<Float64Array> {
  const quiet = { ...ctx, warn: () => {} }; // said when the kept features are fitted
  const scores = new Float64Array(columns.length).fill(Number.NEGATIVE_INFINITY);
  for (let from = 0; from < columns.length; from += CHUNK) {
    // So few columns may as well be dense.
    let part = denseBlock(takeBlockPart(block, rows, columns.subarray(from, from + CHUNK)));
    const place = new Map(part.features.map((name, k) => [name, from + k]));
    for (const step of before) {
      part = step.preview?.(part) ?? (await step.fit(part, target, quiet)).apply(part);
    }
    const partScores = selection.score(part, target);
    part.features.forEach((name, k) => {
      scores[place.get(name)!] = partScores[k]!;
    });
  }
  return scores;
}
