import type { RandomKey } from '../base/random.ts';
import { VERSION } from '../base/version.ts';
import type { Warning } from '../base/warning.ts';
import { describeStep } from '../prepare/describe-step.ts';
import type { ReportInput } from '../report/input.ts';
import type { LearnerResult, RunRecord } from '../report/record.ts';
import { classCounts } from '../table/target.ts';
import { scorePredictions } from '../validate/score.ts';
import type { AuditResult } from './audit-task.ts';
import type { FoldResult } from './fold-task.ts';
import type { LoadedCohort } from './load-cohort.ts';
import type { LearnerSpec, Study } from './study.ts';

/** The outer folds of one learner: for each repeat, one result a fold. */
export interface LearnerFolds {
  readonly spec: LearnerSpec;
  readonly repeats: readonly (readonly FoldResult[])[];
}

export interface RunFacts {
  readonly study: Study;
  readonly loaded: LoadedCohort;
  readonly audit: AuditResult;
  readonly metric: string;
  readonly random: RandomKey;
}

/** Out-of-fold probabilities of all samples, [n, nClasses] row-major: each row predicted once, by the model that did not see it. */
export function pooledProbabilities(folds: readonly FoldResult[], n: number, nClasses: number): Float64Array {
  const out = new Float64Array(n * nClasses);
  for (const { test, probabilities } of folds) {
    test.forEach((i, row) => {
      out.set(probabilities.slice(row * nClasses, (row + 1) * nClasses), i * nClasses);
    });
  }
  return out;
}

/** Scores of each learner, from its out-of-fold predictions. */
export function scoreLearners(facts: RunFacts, learners: readonly LearnerFolds[]): LearnerResult[] {
  const { loaded, audit, random } = facts;
  const groups = Int32Array.from(audit.groups);
  const nClasses = loaded.target.classes.length;
  return learners.map(({ spec, repeats }) => {
    const pooled = repeats.map((folds) => pooledProbabilities(folds, loaded.ids.length, nClasses));
    // The same replicates for every learner: differences between learners are then not differences between draws.
    const scores = scorePredictions(loaded.target, groups, pooled, loaded.positive, random.at('bootstrap'));
    return {
      learner: spec.name,
      ...scores,
      seconds: repeats.flat().reduce((sum, fold) => sum + fold.seconds, 0),
      settings: repeats.flat().map((fold) => ({ ...fold.settings, ...fold.summary })),
    };
  });
}

/**
 * The baseline without features: the share of each class for every sample. The shares are those of all samples, not of each training part,
 * whose tiny differences would order the samples of different folds and give a ROC AUC below 0.5 that means nothing.
 */
export function majorityBaseline({ loaded, audit, random }: RunFacts): RunRecord['baselines'][number] {
  const n = loaded.ids.length;
  const shares = classCounts(loaded.target).map((count) => count / n);
  const same = Float64Array.from({ length: n * shares.length }, (_, at) => shares[at % shares.length]!);
  const { metrics } = scorePredictions(
    loaded.target,
    Int32Array.from(audit.groups),
    [same],
    loaded.positive,
    random.at('bootstrap'),
  );
  return { name: 'majority', metrics };
}

export function runRecord(
  facts: RunFacts,
  results: readonly LearnerResult[],
  chosen: string,
  learners: readonly LearnerFolds[],
  more: { warnings: readonly Warning[]; seconds: RunRecord['seconds'] },
): RunRecord {
  const { study, loaded, audit, metric } = facts;
  const { target } = loaded;
  return {
    cistron: VERSION,
    study: {
      title: study.title,
      task: 'classification',
      target: study.samples.target,
      classes: target.classes,
      metric,
      seed: study.validate.seed,
      outer: audit.k,
      inner: study.validate.inner,
      repeats: audit.folds.length,
      id: loaded.idColumn,
      group: study.samples.group,
      groups: study.validate.groups,
      ...(loaded.positive === undefined ? {} : { positive: target.classes[loaded.positive]! }),
      samples: study.samples,
      blocks: study.blocks,
      learners: study.learners.map(({ name, word, candidates }) => ({ name, word, candidates: candidates.length })),
      accepted: study.audit.accept,
    },
    data: {
      samples: loaded.ids.length,
      blocks: Object.fromEntries(
        loaded.blocks.map((block, b) => {
          const file = study.blocks[block.name]!.file ?? study.samples.file;
          const prepare = loaded.steps[b]!.map((step) => describeStep(step.word, step.params));
          return [
            block.name,
            { features: block.features.length, hash: loaded.hashes[file]!, kind: block.kind, file, prepare },
          ];
        }),
      ),
    },
    folds: (learners[0]?.repeats[0] ?? []).map((fold, outer) => ({
      outer,
      train: loaded.ids.length - fold.test.length,
      test: fold.test.length,
    })),
    audit: audit.findings,
    baselines: [majorityBaseline(facts)],
    results,
    chosen,
    warnings: more.warnings,
    seconds: more.seconds,
  };
}

/** What the report is drawn from. @param top strongest features of the model on all rows, with their weights. */
export function reportInput(
  record: RunRecord,
  facts: RunFacts,
  learners: readonly LearnerFolds[],
  top: readonly (readonly [string, number])[],
): ReportInput {
  const { loaded, audit } = facts;
  const truth = loaded.target.codes;
  const chosen = learners.find(({ spec }) => spec.name === record.chosen)!.repeats.flat();
  const strongest = top[0]?.[1] ?? 1;
  const foldTops = chosen.map((fold) => new Set(fold.top.map(([feature]) => feature)));
  return {
    record,
    predictions: learners.map(({ spec, repeats }) => ({
      learner: spec.name,
      truth,
      probabilities: pooledProbabilities(repeats[0]!, truth.length, loaded.target.classes.length),
    })),
    ...(audit.map ? { map: { ...audit.map, ids: loaded.ids, truth } } : {}),
    topFeatures: top.map(([feature, weight]) => ({
      feature,
      weight: weight / strongest,
      folds: foldTops.filter((names) => names.has(feature)).length,
      of: chosen.length,
    })),
  };
}
