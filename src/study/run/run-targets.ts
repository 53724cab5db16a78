import { throwIfCancelled } from '../../base/errors.ts';
import type { Warning } from '../../base/warning.ts';
import { defaultMetric } from '../../metric/registry.ts';
import { writeDelimited } from '../../read/write.ts';
import { auditTargets, mergeFindings } from '../audit/target-audit.ts';
import { targetCohort } from '../audit/target-cohort.ts';
import { ambiguity } from '../cohort/ambiguity.ts';
import { locate } from '../record/locate.ts';
import { predictionHead } from '../record/predictions-table.ts';
import { runRecord } from '../record/record.ts';
import { mediansByName, summarise, targetsTable } from '../record/target-summary.ts';
import { progressOf } from '../tasks/progress.ts';
import { runTarget, type TargetFiles, type TargetOutcome } from '../tasks/target-task.ts';
import { type Conduct, contextOf, type Finished, logEvent, settleAudit } from './conduct.ts';

/** The share of the progress bar that the audit gets. */
const AUDIT_SHARE = 0.05;

/**
 * A study of several targets: one audit, one set of groups and one plan of folds for all, then each target as a task of its own on the samples that
 * have it, so that an interrupted run goes on at the target where it stopped. In memory is the cohort once, and the copy of one target for each process or thread that does them.
 */
export async function runTargets(conduct: Conduct): Promise<Finished> {
  const { study, loaded, lock, options, runner } = conduct;
  const targets = loaded.targets ?? [];
  const progress = progressOf(study, [], 0, (done, label) => options.progress(AUDIT_SHARE * done, label));
  const ctx = contextOf(conduct, progress);
  const audit = await settleAudit(conduct, progress, ctx, (own) => auditTargets(study, loaded, own));
  const metric = study.validate.metric ?? defaultMetric(loaded.target);

  const files = targetFiles(targets.map(({ name }) => name));
  const shares = new Float64Array(targets.length);
  const outcomes = await runner.all(
    targets,
    async (target, t) => {
      throwIfCancelled(options.signal, 'run');
      const report = (done: number, label: string) => {
        shares[t] = done;
        const mean = shares.reduce((sum, share) => sum + share, 0) / targets.length;
        options.progress(AUDIT_SHARE + (1 - AUDIT_SHARE) * mean, `${target.name}: ${label}`);
      };
      const cohort = () => targetCohort(study, loaded, audit, target);
      const outcome = await runTarget(conduct, target.name, cohort, metric, files[t]!, ctx, report);
      report(1, 'done');
      return outcome;
    },
    1,
  );
  await logEvent(conduct, 'tasks-done');

  const results = outcomes.map(({ result }) => result);
  const random = ctx.random.at('targets');
  const findings = [
    ...audit.findings,
    ...mergeFindings(outcomes.map(({ result, findings }) => ({ target: result.target, findings }))),
  ];
  const named = { ...study, samples: { ...study.samples, targets: targets.map(({ name }) => name) } };
  const facts = { study: named, loaded, audit: { ...audit, findings }, metric, random: ctx.random };
  const locations = locate(study, loaded, outcomes, random);
  const record = {
    ...runRecord(facts, [], '', {
      baselines: [],
      warnings: [...loaded.warnings, ...audit.warnings, ...mergeWarnings(outcomes)],
      seconds: { total: (options.now() - conduct.began) / 1000 },
    }),
    targets: results,
    summary: summarise(results, random),
    medians: mediansByName(results, random),
    ...(locations ? { locations } : {}),
  };
  const report = {
    ...{ record, ids: loaded.ids },
    reproduce: { ...(options.versions ? { versions: options.versions } : {}), hashes: { lock: lock.lock } },
  };
  const shared = outcomes.flatMap((outcome) => outcome.shared ?? []);
  const predictions = outcomes.flatMap(({ result, predictions }) => predictions.map((row) => [result.target, ...row]));
  return {
    record,
    report: { ...report, ...ambiguity(report, loaded.blocks, shared) },
    files: {
      'targets.tsv': targetsTable(results),
      'predictions.tsv': writeDelimited([['target', ...predictionHead(loaded.target)], ...predictions]),
      ...Object.fromEntries(
        outcomes.flatMap(({ result, explained }) =>
          result.explanation === undefined ? [] : [[result.explanation, `${JSON.stringify(explained, null, 2)}\n`]],
        ),
      ),
    },
  };
}

/** `models/<target>.cistron` and `explanations/<target>.json`, with what a file name cannot hold left out; equal names are numbered. */
export function targetFiles(targets: readonly string[]): TargetFiles[] {
  const taken = new Set<string>();
  return targets.map((target) => {
    const plain =
      target
        .replace(/[^\p{L}\p{N}._-]+/gu, '-')
        .replace(/^[.-]+|[.-]+$/g, '')
        .slice(0, 80) || 'target';
    let name = plain;
    // File systems that do not tell case apart would write one over the other.
    for (let k = 2; taken.has(name.toLowerCase()); k++) name = `${plain}-${k}`;
    taken.add(name.toLowerCase());
    return { model: `models/${name}.cistron`, explanation: `explanations/${name}.json` };
  });
}

/** The same warning of several targets is one. */
function mergeWarnings(outcomes: readonly TargetOutcome[]): Warning[] {
  const first = new Map<string, { readonly warning: Warning; readonly target: string; others: number }>();
  for (const { result, warnings } of outcomes) {
    for (const warning of warnings) {
      const key = `${warning.code} ${warning.where}`;
      const seen = first.get(key);
      if (seen) seen.others++;
      else first.set(key, { warning, target: result.target, others: 0 });
    }
  }
  return [...first.values()].map(({ warning, target, others }) => ({
    ...warning,
    message: `of '${target}': ${warning.message}${others > 0 ? ` (and so of ${others} more targets)` : ''}`,
  }));
}
