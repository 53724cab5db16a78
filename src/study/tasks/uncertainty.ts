import type { Context } from '../../base/context.ts';
import type { Warning } from '../../base/warning.ts';
import type { LearnerResult, RunRecord } from '../../report/record.ts';
import { metricWords } from '../../report/words.ts';
import { pooled, scoredRows } from '../../validate/score.ts';
import { biasCorrectedChoice } from '../../validate/uncertainty/bias-corrected-choice.ts';
import { type Contestant, compareLearners } from '../../validate/uncertainty/compare-learners.ts';
import type { PowerLaw } from '../../validate/uncertainty/inverse-power-law.ts';
import { learningCurve } from '../../validate/uncertainty/learning-curve.ts';
import { permutationTest } from '../../validate/uncertainty/permutation-test.ts';
import { sampleSize } from '../../validate/uncertainty/sample-size.ts';
import { type Statistic, statisticOf, testedGroups } from '../../validate/uncertainty/statistic.ts';
import { featurelessPredictions, type LearnerFolds, outOfFold, type RunFacts, scoreOptions } from '../record/record.ts';
import type { ShareFolds } from './learning-curve-tasks.ts';
import { metricOf } from './study-metrics.ts';

/** What the run has shown so far. */
export interface Shown {
  readonly learners: readonly LearnerFolds[];
  /** Baselines that learned from less, in the same folds. */
  readonly partial: readonly LearnerFolds[];
  readonly results: readonly LearnerResult[];
  readonly chosen: string;
  readonly baselines: RunRecord['baselines'];
}

/** What the tasks beyond the folds have shown, where the study asked for them. */
export interface Further {
  /** The metric on each permutation of the truth. */
  readonly permuted: Float64Array | undefined;
  readonly curve: { readonly shares: readonly ShareFolds[]; readonly warnings: readonly Warning[] } | undefined;
}

/** What the record says of the uncertainty beyond the intervals of the metrics. */
export interface Uncertainty {
  readonly keys: Pick<RunRecord, 'comparisons' | 'chosen-corrected' | 'permutation' | 'learning-curve' | 'power'>;
  /** Of the permutations, for the figure. */
  readonly nullScores?: Float64Array;
  readonly warnings: readonly Warning[];
}

/**
 * Compares the learners with one another and with the baselines that learned from less, corrects the score of the chosen one for having been
 * picked, and, where the study asks: judges by the permutations of the truth, fits the learning curve, looks for the sample size. Nothing of a clustering.
 */
export async function assessUncertainty(
  facts: RunFacts,
  shown: Shown,
  further: Further,
  ctx: Context,
): Promise<Uncertainty> {
  if (facts.loaded.target.task === 'clustering') return { keys: {}, warnings: [] };
  const { power } = facts.study.validate;
  const corrected = correctedChoice(facts, shown);
  const comparisons = compare(facts, shown);
  const permutation = further.permuted && judgePermutations(facts, shown, further.permuted);
  const curve = further.curve && curveOf(facts, shown, further.curve);
  const law = curve?.found?.law;
  const size = power === undefined ? undefined : await powerOf(facts, shown, power, law, ctx);
  return {
    keys: {
      ...(comparisons.length > 0 ? { comparisons } : {}),
      ...(corrected ? { 'chosen-corrected': corrected } : {}),
      ...(permutation ? { permutation: permutation.record } : {}),
      ...(curve?.found ? { 'learning-curve': withoutLaw(curve.found) } : {}),
      ...(size ? { power: size } : {}),
    },
    ...(permutation ? { nullScores: permutation.scores } : {}),
    warnings: [...(permutation?.warnings ?? []), ...(curve?.warnings ?? [])],
  };
}

function withoutLaw({ law: _, ...rest }: NonNullable<ReturnType<typeof learningCurve>>) {
  return rest;
}

function rowsOf(facts: RunFacts, learner: LearnerFolds) {
  return scoredRows(outOfFold(learner, facts.loaded.target), scoreOptions(facts));
}

/** Of a single learner there was nothing to choose. */
function correctedChoice(facts: RunFacts, { learners }: Shown): RunRecord['chosen-corrected'] {
  if (learners.length < 2) return undefined;
  const { metrics, groups, random } = scoreOptions(facts);
  return biasCorrectedChoice(
    learners.map((learner) => rowsOf(facts, learner)),
    { metric: metricOf(facts.metric, facts.loaded), metrics, groups, random },
  );
}

/** Learners with one another, and each with each baseline: two families of tests. */
function compare(facts: RunFacts, { learners, partial }: Shown): NonNullable<RunRecord['comparisons']> {
  const { groups, random } = scoreOptions(facts);
  const options = { metric: metricOf(facts.metric, facts.loaded), groups, random };
  const contestants = learners.map((learner) => contestant(facts, learner));
  const rivals = partial.map((learner) => contestant(facts, learner));
  return [...compareLearners(contestants, options), ...compareLearners(contestants, { ...options, rivals })];
}

