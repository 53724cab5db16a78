import type { Context } from '../../base/context.ts';
import { UnsupportedError } from '../../base/errors.ts';
import type { RandomKey } from '../../base/random.ts';
import { VERSION } from '../../base/version.ts';
import { learnerByWord } from '../../learn/registry.ts';
import { ariWith } from '../../metric/clustering/ari-with.ts';
import { metricsOf } from '../../metric/registry.ts';
import { describeStep } from '../../prepare/describe-step.ts';
import type { ReportInput, SampleMap } from '../../report/input.ts';
import type { LearnerResult, Metrics, RunRecord } from '../../report/record.ts';
import type { Split } from '../../sample/split.ts';
import { findColumn, textValues } from '../../table/annotations.ts';
import { createMatrix } from '../../table/matrix.ts';
import { requireTask, type Target, takeTargetRows } from '../../table/target.ts';
import { calibrationRecord } from '../../validate/calibration-record.ts';
import { type FoldCertificate, foldCertificates } from '../../validate/fold-certificate.ts';
import { innerSplits } from '../../validate/outer-splits.ts';
import { pooled, type Scored, type ScoreOptions, scorePredictions } from '../../validate/score.ts';
import type { AuditResult } from '../audit/audit-task.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import { filesOfBlock, type LearnerSpec, type Study, targetName } from '../file/study.ts';
import type { Clustering } from '../tasks/cluster-tasks.ts';
import type { Entrant } from '../tasks/entrant.ts';
import { type FoldResult, innerRandomOf } from '../tasks/fold-task.ts';
import { innerPlan } from '../tasks/split-plans.ts';
import { metricOf, metricsWithinConfounders } from '../tasks/study-metrics.ts';

/** The outer folds of one learner: for each repeat, one result a fold. */
export interface LearnerFolds {
  readonly spec: LearnerSpec;
  readonly role: Entrant['role'];
  readonly repeats: readonly (readonly FoldResult[])[];
  /** Of a clustering: the clusters of all samples, which are its result; the folds then only say how stable they are. */
  readonly whole?: Clustering;
}

export interface RunFacts {
  readonly study: Study;
  readonly loaded: LoadedCohort;
  readonly audit: AuditResult;
  readonly metric: string;
  readonly random: RandomKey;
}

/** Scores of a learner: from its out-of-fold predictions; of a clustering, from the clusters of all samples. */
export function scoreLearner(facts: RunFacts, learner: LearnerFolds): LearnerResult {
  const options = scoreOptions(facts);
  const { spec, repeats, whole } = learner;
  const { metrics, ...more } = scorePredictions(outOfFold(learner, facts.loaded.target), options);
  return {
    learner: spec.name,
    metrics: { ...metrics, ...(whole ? { clusters: countOfClusters(whole) } : {}) },
    ...more,
    ...calibrationKey(learner, facts, options),
    seconds: repeats.flat().reduce((sum, fold) => sum + fold.seconds, whole?.seconds ?? 0),
    settings: repeats.flat().map((fold) => ({ ...fold.settings, ...fold.summary })),
    ...(whole ? { settingsOnAll: { ...whole.settings, ...whole.summary } } : {}),
  };
}

/** What the folds chose, and what became of it. */
function calibrationKey(
  learner: LearnerFolds,
  { loaded }: RunFacts,
  options: ScoreOptions,
): Pick<LearnerResult, 'calibration'> {
  const record = calibrationRecord(outOfFold(learner, loaded.target), options);
  if (!record) return {};
  const folds = learner.repeats.flat().flatMap(({ calibration }) => (calibration ? [calibration] : []));
  return { calibration: { ...(folds.length > 0 ? { folds } : {}), ...record } };
}

/** One entry a repeat. */
export function outOfFold({ repeats, whole }: LearnerFolds, target: Target): Scored[] {
  const each = repeats.map((folds) => pooled(folds, target));
  if (!whole) return each;
  const { prediction, silhouettes } = whole;
  return each.map(({ rows, prediction: byFold, folds }) => {
    const { labels: assigned } = requireTask(byFold, 'clustering', 'scores');
    return { rows, prediction, silhouettes, folds, assigned };
  });
}

