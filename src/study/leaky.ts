import { mapLimit } from '../base/concurrency.ts';
import { type Context, withRandom } from '../base/context.ts';
import { throwIfCancelled } from '../base/errors.ts';
import type { Warning } from '../base/warning.ts';
import { fitOnRows } from '../prepare/fit-on-rows.ts';
import { transformByWord } from '../prepare/registry.ts';
import { parseStep, type Step } from '../prepare/step.ts';
import type { LeakyResult, LearnerResult } from '../report/record.ts';
import { countGroups } from '../sample/groups.ts';
import { isRandom, type SplitPlan } from '../sample/split-plan.ts';
import { outerSplits } from '../validate/outer-splits.ts';
import type { AuditResult } from './audit-task.ts';
import type { TaskPlace } from './cluster-tasks.ts';
import { type FitSetting, type FoldResult, innerRandomOf, runFold, stepsForLearner } from './fold-task.ts';
import { createSteps } from './named-files.ts';
import { type LearnerFolds, type RunFacts, scoreLearners } from './record.ts';
import { outerPlan } from './split-plans.ts';
import type { LearnerSpec, Mistake } from './study.ts';
import { makeTask, runTask } from './task.ts';

/** One mistake, made on purpose, and what it did to the predictions. */
export interface LeakyFolds {
  readonly mistake: Mistake;
  /** What was done, in words. */
  readonly how: string;
  readonly folds: LearnerFolds;
}

/** Features that are chosen on all samples when the study itself chooses none by the target. */
const CHOSEN = 50;

/**
 * The chosen learner once more with a mistake that the study did not make, on the same data and with the same random draws, so that the difference
 * is that of the mistake alone. `selection-outside`: preparation is fitted on all samples before the folds are made, with features chosen by the
 * target (the study's own filter, else the 50 of largest ANOVA F or its like). `groups-split`: folds that know of no groups.
 * A mistake that cannot be made here (no groups, a split by a column, clusters) is left out, with a warning.
 * Cost: one more validation of one learner for each mistake. The results are tasks of the run, found again like any other.
 */
export async function leakyFolds(
  mistakes: readonly Mistake[],
  setting: FitSetting,
  spec: LearnerSpec,
  audit: AuditResult,
  place: TaskPlace,
  ctx: Context,
): Promise<{ readonly made: LeakyFolds[]; readonly warnings: Warning[] }> {
  const made: LeakyFolds[] = [];
  const warnings: Warning[] = [];
  for (const mistake of mistakes) {
    const wrong = await (mistake === 'groups-split'
      ? splitGroups(setting, audit, ctx)
      : selectOutside(setting, spec, audit, ctx));
    if (typeof wrong === 'string') {
      warnings.push({
        code: 'mistake-not-made',
        message: `'${mistake}' was asked for, but ${wrong}`,
        where: 'validate.leaky',
      });
      continue;
    }
    const jobs = wrong.splits.flatMap((splits, repeat) => splits.map((split, fold) => ({ split, repeat, fold })));
    const results = await mapLimit(jobs, Math.min(2, ctx.executor.threads), async ({ split, repeat, fold }) => {
      throwIfCancelled(ctx.signal, 'run');
      const inputs = { lock: place.lock, mistake, learner: spec.name, repeat, fold };
      const task = await makeTask('leaky', `${mistake}: ${spec.name}, fold ${fold + 1}`, inputs);
      const own = withRandom(ctx, ctx.random.at('learner', spec.name, repeat, fold));
      const rows = { ...split, innerRandom: innerRandomOf(ctx.random, repeat, fold) };
      ctx.progress(fold / splits(wrong), `${mistake}, on purpose`);
      return runTask<FoldResult>(place.folder, task, () => runFold(wrong.setting, spec, rows, own));
    });
    const repeats = wrong.splits.map((_, repeat) => results.filter((_, at) => jobs[at]!.repeat === repeat));
    made.push({ mistake, how: wrong.how, folds: { spec, role: 'learner', repeats } });
  }
  return { made, warnings };
}

export function scoreLeaky(facts: RunFacts, { mistake, how, folds }: LeakyFolds): LeakyResult {
  const [{ learner, metrics }] = scoreLearners(facts, [folds]) as [LearnerResult];
  return { mistake, how, learner, metrics };
}

interface Wrong {
  readonly how: string;
  readonly setting: FitSetting;
  readonly splits: AuditResult['splits'];
}

const splits = (wrong: Wrong) => Math.max(1, wrong.splits[0]!.length);

async function selectOutside(
  setting: FitSetting,
  spec: LearnerSpec,
  audit: AuditResult,
  ctx: Context,
): Promise<Wrong | string> {
  const { loaded } = setting;
  if (stepsForLearner(setting, spec.word) !== loaded.steps) return `${spec.word} takes sequences whole`;
  if (loaded.target.task === 'clustering') return 'a clustering chooses nothing by a target';
  const everyRow = Int32Array.from(loaded.ids.keys());
  const supervised = (step: Step) => transformByWord(step.word, 'leaky').supervised === true;
  const chooses = loaded.steps.some((steps) => steps.some(supervised));
  const blocks = [];
  for (const [b, block] of loaded.blocks.entries()) {
    const steps = [...loaded.steps[b]!];
    if (!chooses && block.features.length > CHOSEN) steps.push(parseStep({ 'anova-f': CHOSEN }, 'leaky'));
    const transforms = await createSteps(steps, loaded.namedFiles);
    const quiet = { ...withRandom(ctx, ctx.random.at('leaky', block.name)), warn: () => {} };
    const { prepared } = await fitOnRows(block, everyRow, loaded.target, transforms, quiet, { keepWords: true });
    blocks.push(prepared);
  }
  const kept = blocks.reduce((sum, { features }) => sum + features.length, 0);
  return {
    how: `all samples were used to prepare the features and to choose ${kept} of them, and only then divided into folds`,
    setting: { ...setting, loaded: { ...loaded, blocks, steps: blocks.map(() => []) } },
    splits: audit.splits,
  };
}

async function splitGroups(setting: FitSetting, audit: AuditResult, ctx: Context): Promise<Wrong | string> {
  const { study, loaded } = setting;
  const n = loaded.ids.length;
  const plan: SplitPlan = outerPlan(study, loaded);
  if (loaded.target.task === 'clustering') return 'clusters are not judged by folds';
  if (countGroups(Int32Array.from(audit.groups)) === n) return 'every sample is a group of its own';
  if (!isRandom(plan) && plan.kind !== 'leave-one-out') return 'the split is not drawn at random';
  const groups = Int32Array.from({ length: n }, (_, i) => i);
  const { repeats } = outerSplits(
    plan,
    { target: loaded.target, groups },
    study.validate.repeats,
    ctx.random.at('folds'),
  );
  return {
    how: 'the folds were made without looking at groups, so that samples that belong together stood on both sides',
    setting: { ...setting, groups },
    splits: repeats,
  };
}
