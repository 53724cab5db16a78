import { type Context, withRandom } from '../../base/context.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import type { ParamValue, ParamValues } from '../../base/params.ts';
import type { RandomKey } from '../../base/random.ts';
import { aggregateFolds, type FoldsExplained } from '../../explain/aggregate-folds.ts';
import type { Attribution } from '../../explain/attribution.ts';
import type { HeatMap } from '../../explain/explore/exploration.ts';
import { featureEffects, rankedEffects } from '../../explain/feature-effects.ts';
import { type FoldAttribution, foldAttribution } from '../../explain/fold-attribution.ts';
import { setEffects } from '../../explain/set-effects.ts';
import { type StableFeatures, stableFeatures } from '../../explain/stable-features.ts';
import { featuresOfHalf } from '../../prepare/stability-selection.ts';
import type { FoldRows } from '../../report/input.ts';
import type { ExplanationRecord } from '../../report/record.ts';
import type { Split } from '../../sample/split.ts';
import { strataOf } from '../../sample/strata.ts';
import { firstShare, stratifiedOrder } from '../../sample/stratified-order.ts';
import type { View } from '../../table/contract.ts';
import { takeTargetRows } from '../../table/target.ts';
import { takeViewRows } from '../../table/view-rows.ts';
import { nameInBlock, sharesNames } from '../cohort/gene-sets.ts';
import { DEFAULT_EXPLAIN, type ExplainSpec } from '../file/explain-spec.ts';
import type { LearnerSpec, Study } from '../file/study.ts';
import type { LearnerFolds } from '../record/record.ts';
import type { TaskPlace } from './cluster-tasks.ts';
import { driversMap } from './drivers-map.ts';
import { explainRows } from './explain-rows.ts';
import { ownRows } from './final-task.ts';
import { type FitSetting, fitLearner } from './fold-task.ts';
import type { Progress } from './progress.ts';
import { makeTask } from './task.ts';
import type { TaskRunner } from './task-runner.ts';

export interface Explained {
  readonly record: ExplanationRecord;
  /** Of single samples, a fold each, for figures. */
  readonly folds: readonly FoldRows[];
  readonly map?: HeatMap;
  /** Of all features, a fold each. */
  readonly attributions: readonly FoldAttribution[];
}

/** Bins that numbers and times are shared out in. */
const BINS = 5;

/**
 * Explains the chosen learner out of fold: in each split of the first repeat it is fitted once more on the training side, with the settings that the
 * search had chosen there, and what it says of the held-out samples is attributed to features. With `subsamples` also on complementary halves of all samples,
 * each half explaining the other, for stability selection. Each fit is a task of the run folder.
 * @returns undefined where the study does not ask and no method is cheap for the model, or does not want it.
 * Cost: a fit without a search for each split and half, and the method's own.
 */
export async function explainChosen(
  runner: TaskRunner,
  setting: FitSetting,
  winner: Winner,
  splits: readonly Split[],
  place: TaskPlace,
  ctx: Context,
  progress: Progress,
): Promise<Explained | undefined> {
  const { study, loaded } = setting;
  const wish = study.report.explain;
  if (wish === false || (wish === undefined && !study.learners.some(({ word }) => isCheap(word)))) return undefined;
  const asked = wish ?? DEFAULT_EXPLAIN;
  // The learner is settled inside a task: which tasks there are does not hang on which was chosen.
  const jobs: Job[] = [
    ...splits.map((split, fold): Job => {
      const settle = ({ spec, repeats }: LearnerFolds) => ({
        spec: settled(spec, repeats[0]![fold]!.settings),
        random: ctx.random.at('learner', spec.name, 0, fold),
      });
      return { what: `fold ${fold + 1}`, split, settle, keep: wholeOf(setting, split.test, asked.top) };
    }),
    ...halvesOf(setting, asked, ctx),
  ];
  const parts = await runner.all(jobs, (job) => explainPart(runner, setting, winner, job, asked, place, ctx, progress));
  if (parts.some((part) => part === null)) return undefined;
  const folds = parts.slice(0, splits.length) as FoldAttribution[];
  const halves = parts.slice(splits.length) as HalfAttribution[];
  const record = { learner: (await winner(runner)).spec.name, ...aggregateFolds(folds, asked.top) };
  const stable = halves.length > 0 && stableOf(halves, record, asked);
  const tested = [...new Set(splits.flatMap(({ test }) => [...test]))].sort((a, b) => a - b);
  const placeOf = new Map(tested.map((row, at) => [row, at] as const));
  const map = await driversMap(folds, splits, record, loaded.target, ctx);
  return {
    ...(map ? { map } : {}),
    attributions: folds,
    record: stable ? { ...record, 'stability-selection': stable } : record,
    folds: folds.map(({ single, base, outputs }, fold) => ({
      ...single,
      rows: single.rows.map((at) => placeOf.get(splits[fold]!.test[at]!)!),
      base,
      outputs,
    })),
  };
}

