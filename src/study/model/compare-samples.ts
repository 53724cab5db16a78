import type { Context } from '../../base/context.ts';
import { genotypeGram } from '../../kernels/genotype-gram.ts';
import { gramMatrix } from '../../kernels/gram.ts';
import { pca } from '../../numeric/pca.ts';
import { principalComponents } from '../../numeric/principal-components.ts';
import { defaultPrepare } from '../../prepare/defaults.ts';
import { fitOnRows } from '../../prepare/fit-on-rows.ts';
import { transformByWord } from '../../prepare/registry.ts';
import { createStep, parseStep, type Step } from '../../prepare/step.ts';
import { type Block, presentRows, takeBlockRows } from '../../table/block.ts';
import type { Transform } from '../../table/contract.ts';
import { isPacked } from '../../table/matrix.ts';
import type { DuplicatePair } from '../../validate/audit/duplicates.ts';
import type { ComparedBlock } from '../../validate/groups/finder.ts';
import { type ComparedRows, nearDuplicatesOver } from '../../validate/groups/near-duplicates.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import { createSteps } from '../cohort/named-files.ts';

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
 * @param repeats samples share measurements by design (`validate.pairs`): none is looked for.
 */
export async function compareSamples(
  loaded: LoadedCohort,
  keepWords: (block: Block) => boolean,
  repeats: boolean,
  ctx: Context,
): Promise<{ duplicates: DuplicatePair[]; map?: SampleAxes }> {
  const everyRow = Int32Array.from(loaded.ids.keys());
  const n = everyRow.length;
  const all: ComparedRows[] = [];
  let map: SampleAxes | undefined;
  for (const [b, whole] of loaded.blocks.entries()) {
    if (repeats && map) break; // further blocks would be compared for their repeats alone
    // Samples that lack the block are alike in nothing.
    const rows = presentRows(whole);
    const block = rows.length === everyRow.length ? whole : takeBlockRows(whole, rows);
    const steps = loaded.steps[b]!.filter((step) => !transformByWord(step.word, 'audit').supervised);
    const few = rows.length <= MOST_FOR_GRAM;
    const compared =
      few && isPacked(block.matrix) && areDefault(steps)
        ? await compareGenotypes(block, ctx)
        : await comparePrepared(block, await createSteps(steps, loaded.namedFiles), few, keepWords(block), ctx);
    all.push({ compared, rows });
    const nFeatures = compared.gram ? compared.nFeatures : compared.prepared.nCols;
    if (map || rows.length < n || n < 3 || nFeatures < 2) continue;
    const { scores, explained } = compared.gram
      ? principalComponents(compared.gram, n, 2)
      : await pca(ctx, compared.prepared, 2);
    const width = scores.length / n; // fewer components than asked where the rank is lower
    const axis = (c: number) =>
      Array.from(everyRow, (i) => (c < width ? Number(scores[i * width + c]!.toPrecision(6)) : 0));
    map = { x: axis(0), y: axis(1), explained: [explained[0] ?? 0, explained[1] ?? 0] };
  }
  return { duplicates: repeats ? [] : await nearDuplicatesOver(ctx, all), ...(map ? { map } : {}) };
}

/** Whether the steps are those that genotypes get by default. */
function areDefault(steps: readonly Step[]): boolean {
  const facts = { raw: false, nFeatures: 0, hasMissing: false, hasText: false };
  return JSON.stringify(steps) === JSON.stringify(defaultPrepare('genotypes', facts));
}

/** What the default steps and `gramMatrix` would make of genotypes at 2 bits, which stay there. */
async function compareGenotypes(block: Block, ctx: Context): Promise<ComparedBlock> {
  const { gram, nVariants } = await genotypeGram(ctx, block.matrix, { scale: 'deviation' });
  return { block, gram, nFeatures: nVariants };
}

async function comparePrepared(
  block: Block,
  transforms: readonly Transform[],
  few: boolean,
  keepWords: boolean,
  ctx: Context,
): Promise<ComparedBlock> {
  const asked = keepWords ? [...transforms, await createStep(parseStep('one-hot', 'audit'))] : transforms;
  const { prepared } = await fitOnRows(block, Int32Array.from(block.ids.keys()), null, asked, {
    ...ctx,
    warn: () => {},
  });
  const X = prepared.matrix;
  if (!few) return { block, prepared: X };
  return { block, gram: await gramMatrix(ctx, X, { centre: true, scale: true }), nFeatures: X.nCols };
}
