import { type Context, withRandom } from '../../base/context.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import type { Warning } from '../../base/warning.ts';
import { fitOnRows } from '../../prepare/fit-on-rows.ts';
import { transformByWord } from '../../prepare/registry.ts';
import { parseStep, type Step } from '../../prepare/step.ts';
import type { LeakyResult } from '../../report/record.ts';
import { countGroups } from '../../sample/groups.ts';
import { isRandom, type SplitPlan } from '../../sample/split-plan.ts';
import { outerSplits } from '../../validate/outer-splits.ts';
import type { AuditResult } from '../audit/audit-task.ts';
import { createSteps } from '../cohort/named-files.ts';
import type { LearnerSpec, Mistake } from '../file/study.ts';
import { type LearnerFolds, type RunFacts, scoreLearner } from '../record/record.ts';
import type { Choice, TaskPlace } from './cluster-tasks.ts';
import { type FitSetting, type FoldResult, innerRandomOf, runFold, stepsForLearner } from './fold-task.ts';
import { outerPlan } from './split-plans.ts';
import { makeTask } from './task.ts';
import { perRunner, type TaskRunner } from './task-runner.ts';

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
  runner: TaskRunner,
  mistakes: readonly Mistake[],
  setting: FitSetting,
  choice: Choice,
  audit: AuditResult,
  place: TaskPlace,
  ctx: Context,
): Promise<{ readonly made: LeakyFolds[]; readonly warnings: Warning[] }> {
  const each = await runner.all(
    mistakes,
    (mistake) => makeMistake(runner, mistake, setting, choice, audit, place, ctx),
    1,
  );
  return {
    made: each.flatMap((one) => (typeof one === 'string' ? [] : [one])),
    warnings: each.flatMap((one, m) =>
      typeof one === 'string'
        ? [
            {
              code: 'mistake-not-made',
              message: `'${mistakes[m]!}' was asked for, but ${one}`,
              where: 'validate.leaky',
            },
          ]
        : [],
    ),
  };
}

/** One mistake; text: why it cannot be made here. */
async function makeMistake(
  runner: TaskRunner,
  mistake: Mistake,
  setting: FitSetting,
  choice: Choice,
  audit: AuditResult,
  place: TaskPlace,
  ctx: Context,
): Promise<LeakyFolds | string> {
  const splits = mistake === 'groups-split' ? splitGroups(setting, audit, ctx) : selectOutside(setting, audit);
  if (typeof splits === 'string') return splits;
  // The preparation on all samples is a fit of its own: made once, where a fold is computed.
  const wrong = perRunner(async (needed) => {
    const spec = await choice(needed);
    const made = mistake === 'groups-split' ? ungrouped(setting) : await selected(setting, spec, ctx);
    return { spec, made };
  });
  const jobs = splits.flatMap((some, repeat) => some.map((split, fold) => ({ split, repeat, fold })));
  const results = await runner.all(jobs, async ({ split, repeat, fold }) => {
    throwIfCancelled(ctx.signal, 'run');
    const inputs = { lock: place.lock, mistake, repeat, fold };
    const task = await makeTask('leaky', `${mistake}, on purpose: fold ${fold + 1}`, inputs, ['choice']);
    return runner.run<LeakyFold | { readonly cannot: string }>(task, async (needed) => {
      const { spec, made } = await wrong(needed);
      if (typeof made === 'string') return { cannot: made };
      const own = withRandom(ctx, ctx.random.at('learner', spec.name, repeat, fold));
      const rows = { ...split, innerRandom: innerRandomOf(ctx.random, repeat, fold) };
      ctx.progress(fold / splits[0]!.length, `${mistake}, on purpose`);
      return { how: made.how, result: await runFold(made.setting, spec, rows, own) };
    });
  });
  const cannot = results.find((one) => 'cannot' in one);
  if (cannot) return (cannot as { readonly cannot: string }).cannot;
  const made = results as LeakyFold[];
  const repeats = splits.map((_, repeat) =>
    made.flatMap(({ result }, at) => (jobs[at]!.repeat === repeat ? [result] : [])),
  );
  return { mistake, how: made[0]!.how, folds: { spec: await choice(runner), role: 'learner', repeats } };
}

interface LeakyFold {
  readonly how: string;
  readonly result: FoldResult;
}

export function scoreLeaky(facts: RunFacts, { mistake, how, folds }: LeakyFolds): LeakyResult {
  const { learner, metrics } = scoreLearner(facts, folds);
  return { mistake, how, learner, metrics };
}

interface Wrong {
  readonly how: string;
  readonly setting: FitSetting;
}

function selectOutside({ loaded }: FitSetting, audit: AuditResult): AuditResult['splits'] | string {
  return loaded.target.task === 'clustering' ? 'a clustering chooses nothing by a target' : audit.splits;
}

/** Features prepared and chosen on all samples. */
async function selected(setting: FitSetting, spec: LearnerSpec, ctx: Context): Promise<Wrong | string> {
  const { loaded } = setting;
  if (stepsForLearner(setting, spec.word) !== loaded.steps) return `${spec.word} takes sequences whole`;
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
  };
}

/** Folds that know of no groups. */
function splitGroups(setting: FitSetting, audit: AuditResult, ctx: Context): AuditResult['splits'] | string {
  const { study, loaded } = setting;
  const plan: SplitPlan = outerPlan(study, loaded);
  if (loaded.target.task === 'clustering') return 'clusters are not judged by folds';
  if (countGroups(Int32Array.from(audit.groups)) === loaded.ids.length) return 'every sample is a group of its own';
  if (!isRandom(plan) && plan.kind !== 'leave-one-out') return 'the split is not drawn at random';
  const { groups } = ungrouped(setting).setting;
  const { repeats } = study.validate;
  return outerSplits(plan, { target: loaded.target, groups }, repeats, ctx.random.at('folds')).repeats;
}

const ungrouped = (setting: FitSetting): Wrong => ({
  how: 'the folds were made without looking at groups, so that samples that belong together stood on both sides',
  setting: { ...setting, groups: Int32Array.from(setting.loaded.ids.keys()) },
});