/** A plain number among the metrics: a count of this one fit has no interval. */
function countOfClusters({ prediction }: Clustering): Metrics[string] {
  const value = new Set(prediction.labels.filter((label) => label >= 0)).size;
  return { value, low: Number.NaN, high: Number.NaN };
}

export function scoreOptions({ study, loaded, audit, metric, random }: RunFacts): ScoreOptions {
  const { target, positive, known } = loaded;
  const usual = [
    ...metricsOf(target, study.report.times),
    ...metricsWithinConfounders(study, loaded),
    ...known.map(({ column, codes }) => ariWith(column, codes)),
  ];
  const asked = usual.some(({ name }) => name === metric) ? [] : [metricOf(metric, loaded)];
  // The same replicates for every learner: differences between learners are then not differences between draws.
  const bootstrap = random.at('bootstrap');
  return { target, metrics: [...usual, ...asked], groups: Int32Array.from(audit.groups), positive, random: bootstrap };
}

/**
 * What can be said without any feature, of all tested samples at once: the share of each class, the mean, the survival curve of everyone. It is
 * learned from all samples that any split learns from, not from each training part, whose tiny differences would order the samples of different folds and give an
 * area or a correlation that means nothing.
 */
export async function featurelessBaseline(facts: RunFacts, ctx: Context): Promise<RunRecord['baselines'][number]> {
  const { metrics } = scorePredictions([await featurelessPredictions(facts, ctx)], scoreOptions(facts));
  return { name: featurelessWord(facts.loaded.target), metrics };
}

export async function featurelessPredictions({ loaded, audit }: RunFacts, ctx: Context): Promise<Scored> {
  const { target } = loaded;
  const learner = (await learnerByWord(featurelessWord(target), 'baselines').load()).create({});
  const union = (pick: (split: Split) => Int32Array) =>
    Int32Array.from(new Set(audit.splits[0]!.flatMap((split) => Array.from(pick(split))))).sort();
  const learned = union(({ train }) => train);
  const rows = union(({ test }) => test);
  const nobody = (n: number) => ({ X: createMatrix(n, 0), features: [] });
  const model = await learner.fit({ ...nobody(learned.length), target: takeTargetRows(target, learned) }, ctx);
  return pooled([{ rows, prediction: await model.predict(nobody(rows.length), ctx) }], target);
}

export function featurelessWord(target: Target): string {
  if (target.task === 'clustering') {
    throw new UnsupportedError({ where: 'baseline', problem: 'clusters without any feature are none' });
  }
  return BASELINES[target.task];
}

const BASELINES = {
  classification: 'majority',
  regression: 'mean',
  survival: 'kaplan-meier',
} as const;

/** The parts of a record that a study may or may not come to. */
type RecordParts = Partial<
  Pick<
    RunRecord,
    | 'decisions'
    | 'subgroups'
    | 'composition'
    | 'explanation'
    | 'signature'
    | 'motifs'
    | 'comparisons'
    | 'chosen-corrected'
    | 'permutation'
    | 'learning-curve'
    | 'power'
    | 'enrichment'
  >
>;