/** The chosen learner with each baseline that learned from less, on the same samples. */
export function compareWithBaselines(
  facts: RunFacts,
  { winner, partial }: { readonly winner: LearnerFolds; readonly partial: readonly LearnerFolds[] },
): NonNullable<RunRecord['comparisons']> {
  const { groups, random } = scoreOptions(facts);
  const rivals = partial.map((learner) => contestant(facts, learner));
  const options = { metric: metricOf(facts.metric, facts.loaded), groups, random, rivals };
  return compareLearners([contestant(facts, winner)], options).filter(({ method }) => method === 'paired-bootstrap');
}

function contestant(facts: RunFacts, learner: LearnerFolds): Contestant {
  const repeats = outOfFold(learner, facts.loaded.target);
  const rows = rowsOf(facts, learner);
  return {
    name: learner.spec.name,
    repeats: repeats.map(({ folds }, repeat) => ({
      ...rows[repeat]!,
      folds,
      trainSizes: facts.audit.splits[repeat]!.map(({ train }) => train.length),
    })),
  };
}

function judgePermutations(facts: RunFacts, { learners, chosen }: Shown, scores: Float64Array) {
  const { permutation } = facts.study.validate;
  const name = permutation!.learner ?? chosen;
  const learner = learners.find(({ spec }) => spec.name === name)!;
  const metric = metricOf(facts.metric, facts.loaded);
  // A permutation is validated once, so the data are too: the first repeat.
  const observed = statisticOf(metric, rowsOf(facts, learner).slice(0, 1))();
  const test = permutationTest(observed, scores, metric.greaterIsBetter);
  const failed = scores.filter(Number.isNaN).length;
  const message = `${failed} of ${scores.length} permutations have no ${metric.name}: their fits refused the data, or said the same of everyone`;
  return {
    scores,
    record: {
      learner: name,
      metric: metric.name,
      ...test,
      ...(permutation!.within === undefined ? {} : { within: permutation!.within }),
      ...(permutation!.learner === undefined && learners.length > 1 ? { 'chosen-of': learners.length } : {}),
    },
    warnings: failed > 0 ? [{ code: 'permutations-without-score', message, where: name }] : [],
  };
}

function curveOf(facts: RunFacts, { learners, chosen }: Shown, { shares, warnings }: NonNullable<Further['curve']>) {
  const whole = learners.find((learner) => learner.spec.name === chosen)!.repeats[0]!;
  const metric = metricOf(facts.metric, facts.loaded);
  const options = scoreOptions(facts);
  const points = shares.map(({ share, samples, folds = whole }) => {
    const rows = scoredRows([pooled(folds, facts.loaded.target)], options);
    return { share, samples, rows, score: statisticOf(metric, rows) };
  });
  const groups = testedGroups(options.groups, points[0]?.rows ?? []);
  return { found: learningCurve(points, { metric, groups, random: options.random }), warnings };
}

/** Against the baseline with the best value; where none has one (a mean has no correlation), against chance. */
async function powerOf(
  facts: RunFacts,
  { learners, partial, chosen, baselines }: Shown,
  power: number,
  law: PowerLaw | undefined,
  ctx: Context,
): Promise<RunRecord['power']> {
  const metric = metricOf(facts.metric, facts.loaded);
  const { groups, random } = scoreOptions(facts);
  const sign = metric.greaterIsBetter ? 1 : -1;
  const known = baselines.filter(({ metrics }) => Number.isFinite(metrics[metric.name]?.value));
  const value = ({ metrics }: (typeof known)[number]) => sign * metrics[metric.name]!.value;
  const best = known.sort((a, b) => value(b) - value(a))[0];
  const chance = metricWords(metric.name).chance;
  const rival = async (): Promise<Statistic | number | undefined> => {
    if (!best) return chance;
    const learned = partial.find(({ spec }) => spec.name === best.name);
    const rows = learned
      ? rowsOf(facts, learned)
      : scoredRows([await featurelessPredictions(facts, ctx)], scoreOptions(facts));
    return statisticOf(metric, rows);
  };
  const baseline = await rival();
  if (baseline === undefined) return undefined;
  const rows = rowsOf(facts, learners.find(({ spec }) => spec.name === chosen)!);
  const found = sampleSize({
    ...{ metric, baseline, law, power },
    learner: statisticOf(metric, rows),
    groups: testedGroups(groups, rows),
    random: random.at('power'),
  });
  return found ? { learner: chosen, baseline: best?.name ?? 'chance', ...found } : undefined;
}
