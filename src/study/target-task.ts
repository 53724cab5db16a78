import type { Context } from '../base/context.ts';
import { sha256 } from '../base/hash.ts';
import type { Warning } from '../base/warning.ts';
import { createColumnChoices } from '../prepare/column-choices.ts';
import type { TargetResult } from '../report/record.ts';
import type { AuditFinding } from '../validate/audit/finding.ts';
import { assessment } from './assess.ts';
import { baselineEntrants } from './baselines.ts';
import { collectWarnings } from './collect-warnings.ts';
import { type Conduct, placeOf } from './conduct.ts';
import { decide } from './decide.ts';
import { auditResults } from './end-audit.ts';
import { learnerEntrants } from './entrant.ts';
import { fitFinal } from './final-task.ts';
import { predictionRows } from './predictions-table.ts';
import { FINAL_WEIGHT, progressOf } from './progress.ts';
import { innerPlan } from './split-plans.ts';
import type { TargetCohort } from './target-cohort.ts';
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
  /** Of the model file. */
  readonly sha256: string;
}

/**
 * One of several targets, as one task: validated on the shared folds, chosen, compared with its baselines, and fitted on all its samples, the model
 * written under `models/`. What it does not do is what a study of one target does beside: distances, subgroups, permutations, curves.
 * Its folds are no tasks to be handed out: they are done where the target is.
 * @param cohort made when it is needed: a copy of the blocks. @param file of its model. @param report share of this target done, 0 … 1.
 */
export async function runTarget(
  conduct: Conduct,
  target: string,
  cohort: () => TargetCohort,
  metric: string,
  file: string,
  ctx: Context,
  report: (done: number, label: string) => void,
): Promise<TargetOutcome> {
  const { folder, lock, options, runner } = conduct;
  const task = await makeTask('target', target, { lock: lock.lock, target }, ['prepare']);
  const compute = async (): Promise<TargetOutcome> => {
    const { study, loaded, audit } = cohort();
    const own = localRunner(folder, options.executor.threads);
    const entrants = [...learnerEntrants(study, loaded), ...baselineEntrants(study, loaded)];
    const progress = progressOf(study, entrants, 0, report);
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
    const final = await fitFinal(own, setting, async () => ({ ...assessed, decided }), place, fitting, file);
    const best = results.find(({ learner }) => learner === chosen)!;
    const ledger = { lock, holdouts: options.holdouts?.(folder) };
    return {
      result: {
        ...{ target, samples: loaded.ids.length, results, baselines: await court.baselines(own), chosen, model: file },
        comparisons: compareWithBaselines(facts, assessed),
      },
      predictions: predictionRows(loaded, learners),
      findings: await auditResults(study, loaded, audit, best, ledger, ctx),
      warnings: collectWarnings(loaded, audit, learners, chosen, final.warnings),
      sha256: await sha256((await folder.read(file))!),
    };
  };
  // The result without the model it speaks of, lost or altered since, is as good as none.
  return runner.run(task, compute, async (outcome) => {
    const bytes = await folder.read(file);
    return bytes !== undefined && (await sha256(bytes)) === outcome.sha256;
  });
}
