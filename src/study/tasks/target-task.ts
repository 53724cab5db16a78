import type { Context } from '../../base/context.ts';
import { sha256 } from '../../base/hash.ts';
import type { Warning } from '../../base/warning.ts';
import { createColumnChoices } from '../../prepare/column-choices.ts';
import type { ExplanationRecord, TargetDriver, TargetExplanation, TargetResult } from '../../report/record.ts';
import type { AuditFinding } from '../../validate/audit/finding.ts';
import { auditResults } from '../audit/end-audit.ts';
import type { TargetCohort } from '../audit/target-cohort.ts';
import { collectWarnings } from '../record/collect-warnings.ts';
import { predictionRows } from '../record/predictions-table.ts';
import { type Conduct, placeOf } from '../run/conduct.ts';
import { assessment } from './assess.ts';
import { baselineEntrants } from './baselines.ts';
import { decide } from './decide.ts';
import { differingSets } from './differing-sets.ts';
import { drivingSets } from './driving-sets.ts';
import { enrichmentOf } from './enrichment.ts';
import { learnerEntrants } from './entrant.ts';
import { explainChosen, explainWeight } from './explain-tasks.ts';
import { fitFinal } from './final-task.ts';
import { FINAL_WEIGHT, progressOf } from './progress.ts';
import { innerPlan } from './split-plans.ts';
import { makeTask } from './task.ts';
import { localRunner } from './task-runner.ts';
import { compareWithBaselines } from './uncertainty.ts';

/** What one of several targets has come to. */
export interface TargetOutcome {
  readonly result: TargetResult;
  /** As in `predictions.tsv`, without the target. */
  readonly predictions: readonly (readonly (string | number)[])[];
  readonly findings: readonly AuditFinding[];
  readonly warnings: readonly Warning[];
  /** With `report.explain`, and a learner that a method explains. */
  readonly explained?: TargetExplanation;
  /** As of `Final`. */
  readonly shared?: readonly string[];
  /** Of the model file. */
  readonly sha256: string;
}

/** Where what is kept of a target lies in the run folder. */
export interface TargetFiles {
  readonly model: string;
  readonly explanation: string;
}

/** Drivers that the record of the run has of each target. */
const DRIVERS = 10;

/**
 * One of several targets, as one task: validated on the shared folds, chosen, compared with its baselines, and fitted on all its samples, the model
 * written under `models/`. With `report.explain` it is explained, as in a study of one target; not unasked, since that costs a fit for each fold and target. What it does not do is what a study of one target
 * does beside: distances, subgroups, permutations, curves.
 * Its folds are no tasks to be handed out: they are done where the target is.
 * @param cohort made when it is needed: a copy of the blocks. @param files of its model and its explanation. @param report share of this target done, 0 … 1.
 */
export async function runTarget(
  conduct: Conduct,
  target: string,
  cohort: () => TargetCohort,
  metric: string,
  files: TargetFiles,
  ctx: Context,
  report: (done: number, label: string) => void,
): Promise<TargetOutcome> {
  const { folder, lock, options, runner } = conduct;
  const task = await makeTask('target', target, { lock: lock.lock, target }, ['prepare']);
  const compute = async (): Promise<TargetOutcome> => {
    const { study, loaded, audit } = cohort();
    const own = localRunner(folder, options.executor.threads);
    const entrants = [...learnerEntrants(study, loaded), ...baselineEntrants(study, loaded)];
    const explaining = study.report.explain ? explainWeight(study) : 0;
    const progress = progressOf(study, entrants, explaining, report);
    // Its tasks are told from those of other targets by their lock.
    const place = { ...placeOf(conduct), lock: task.id };
    const setting = {
      ...{ study, loaded, metric, now: options.now },
      groups: Int32Array.from(audit.groups),
      inner: innerPlan(study, loaded),
      choices: createColumnChoices(),
    };
    const court = assessment(setting, entrants, audit, place, ctx, progress);
    const assessed = await court.assessed(own);
    const { facts, learners, results, chosen, winner } = assessed;
    const decided = { decisions: decide(facts, winner, undefined) };
    const fitting = { ...ctx, progress: progress.part('final', FINAL_WEIGHT) };
    const final = await fitFinal(own, setting, async () => ({ ...assessed, decided }), place, fitting, files.model);
    const best = results.find(({ learner }) => learner === chosen)!;
    const explained = study.report.explain
      ? await explainChosen(own, setting, async () => winner, audit.splits[0]!, place, ctx, progress)
      : undefined;
    const sets =
      explained && study.report.geneSets
        ? enrichmentOf(
            loaded,
            await drivingSets(facts, winner, explained.attributions, ctx),
            await differingSets(facts, ctx),
          )
        : {};
    const ledger = { lock, holdouts: options.holdouts?.(folder) };
    return {
      result: {
        ...{ target, samples: loaded.ids.length, results, chosen, model: files.model },
        baselines: await court.baselines(own),
        ...(explained ? { drivers: driversOf(explained.record), explanation: files.explanation } : {}),
        comparisons: compareWithBaselines(facts, assessed),
      },
      predictions: predictionRows(loaded, learners),
      findings: await auditResults(study, loaded, audit, best, ledger, ctx),
      warnings: collectWarnings(loaded, audit, learners, chosen, final.warnings),
      ...(explained ? { explained: { target, explanation: explained.record, ...sets } } : {}),
      ...(final.shared ? { shared: final.shared } : {}),
      sha256: await sha256((await folder.read(files.model))!),
    };
  };
  // The result without the model it speaks of, lost or altered since, is as good as none.
  return runner.run(task, compute, async (outcome) => {
    const bytes = await folder.read(files.model);
    return bytes !== undefined && (await sha256(bytes)) === outcome.sha256;
  });
}

function driversOf({ features }: ExplanationRecord): TargetDriver[] {
  return features.slice(0, DRIVERS).map(({ feature, importance, share, frequency, direction }) => ({
    ...{ feature, importance, share, frequency },
    direction: direction[0]!,
  }));
}
