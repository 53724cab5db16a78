import type { Context } from '../base/context.ts';
import { throwIfCancelled } from '../base/errors.ts';
import { attributedEnrichment, driverSets, type SetGround, summedSets } from '../explain/attributed-sets.ts';
import {
  type Contrast,
  type DesignMatrix,
  designMatrix,
  oneVersusRest,
  pairContrast,
} from '../explain/design-matrix.ts';
import { rankedEffects } from '../explain/feature-effects.ts';
import type { FoldAttribution } from '../explain/fold-attribution.ts';
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
import type { Assessed } from './assess.ts';
import type { TaskPlace } from './cluster-tasks.ts';
import type { Explained } from './explain-tasks.ts';
import { type FitSetting, TOP } from './fold-task.ts';
import { nameInBlock, sharesNames } from './gene-sets.ts';
import { createSteps } from './named-files.ts';
import type { LearnerFolds, RunFacts } from './record.ts';
import { makeTask } from './task.ts';
import type { TaskRunner } from './task-runner.ts';

type Found = Pick<RunRecord, 'enrichment'>;

/** What drives the chosen learner, and what differs, looked for in the sets of the study: a task where it names some. */
export async function enrichChosen(
  runner: TaskRunner,
  { study, loaded }: FitSetting,
  assessed: (runner: TaskRunner) => Promise<Assessed>,
  explained: (runner: TaskRunner) => Promise<Explained | undefined>,
  { lock }: TaskPlace,
  ctx: Context,
): Promise<Found> {
  throwIfCancelled(ctx.signal, 'run');
  if (!study.report.geneSets || loaded.target.task === 'clustering') return {};
  const task = await makeTask('enrichment', 'gene sets', { lock }, ['fold', 'choice', 'explain']);
  return runner.run(task, async (needed) => {
    const { facts, winner } = await assessed(needed);
    return enrichmentOf(facts, winner, (await explained(needed))?.attributions, ctx);
  });
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

/** Sets that the record keeps: those that a reader would look at. */
const KEPT = { fdr: 0.25, least: 10, most: 100 };

/**
 * With `report.gene-sets`: what drives the chosen learner, looked for in the sets (`attributionsInSets`; of a learner that is not explained the features with most weight alone), and
 * the features ranked by moderated t (each class against the others, or along the number that is predicted). The background of all are the features that the learner could have
 * chosen, before any step that looks at the target. What differs is found on all samples of the study, and describes them: it is no prediction.
 * @param attributions of the chosen learner, a fold each; undefined where it is not explained.
 */
export async function enrichmentOf(
  { study, loaded, random }: RunFacts,
  winner: LearnerFolds,
  attributions: readonly FoldAttribution[] | undefined,
  ctx: Context,
): Promise<Found> {
  const sets = loaded.geneSets;
  if (!sets || loaded.target.task === 'clustering') return {};
  const rows = Int32Array.from(loaded.ids.keys()).filter((i) => loaded.external?.[i] !== 'external');
  const target = takeTargetRows(loaded.target, rows);
  const found: EnrichmentRecord[] = [];
  for (const [b, block] of loaded.blocks.entries()) {
    if (!sharesNames(block, sets)) continue;
    const steps = loaded.steps[b]!.slice(0, prefixOf(loaded.steps[b]!));
    const values = await prepared(takeBlockRows(block, rows), target, steps, loaded.namedFiles, ctx);
    if (!sharesNames(values, sets)) continue;
    const common = { block: block.name, file: study.report.geneSets! };
    const nameOf = nameInBlock(loaded.blocks, block.name);
    const learner = winner.spec.name;
    if (attributions) {
      const ground = { folds: attributions, block: block.name, sets, background: values.features, nameOf };
      const key = random.at('enrichment', 'attributions', block.name);
      const own = attributionsInSets({ ...ground, random: key }, target, loaded.positive);
      found.push(...own.map((one) => ({ ...common, learner, folds: attributions.length, ...one })));
    } else {
      const known = new Set(values.features);
      const weighed = winner.repeats.flat().map(({ top }) => top.flatMap(([name]) => nameOf(name) ?? []));
      const chosen = steady(weighed).filter((name) => known.has(name));
      if (chosen.length > 0) {
        const own = { of: 'drivers', method: 'over-representation', by: 'weight', folds: weighed.length } as const;
        found.push({
          ...common,
          learner,
          ...own,
          ...shortened(overRepresentation(sets, chosen, values.features), 'q', sets),
        });
      }
    }
    for (const [contrast, result] of differences(values, target, loaded.positive, sets, random.at('enrichment'))) {
      const words = steps.map((step) => describeStep(step.word, step.params));
      const own = { of: 'differential-expression', method: 'gsea', contrast, values: words } as const;
      found.push({ ...common, ...own, ...shortened(result, 'fdr', sets) });
    }
  }
  return { enrichment: found };
}

/** The sets that speak for and against each output, what sets amount to, and where the steady drivers gather. Of two classes the positive one is asked after: the other is its mirror. */
function attributionsInSets(ground: SetGround, target: Target, positive: number | undefined) {
  const { folds, sets, background } = ground;
  const outputs = [...new Set(folds.flatMap((fold) => fold.outputs))];
  const mirrored = target.task === 'classification' && target.classes.length === 2 && outputs.length === 2;
  const asked = mirrored ? [target.classes[positive ?? 1]!] : outputs;
  const known = new Set(background);
  const leading = folds.map(({ effects }) =>
    rankedEffects(effects)
      .slice(0, TOP)
      .flatMap(([name]) => ground.nameOf(name) ?? []),
  );
  const chosen = steady(leading).filter((name) => known.has(name));
  const drivers = { of: 'drivers', method: 'over-representation', by: 'attribution' } as const;
  return [
    ...(chosen.length > 0 ? [{ ...drivers, ...shortened(driverSets(ground, chosen, asked), 'q', sets) }] : []),
    ...attributedEnrichment(ground, asked).map(
      (one) => ({ of: 'attributions', method: 'gsea', ...shortened(one, 'q', sets) }) as const,
    ),
    {
      of: 'attributions',
      method: 'summed',
      scale: folds[0]!.scale,
      ...shortened(summedSets(ground, asked), 'q', sets),
    } as const,
  ];
}

/** Names in at least half of the lists. */
function steady(lists: readonly (readonly string[])[]): string[] {
  const count = new Map<string, number>();
  for (const list of lists) for (const name of list) count.set(name, (count.get(name) ?? 0) + 1);
  return [...count].flatMap(([name, times]) => (2 * times >= lists.length ? [name] : []));
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
