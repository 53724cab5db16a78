import type { Context } from '../../base/context.ts';
import { describeStep } from '../../prepare/describe-step.ts';
import { fitPipeline } from '../../prepare/pipeline.ts';
import type { Step } from '../../prepare/step.ts';
import type { NamedSet } from '../../read/reader.ts';
import type { EnrichmentRecord, RunRecord } from '../../report/record.ts';
import { type Block, takeBlockRows } from '../../table/block.ts';
import { type Target, takeTargetRows } from '../../table/target.ts';
import { sharesNames } from '../cohort/gene-sets.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import { createSteps } from '../cohort/named-files.ts';

/** What the record has of sets: of each block what drives, then what differs. Absent where the study names no sets. */
export function enrichmentOf(
  { blocks }: Pick<LoadedCohort, 'blocks'>,
  driving: readonly EnrichmentRecord[] | undefined,
  differing: readonly EnrichmentRecord[] | undefined,
): Pick<RunRecord, 'enrichment'> {
  if (!driving || !differing) return {};
  return { enrichment: blocks.flatMap(({ name }) => [...driving, ...differing].filter(({ block }) => block === name)) };
}

/** Steps that bring values to a scale on which differences are differences, or leave features out without a look at the target. */
const SCALING = new Set([
  ...[
    'impute',
    'knn-impute',
    'log2',
    'arcsinh',
    'cpm',
    'tpm',
    'fpkm',
    'upper-quartile',
    'median-of-ratios',
    'quantile',
  ],
  ...['combat', 'drop-constant', 'top-variance'],
]);

/** A block in which the sets of a study can be looked for. */
export interface TestedBlock {
  readonly name: string;
  /** All samples but those of an external cohort, before any step that looks at the target. */
  readonly values: Block;
  readonly target: Target;
  /** What was done to the values. */
  readonly words: readonly string[];
}

/** The blocks whose names the sets share. The background of all tests are the features that a learner could have chosen. */
export async function testedBlocks(loaded: LoadedCohort, ctx: Context): Promise<TestedBlock[]> {
  const sets = loaded.geneSets ?? [];
  const rows = Int32Array.from(loaded.ids.keys()).filter((i) => loaded.external?.[i] !== 'external');
  const target = takeTargetRows(loaded.target, rows);
  const found: TestedBlock[] = [];
  for (const [b, block] of loaded.blocks.entries()) {
    if (!sharesNames(block, sets)) continue;
    const steps = loaded.steps[b]!.slice(0, prefixOf(loaded.steps[b]!));
    const values = await prepared(takeBlockRows(block, rows), target, steps, loaded.namedFiles, ctx);
    const words = steps.map((step) => describeStep(step.word, step.params));
    if (sharesNames(values, sets)) found.push({ name: block.name, values, target, words });
  }
  return found;
}

/** How many of the first steps only scale. */
function prefixOf(steps: readonly Step[]): number {
  const end = steps.findIndex(({ word }) => !SCALING.has(word));
  return end < 0 ? steps.length : end;
}

async function prepared(
  block: Block,
  target: Target,
  steps: readonly Step[],
  files: LoadedCohort['namedFiles'],
  ctx: Context,
): Promise<Block> {
  const transforms = await createSteps(steps, files);
  const { prepared } = await fitPipeline(
    block,
    target,
    transforms.map((transform) => ({ transform })),
    ctx,
    true,
  );
  return prepared;
}

/** Sets that the record keeps: those that a reader would look at. */
const KEPT = { fdr: 0.25, least: 10, most: 100 };

/** The sets with the strongest evidence, with what the file says of them. */
export function shortened<S extends { readonly set: string }, R extends { readonly sets: readonly S[] }>(
  result: R,
  rate: keyof R['sets'][number],
  all: readonly NamedSet[],
): R & Pick<EnrichmentRecord, 'tested' | 'links'> {
  const kept = result.sets.filter(
    (one, s) => s < KEPT.least || (s < KEPT.most && Number((one as R['sets'][number])[rate]) <= KEPT.fdr),
  );
  const names = new Set(kept.map(({ set }) => set));
  const links = all.filter(({ name, description }) => names.has(name) && /^https?:/.test(description));
  return {
    ...result,
    sets: kept,
    tested: result.sets.length,
    links: Object.fromEntries(links.map(({ name, description }) => [name, description])),
  };
}