/** The folds of the chosen learner, as a runner knows them. */
export type Winner = (runner: TaskRunner) => Promise<LearnerFolds>;

/** One fit that is explained: on what, and how the chosen learner is fitted. */
interface Job {
  readonly what: string;
  readonly split: Split;
  readonly settle: (winner: LearnerFolds) => { readonly spec: LearnerSpec; readonly random: RandomKey };
  readonly keep: Keep;
}

/** What is kept of the attributions of a job. @param data the rows that are explained. @param all these and those learned from. */
type Keep = (
  method: string,
  attribution: Attribution,
  data: View,
  all: View,
  ctx: Context,
) => Promise<FoldAttribution | HalfAttribution>;

/** Of a fold: everything that is told of it. */
function wholeOf({ loaded }: FitSetting, test: Int32Array, top: number): Keep {
  return async (method, attribution, data, all, ctx) => {
    const fold = await foldAttribution(method, attribution, data, all, top, ctx);
    const { geneSets, blocks } = loaded;
    if (!geneSets) return fold;
    const target = takeTargetRows(loaded.target, test);
    const sets = blocks
      .filter((block) => sharesNames(block, geneSets))
      .map(({ name }) => setEffects(attribution, target, name, geneSets, nameInBlock(blocks, name)));
    return { ...fold, sets };
  };
}

/** Of a half: the names that lead. */
interface HalfAttribution {
  readonly nFeatures: number;
  readonly first: readonly string[];
}
const FIRST = 1000;
const firstOf: Keep = async (_method, attribution, data) => ({
  nFeatures: data.X.nCols,
  first: rankedEffects(featureEffects(attribution, data))
    .slice(0, FIRST)
    .map(([name]) => name),
});

/** Words of learners that are explained without being asked: exact, and quick beside the fit. */
const CHEAP = new Set([
  'tree',
  'forest',
  'extra-trees',
  'boosting',
  'elastic-net',
  'lasso',
  'ridge',
  'linear',
  'logistic',
  'cox',
  'linear-svm',
]);
const isCheap = (word: string) => CHEAP.has(word);

/** The learner with settings that need no search. */
export function settled(spec: LearnerSpec, settings: ParamValues): LearnerSpec {
  return { ...spec, candidates: [{ ...spec.candidates[0]!, ...settings }], calibrate: 'none' };
}

