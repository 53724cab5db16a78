import type { Context } from '../base/context.ts';
import { gramMatrix } from '../kernels/gram.ts';
import { pca } from '../numeric/pca.ts';
import { principalComponents } from '../numeric/principal-components.ts';
import { fitOnRows } from '../prepare/fit-on-rows.ts';
import { transformByWord } from '../prepare/registry.ts';
import { createStep, parseStep } from '../prepare/step.ts';
import { type Block, presentRows, takeBlockRows } from '../table/block.ts';
import type { DuplicatePair } from '../validate/audit/duplicates.ts';
import { nearDuplicates } from '../validate/groups/near-duplicates.ts';
import type { LoadedCohort } from './load-cohort.ts';
import { createSteps } from './named-files.ts';

/** Above this many samples their Gram matrix is not made: it would take 200 MB and more. */
const MOST_FOR_GRAM = 5000;

/** First two principal components of the samples. */
export interface SampleAxes {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly explained: readonly [number, number];
}

/**
 * Each block is prepared on all samples with the steps that do not look at labels; only pictures and the search for duplicates are
 * made of it, no model ever sees it. The axes are those of the first block with two features that every sample has; absent with fewer than 3 samples.
 * @param keepWords whether the words of a block stay, which a learner takes as they are: they have no distance from each other but that of 0/1 features; else they are refused.
 */
export async function compareSamples(
  loaded: LoadedCohort,
  keepWords: (block: Block) => boolean,
  ctx: Context,
): Promise<{ duplicates: DuplicatePair[]; map?: SampleAxes }> {
  const everyRow = Int32Array.from(loaded.ids.keys());
  const n = everyRow.length;
  const duplicates: DuplicatePair[] = [];
  let map: SampleAxes | undefined;
  for (const [b, whole] of loaded.blocks.entries()) {
    // Samples that lack the block are alike in nothing.
    const rows = presentRows(whole);
    const block = rows.length === everyRow.length ? whole : takeBlockRows(whole, rows);
    const steps = loaded.steps[b]!.filter((step) => !transformByWord(step.word, 'audit').supervised);
    const transforms = await createSteps(steps, loaded.namedFiles);
    const asked = keepWords(block) ? [...transforms, await createStep(parseStep('one-hot', 'audit'))] : transforms;
    const { prepared } = await fitOnRows(block, Int32Array.from(block.ids.keys()), null, asked, {
      ...ctx,
      warn: () => {},
    });
    const X = prepared.matrix;
    const gram = rows.length > MOST_FOR_GRAM ? undefined : await gramMatrix(ctx, X, { centre: true, scale: true });
    const found = await nearDuplicates(ctx, { block, prepared: X, ...(gram ? { gram } : {}) });
    duplicates.push(...found.map((pair) => ({ ...pair, i: rows[pair.i]!, l: rows[pair.l]! })));
    if (map || rows.length < n || n < 3 || X.nCols < 2) continue;
    const { scores, explained } = gram ? principalComponents(gram, n, 2) : await pca(ctx, X, 2);
    const width = scores.length / n; // fewer components than asked where the rank is lower
    const axis = (c: number) =>
      Array.from(everyRow, (i) => (c < width ? Number(scores[i * width + c]!.toPrecision(6)) : 0));
    map = { x: axis(0), y: axis(1), explained: [explained[0] ?? 0, explained[1] ?? 0] };
  }
  return { duplicates, ...(map ? { map } : {}) };
}
