import type { Context } from '../base/context.ts';
import {
  type Contrast,
  type DesignMatrix,
  designMatrix,
  oneVersusRest,
  pairContrast,
} from '../explain/design-matrix.ts';
import { type Enrichment, gsea } from '../explain/gsea.ts';
import { moderatedT } from '../explain/moderated-t.ts';
import { overRepresentation } from '../explain/over-representation.ts';
import { describeStep } from '../prepare/describe-step.ts';
import { fitPipeline } from '../prepare/pipeline.ts';
import type { Step } from '../prepare/step.ts';
import type { NamedSet } from '../read/reader.ts';
import type { EnrichmentRecord, RunRecord } from '../report/record.ts';
import { type Block, takeBlockRows } from '../table/block.ts';
import { type Target, takeTargetRows } from '../table/target.ts';
import { sharesNames } from './gene-sets.ts';
import { createSteps } from './named-files.ts';
import type { LearnerFolds, RunFacts } from './record.ts';

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

/** Sets that the record keeps: those that a reader would look at. */
const KEPT = { fdr: 0.25, least: 10, most: 100 };

/**
 * With `report.gene-sets`: the sets in which the features that the chosen learner leaned on in at least half of the folds are over-represented, and those at the ends of
 * the features ranked by moderated t (each class against the others, or along the number that is predicted). The background of both are the features that the learner could have
 * chosen, before any step that looks at the target. What differs is found on all samples of the study, and describes them: it is no prediction.
 */
export async function enrichmentOf(
  { study, loaded, random }: RunFacts,
  winner: LearnerFolds,
  ctx: Context,
): Promise<Pick<RunRecord, 'enrichment'>> {
  const sets = loaded.geneSets;
  if (!sets || loaded.target.task === 'clustering') return {};
  const rows = Int32Array.from(loaded.ids.keys()).filter((i) => loaded.external?.[i] !== 'external');
  const target = takeTargetRows(loaded.target, rows);
  const steady = steadyFeatures(winner);
  const found: EnrichmentRecord[] = [];
  for (const [b, block] of loaded.blocks.entries()) {
    if (!sharesNames(block, sets)) continue;
    const steps = loaded.steps[b]!.slice(0, prefixOf(loaded.steps[b]!));
    const values = await prepared(takeBlockRows(block, rows), target, steps, loaded.namedFiles, ctx);
    if (!sharesNames(values, sets)) continue;
    const common = { block: block.name, file: study.report.geneSets! };
    const chosen = values.features.filter((name) =>
      steady.has(loaded.blocks.length > 1 ? `${block.name}:${name}` : name),
    );
    if (chosen.length > 0) {
      const result = overRepresentation(sets, chosen, values.features);
      found.push({ ...common, of: 'drivers', method: 'over-representation', ...shortened(result, 'q', sets) });
    }
    for (const [contrast, result] of differences(values, target, loaded.positive, sets, random.at('enrichment'))) {
      const words = steps.map((step) => describeStep(step.word, step.params));
      const own = { of: 'differential-expression', method: 'gsea', contrast, values: words } as const;
      found.push({ ...common, ...own, ...shortened(result, 'fdr', sets) });
    }
  }
  return { enrichment: found };
}

/** Features among the strongest of at least half of the folds. */
function steadyFeatures({ repeats }: LearnerFolds): Set<string> {
  const folds = repeats.flat();
  const count = new Map<string, number>();
  for (const { top } of folds) for (const [name] of top) count.set(name, (count.get(name) ?? 0) + 1);
  return new Set([...count].flatMap(([name, times]) => (2 * times >= folds.length ? [name] : [])));
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
  files: RunFacts['loaded']['namedFiles'],
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

/** Contrast → the sets at the ends of its ranking. None of a survival: it has no two groups. */
function differences(
  { matrix, features }: Block,
  target: Target,
  positive: number | undefined,
  sets: readonly NamedSet[],
  random: RunFacts['random'],
): [string, Enrichment][] {
  const asked = questions(target, positive);
  if (!asked) return [];
  return moderatedT(matrix, asked.design, asked.contrasts).contrasts.map(({ contrast, t }) => {
    const told = Array.from(t.keys()).filter((j) => Number.isFinite(t[j]!));
    const scores = told.map((j) => t[j]!);
    const names = told.map((j) => features[j]!);
    return [contrast, gsea(sets, names, scores, { random: random.at(contrast) })];
  });
}

function questions(target: Target, positive = 1): { design: DesignMatrix; contrasts: Contrast[] } | undefined {
  if (target.task === 'classification') {
    const { classes: groups, codes } = target;
    const design = designMatrix({ groups, codes });
    const two = groups.length === 2;
    return {
      design,
      contrasts: two ? [pairContrast(design, groups[positive]!, groups[1 - positive]!)] : oneVersusRest(design, groups),
    };
  }
  if (target.task !== 'regression') return undefined;
  const covariates = { target: target.values };
  const design = designMatrix({ groups: ['all'], codes: new Int32Array(target.values.length), covariates });
  return { design, contrasts: [{ name: 'rising', weights: [0, 1] }] };
}

/** The sets with the strongest evidence, with what the file says of them. */
function shortened<S extends { readonly set: string }, R extends { readonly sets: readonly S[] }>(
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