/** @returns null where the study does not ask and explaining the chosen learner would not be cheap. */
async function explainPart(
  runner: TaskRunner,
  setting: FitSetting,
  winner: Winner,
  { what, split: { train, test }, settle, keep }: Job,
  asked: ExplainSpec,
  { lock }: TaskPlace,
  ctx: Context,
  progress: Progress,
): Promise<FoldAttribution | HalfAttribution | null> {
  throwIfCancelled(ctx.signal, 'run');
  const label = `explanation, ${what}`;
  const task = await makeTask('explain', label, { lock, what }, ['fold', 'choice']);
  const { result } = await runner.run<{ result: FoldAttribution | HalfAttribution | null }>(task, async (needed) => {
    const chosen = await winner(needed);
    if (setting.study.report.explain === undefined && !isCheap(chosen.spec.word)) return { result: null };
    const { spec, random } = settle(chosen);
    const part = { warn: () => {}, progress: (done: number) => progress.part(task.id, WEIGHT)(done, label) };
    const own = { ...withRandom(ctx, random), ...part };
    // All rows as new samples would come to the model: those to explain, and those it learned from, which stand for what is not known.
    const everyone = Int32Array.from([...test, ...train]);
    const innerRandom = random.at('none');
    const { model, test: all } = await fitLearner(setting, spec, { train, test: everyone, innerRandom }, own);
    const data = takeViewRows(all, [...test.keys()]);
    const reference = takeViewRows(
      all,
      Array.from(train, (_, i) => test.length + i),
    );
    const { method, attribution } = await explainRows(model, data, reference, own, asked.method);
    return { result: await keep(method, attribution, data, all, own) };
  });
  progress.finish(task.id, WEIGHT);
  return result;
}

/** Complementary halves, groups whole, stratified: each is learned from once and explained once by the other. */
function halvesOf(setting: FitSetting, asked: ExplainSpec, ctx: Context): Job[] {
  if (asked.subsamples === 0) return [];
  const { train: everyone } = ownRows(setting, ctx);
  const target = takeTargetRows(setting.loaded.target, everyone);
  const groups = everyone.map((i) => setting.groups[i]!);
  return [...Array(asked.subsamples).keys()].map((h) => {
    const order = stratifiedOrder(strataOf(target, BINS), groups, ctx.random.at('explain-half', h >> 1));
    const first = new Set(firstShare(order, 0.5));
    const rows = (mine: boolean) => everyone.filter((_, at) => first.has(at) === mine);
    const settle = ({ spec, repeats }: LearnerFolds) => ({
      spec: settled(spec, commonSettings(repeats[0]!.map(({ settings }) => settings))),
      random: ctx.random.at('explain', spec.name, h),
    });
    return {
      what: `half ${h + 1}`,
      split: { train: rows(h % 2 === 0), test: rows(h % 2 === 1) },
      settle,
      keep: firstOf,
    };
  });
}

function stableOf(halves: readonly HalfAttribution[], explained: FoldsExplained, asked: ExplainSpec): StableFeatures {
  const p = Math.round(halves.reduce((sum, { nFeatures }) => sum + nFeatures, 0) / halves.length);
  const q = featuresOfHalf(p, asked.threshold, asked.falsePositives);
  const noted = halves.map(({ first }) => new Set(first.slice(0, q)));
  return stableFeatures(noted, q, p, asked.threshold, explained);
}

/** Of each setting the median of the folds where it is a number, else the most frequent. */
function commonSettings(all: readonly ParamValues[]): ParamValues {
  const names = Object.keys(all[0]!);
  return Object.fromEntries(
    names.map((name) => {
      const values = all.map((settings) => settings[name]!);
      if (values.every((value) => typeof value === 'number'))
        return [name, values.sort((a, b) => a - b)[values.length >> 1]!];
      const counts = new Map<string, number>();
      for (const value of values) counts.set(JSON.stringify(value), (counts.get(JSON.stringify(value)) ?? 0) + 1);
      const [most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
      return [name, JSON.parse(most) as ParamValue];
    }),
  );
}

/** Of one fit, beside the weight of a learner with nothing to search. */
const WEIGHT = 1;

/** What the explanation weighs in the progress of a run. */
export function explainWeight({ report: { explain: wish }, validate: { outer } }: Study): number {
  if (wish === false) return 0;
  return WEIGHT * ((typeof outer === 'number' ? outer : 5) + (wish?.subsamples ?? 0));
}
