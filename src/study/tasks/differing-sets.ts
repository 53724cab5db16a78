import type { Context } from '../../base/context.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import {
  type Contrast,
  type DesignMatrix,
  designMatrix,
  oneVersusRest,
  pairContrast,
} from '../../explain/design-matrix.ts';
import { type Enrichment, gsea } from '../../explain/gsea.ts';
import { moderatedT } from '../../explain/moderated-t.ts';
import type { NamedSet } from '../../read/reader.ts';
import type { EnrichmentRecord } from '../../report/record.ts';
import type { Block } from '../../table/block.ts';
import type { Target } from '../../table/target.ts';
import type { RunFacts } from '../record/record.ts';
import type { TaskPlace } from './cluster-tasks.ts';
import { shortened, testedBlocks } from './enrichment.ts';
import type { FitSetting } from './fold-task.ts';
import { makeTask } from './task.ts';
import type { TaskRunner } from './task-runner.ts';

/** `differingSets` as a task of the run; undefined where the study names no sets. */
export async function setsThatDiffer(
  runner: TaskRunner,
  { study, loaded }: FitSetting,
  { lock }: TaskPlace,
  ctx: Context,
): Promise<readonly EnrichmentRecord[] | undefined> {
  throwIfCancelled(ctx.signal, 'run');
  if (!study.report.geneSets || loaded.target.task === 'clustering') return undefined;
  const task = await makeTask('differing-sets', 'gene sets that differ', { lock }, ['prepare']);
  return runner.run(task, () => differingSets({ study, loaded, random: ctx.random }, ctx));
}

/**
 * With `report.gene-sets`: the features ranked by moderated t (each class against the others, or along the number that is predicted), and the sets at
 * the ends of the ranking. What differs is found on all samples of the study, and describes them: it is no prediction.
 */
export async function differingSets(
  { study, loaded, random }: Pick<RunFacts, 'study' | 'loaded' | 'random'>,
  ctx: Context,
): Promise<EnrichmentRecord[]> {
  const sets = loaded.geneSets!;
  return (await testedBlocks(loaded, ctx)).flatMap(({ name, values, target, words }) =>
    differences(values, target, loaded.positive, sets, random.at('enrichment')).map(
      ([contrast, result]): EnrichmentRecord => ({
        ...{ block: name, file: study.report.geneSets! },
        ...({ of: 'differential-expression', method: 'gsea', contrast, values: words } as const),
        ...shortened(result, 'fdr', sets),
      }),
    ),
  );
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