export function runRecord(
  facts: RunFacts,
  results: readonly LearnerResult[],
  chosen: string,
  more: Pick<RunRecord, 'baselines' | 'warnings' | 'seconds'> & RecordParts,
): RunRecord {
  const { study, loaded, audit, metric } = facts;
  const { baselines, warnings, seconds, ...parts } = more;
  const { target } = loaded;
  const folds = certify(facts);
  return {
    cistron: VERSION,
    study: {
      title: study.title,
      task: target.task,
      target: targetName(study.samples),
      classes: target.task === 'classification' ? target.classes : [],
      metric,
      seed: study.validate.seed,
      outer: audit.splits[0]!.length,
      inner: folds[0]!.inner.length,
      repeats: audit.splits.length,
      split: study.validate.outer,
      id: loaded.idColumn,
      group: study.samples.group,
      groups: study.validate.groups,
      ...(study.validate.ignoreGroups.length > 0 ? { ignoredGroups: study.validate.ignoreGroups } : {}),
      ...(study.validate.pairs ? { pairs: study.validate.pairs } : {}),
      ...(loaded.positive === undefined || target.task !== 'classification'
        ? {}
        : { positive: target.classes[loaded.positive]! }),
      samples: study.samples,
      blocks: study.blocks,
      learners: study.learners.map(({ name, word, candidates }) => ({ name, word, candidates: candidates.length })),
      accepted: study.audit.accept,
      ...(study.report.times ? { times: study.report.times } : {}),
      ...(target.task === 'clustering' ? { compared: loaded.known.map(({ column }) => column) } : {}),
    },
    data: {
      samples: loaded.ids.length,
      blocks: Object.fromEntries(
        loaded.blocks.map((block, b) => {
          const own = filesOfBlock(study.blocks[block.name]!);
          const files = own.length > 0 ? own : [study.samples.file];
          const prepare = loaded.steps[b]!.map((step) => describeStep(step.word, step.params));
          return [
            block.name,
            {
              features: block.features.length,
              hash: files.map((file) => loaded.hashes[file]!).join(' '),
              kind: block.kind,
              file: files.join(', '),
              prepare,
            },
          ];
        }),
      ),
    },
    folds,
    audit: audit.findings,
    baselines,
    results,
    chosen,
    ...parts,
    warnings,
    seconds,
  };
}

/** Counted from the very splits that the folds were computed with. */
function certify({ study, loaded, audit, random }: RunFacts): FoldCertificate[] {
  const samples = { target: loaded.target, groups: Int32Array.from(audit.groups) };
  const inner = innerPlan(study, loaded);
  const sites = study.samples.confounders.map((column) => ({
    column,
    values: textValues(findColumn(loaded.annotations, column, study.samples.file)),
  }));
  return foldCertificates(
    audit.splits,
    (repeat, outer, { train }) => innerSplits(inner, samples, train, innerRandomOf(random, repeat, outer)),
    { ...samples, sites },
  );
}

/** What the report is drawn from. @param top strongest features of the model on all rows, with their weights. */
export function reportInput(
  record: RunRecord,
  facts: RunFacts,
  learners: readonly LearnerFolds[],
  top: readonly (readonly [string, number])[],
): ReportInput {
  const { loaded, audit } = facts;
  const { repeats, whole } = learners.find(({ spec }) => spec.name === record.chosen)!;
  const chosen = repeats.flat();
  const strongest = top[0]?.[1] ?? 1;
  const foldTops = chosen.map((fold) => new Set(fold.top.map(([feature]) => feature)));
  const { rows } = outOfFold(learners[0]!, loaded.target)[0]!;
  return {
    record,
    // Figures show the samples that were tested, which need not be all.
    target: takeTargetRows(loaded.target, rows),
    predictions: learners.map((learner) => {
      const { prediction, folds } = outOfFold(learner, loaded.target)[0]!;
      return { learner: learner.spec.name, prediction, folds };
    }),
    ...(whole ? { clusters: { silhouettes: whole.silhouettes, known: loaded.known } } : {}),
    ids: loaded.ids,
    ...(audit.map ? { map: mapOf(audit.map, rows) } : {}),
    ...(audit.exploration ? { exploration: audit.exploration } : {}),
    topFeatures: top.map(([feature, weight]) => ({
      feature,
      weight: weight / strongest,
      folds: foldTops.filter((names) => names.has(feature)).length,
      of: chosen.length,
    })),
  };
}

function mapOf({ x, y, explained }: NonNullable<AuditResult['map']>, rows: Int32Array): SampleMap {
  return { x: Array.from(rows, (i) => x[i]!), y: Array.from(rows, (i) => y[i]!), explained };
}
