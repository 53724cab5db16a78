import type { Context } from '../../base/context.ts';
import type { ParamValues } from '../../base/params.ts';
import type { RandomKey } from '../../base/random.ts';
import type { Warning } from '../../base/warning.ts';
import { withSmote } from '../../learn/balance/smote.ts';
import { learnerByWord } from '../../learn/registry.ts';
import type { ColumnChoices } from '../../prepare/column-choices.ts';
import { transformByWord } from '../../prepare/registry.ts';
import type { Split } from '../../sample/split.ts';
import type { SplitPlan } from '../../sample/split-plan.ts';
import type { Block } from '../../table/block.ts';
import type { Cohort } from '../../table/cohort.ts';
import { type Prediction, thinned } from '../../table/prediction.ts';
import type { ChosenCalibration } from '../../validate/calibrate.ts';
import { innerSplits } from '../../validate/outer-splits.ts';
import { type SearchResult, searchAndFit } from '../../validate/search.ts';
import type { SearchOptions } from '../../validate/search-options.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import { createSteps, resourcesOf } from '../cohort/named-files.ts';
import type { LearnerSpec, Study } from '../file/study.ts';
import { keepFeatures } from './keep-features.ts';
import { metricOf } from './study-metrics.ts';

/** How many of the strongest features of each fold are kept, to see which come back. */
export const TOP = 50;

/** The calibration of one fold without its numbers, which only the model file needs. */
export type CalibrationOfFold = Pick<ChosenCalibration, 'method' | 'logLoss'>;

export interface FoldResult {
  /** The test rows, and what the model said of them. */
  readonly rows: Int32Array;
  readonly prediction: Prediction;
  readonly settings: ParamValues;
  readonly summary: Readonly<Record<string, number | string>>;
  readonly innerScore?: number;
  /** Of classes, when a calibration was asked for. */
  readonly calibration?: CalibrationOfFold;
  readonly top: readonly (readonly [feature: string, weight: number])[];
  readonly warnings: readonly Warning[];
  readonly seconds: number;
}

export interface FitSetting {
  readonly study: Study;
  readonly loaded: LoadedCohort;
  readonly groups: Int32Array;
  /** How the training rows of a split are divided again, to choose settings. */
  readonly inner: SplitPlan;
  readonly metric: string;
  /** What filters chose: once for all learners, which are fitted on the same rows. */
  readonly choices: ColumnChoices;
  readonly now: () => number;
  /** After preparation the learner is given these features alone, named as it knows them; absent: all. */
  readonly only?: ReadonlySet<string>;
}

/** Rows to learn from and to predict, and the randomness of the inner splits: the same for every learner. */
export interface FitRows extends Split {
  readonly innerRandom: RandomKey;
}

/** @param run the key of the whole run, not of a learner. @param place repeat and split, or `final`. */
export function innerRandomOf(run: RandomKey, ...place: readonly (string | number)[]): RandomKey {
  return run.at('folds', 'of', ...place);
}

/** One learner on one outer split: everything is fitted on the training rows, the test rows are predicted once. */
export async function runFold(
  setting: FitSetting,
  spec: LearnerSpec,
  rows: FitRows,
  ctx: Context,
): Promise<FoldResult> {
  const { loaded } = setting;
  const warnings: Warning[] = [];
  const began = setting.now();
  const result = await fitLearner(setting, spec, rows, { ...ctx, warn: (warning) => warnings.push(warning) });
  return {
    rows: rows.test,
    prediction: thinned(result.prediction, loaded.target),
    settings: result.settings,
    summary: result.model.summary?.() ?? {},
    ...(result.innerScore === undefined ? {} : { innerScore: result.innerScore }),
    ...(result.calibration ? { calibration: summaryOf(result.calibration) } : {}),
    top: strongest(result),
    warnings,
    seconds: (setting.now() - began) / 1000,
  };
}

/** Of features as a learner knows them, those of a block under its own names. */
function ofBlock(names: ReadonlySet<string>, blocks: readonly Block[], b: number): ReadonlySet<string> {
  if (blocks.length === 1) return names;
  const prefix = `${blocks[b]!.name}:`;
  return new Set([...names].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)));
}

function summaryOf({ method, logLoss }: ChosenCalibration): CalibrationOfFold {
  return { method, logLoss };
}

export async function fitLearner(
  setting: FitSetting,
  spec: LearnerSpec,
  { train, test, innerRandom }: FitRows,
  ctx: Context,
): Promise<SearchResult> {
  const { study, loaded, groups, inner } = setting;
  const entry = learnerByWord(spec.word, 'learners');
  const { create } = await entry.load();
  const steps = await Promise.all(
    stepsForLearner(setting, spec.word).map(async (list, b) => [
      ...(await createSteps(list, loaded.namedFiles)),
      ...(setting.only ? [keepFeatures(ofBlock(setting.only, loaded.blocks, b))] : []),
    ]),
  );
  const cohort: Cohort = { ...loaded, groups };
  const calibrate = spec.calibrate ?? study.validate.calibrate;
  const options: SearchOptions = {
    cohort,
    steps,
    plan: {
      name: spec.name,
      candidates: spec.candidates,
      categorical: entry.categorical ?? false,
      sequences: entry.sequences ?? false,
      create: (params) => {
        const learner = create(params, resourcesOf(entry.params, params, loaded.namedFiles));
        return spec.balance ? withSmote(learner) : learner;
      },
    },
    inner: (rows) => innerSplits(inner, cohort, rows, innerRandom),
    metric: metricOf(setting.metric, loaded),
    halving: study.validate.search === 'halving',
    rule: study.validate.rule,
    calibrate: loaded.target.task === 'classification' && calibrate !== 'none' ? calibrate : undefined,
    choices: setting.choices,
    supervised: stepsForLearner(setting, spec.word)
      .flat()
      .some(({ word }) => transformByWord(word, 'prepare').supervised),
    ...(loaded.positive === undefined ? {} : { positive: loaded.positive }),
  };
  return searchAndFit(options, train, test, ctx);
}

/**
 * The steps of each block as a learner gets them: one that takes sequences as they are gets none for the blocks of sequences whose preparation
 * the study leaves to the default.
 */
export function stepsForLearner(
  { study, loaded }: Pick<FitSetting, 'study' | 'loaded'>,
  word: string,
): LoadedCohort['steps'] {
  if (!learnerByWord(word, 'learners').sequences) return loaded.steps;
  const isDefault = ({ kind, name }: Block) => kind === 'sequence' && study.blocks[name]?.prepare === undefined;
  return loaded.steps.map((steps, b) => (isDefault(loaded.blocks[b]!) ? [] : steps));
}

/** The strongest features of a model, at most 50, those without any weight left out. */
export function strongest({ model, features }: Pick<SearchResult, 'model' | 'features'>): [string, number][] {
  const weights = model.importance?.();
  if (!weights) return [];
  return Array.from(weights.keys())
    .filter((j) => weights[j]! > 0)
    .sort((a, b) => weights[b]! - weights[a]! || a - b)
    .slice(0, TOP)
    .map((j) => [features[j]!, weights[j]!]);
}
