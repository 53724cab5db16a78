import type { Context } from '../../base/context.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import { attributedEnrichment, driverSets, type SetGround, summedSets } from '../../explain/attributed-sets.ts';
import { rankedEffects } from '../../explain/feature-effects.ts';
import type { FoldAttribution } from '../../explain/fold-attribution.ts';
import { overRepresentation } from '../../explain/over-representation.ts';
import type { EnrichmentRecord } from '../../report/record.ts';
import type { Target } from '../../table/target.ts';
import { nameInBlock } from '../cohort/gene-sets.ts';
import type { LearnerFolds, RunFacts } from '../record/record.ts';
import type { Assessed } from './assess.ts';
import type { TaskPlace } from './cluster-tasks.ts';
import { shortened, testedBlocks } from './enrichment.ts';
import type { Explained } from './explain-tasks.ts';
import { type FitSetting, TOP } from './fold-task.ts';
import { makeTask } from './task.ts';
import type { TaskRunner } from './task-runner.ts';

/** `drivingSets` as a task of the run; undefined where the study names no sets. */
export async function setsThatDrive(
  runner: TaskRunner,
  { study, loaded }: FitSetting,
  assessed: (runner: TaskRunner) => Promise<Assessed>,
  explained: (runner: TaskRunner) => Promise<Explained | undefined>,
  { lock }: TaskPlace,
  ctx: Context,
): Promise<readonly EnrichmentRecord[] | undefined> {
  throwIfCancelled(ctx.signal, 'run');
  if (!study.report.geneSets || loaded.target.task === 'clustering') return undefined;
  const task = await makeTask('driving-sets', 'gene sets that drive', { lock }, ['fold', 'score', 'choice', 'explain']);
  return runner.run(task, async (needed) => {
    const { facts, winner } = await assessed(needed);
    return drivingSets(facts, winner, (await explained(needed))?.attributions, ctx);
  });
}

/**
 * With `report.gene-sets`: what drives the chosen learner, looked for in the sets; of a learner that is not explained the features with most weight alone.
 * @param attributions of the chosen learner, a fold each; undefined where it is not explained.
 */
export async function drivingSets(
  { study, loaded, random }: RunFacts,
  winner: LearnerFolds,
  attributions: readonly FoldAttribution[] | undefined,
  ctx: Context,
): Promise<EnrichmentRecord[]> {
  const sets = loaded.geneSets!;
  const learner = winner.spec.name;
  return (await testedBlocks(loaded, ctx)).flatMap(({ name: block, values, target }): EnrichmentRecord[] => {
    const common = { block, file: study.report.geneSets!, learner };
    const nameOf = nameInBlock(loaded.blocks, block);
    if (attributions) {
      const ground = { folds: attributions, block, sets, background: values.features, nameOf };
      const key = random.at('enrichment', 'attributions', block);
      const own = attributionsInSets({ ...ground, random: key }, target, loaded.positive);
      return own.map((one) => ({ ...common, folds: attributions.length, ...one }));
    }
    const known = new Set(values.features);
    const weighed = winner.repeats.flat().map(({ top }) => top.flatMap(([name]) => nameOf(name) ?? []));
    const chosen = steady(weighed).filter((name) => known.has(name));
    if (chosen.length === 0) return [];
    const own = { of: 'drivers', method: 'over-representation', by: 'weight', folds: weighed.length } as const;
    return [{ ...common, ...own, ...shortened(overRepresentation(sets, chosen, values.features), 'q', sets) }];
  });
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
