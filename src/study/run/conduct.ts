import type { Context } from '../../base/context.ts';
import { randomKey } from '../../base/random.ts';
import type { ReportInput } from '../../report/input.ts';
import type { RunRecord } from '../../report/record.ts';
import type { TargetsInput } from '../../report/targets-input.ts';
import { type AuditResult, auditCohort } from '../audit/audit-task.ts';
import { refuseLeakage } from '../audit/refuse-leakage.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import type { Study } from '../file/study.ts';
import type { TaskPlace } from '../tasks/cluster-tasks.ts';
import type { Progress } from '../tasks/progress.ts';
import { makeTask } from '../tasks/task.ts';
import { localRunner, type TaskRunner } from '../tasks/task-runner.ts';
import type { StudyLock } from './lock.ts';
import type { RunFolder } from './run-folder.ts';
import type { RunOptions } from './run-options.ts';

/** A study that is being run: read, settled, and given a folder. */
export interface Conduct {
  /** With learners that serve its task. */
  readonly study: Study;
  readonly loaded: LoadedCohort;
  readonly lock: StudyLock;
  readonly folder: RunFolder;
  /** Does the tasks, or lists them, or leaves them to others. */
  readonly runner: TaskRunner;
  readonly options: RunOptions;
  /** On `options.now`. */
  readonly began: number;
}

/** What a study has come to: the record and what is written beside it. */
export interface Finished {
  readonly record: RunRecord;
  readonly report: ReportInput | TargetsInput;
  /** File name → content, besides the record and the report. */
  readonly files: Readonly<Record<string, string>>;
}

/** A study as it is run: all but who does its tasks. */
export type Prepared = Omit<Conduct, 'runner'>;

export const placeOf = ({ folder, lock }: Conduct): TaskPlace => ({ folder, lock: lock.lock });

export function contextOf({ study, options }: Conduct, progress: Progress): Context {
  return {
    random: randomKey(study.validate.seed),
    executor: options.executor,
    ...(options.networks ? { networks: options.networks } : {}),
    signal: options.signal,
    progress: (_done, label) => progress.label(label),
    warn: () => {},
  };
}

/** A line in the log of the run. */
export function logEvent({ folder, options }: Prepared, event: string, facts: object = {}): Promise<void> {
  return folder.append('events.jsonl', JSON.stringify({ event, ...facts, atMs: options.now() }));
}

/**
 * Groups, folds and audit, once for a study: a task that is done here whoever does the others, since it says which those are. A study that is refused leaves nothing behind: the mended one can go into the same folder.
 * @param audit what is done to settle them. @throws {LeakageError} the audit refuses the study.
 */
export async function settleAudit(
  conduct: Conduct,
  progress: Progress,
  ctx: Context,
  audit: (ctx: Context) => Promise<AuditResult> = (own) => auditCohort(conduct.study, conduct.loaded, own),
): Promise<AuditResult> {
  const { study, lock, folder, options } = conduct;
  const task = await makeTask('prepare', 'groups, folds and audit', { lock: lock.lock });
  const settled = await localRunner(folder, 1).run(task, async () => {
    const found = await audit({ ...ctx, progress: progress.part('audit', 1) });
    refuseLeakage(study, found.findings);
    for (const [name, text] of Object.entries(options.beside?.(folder, Object.keys(conduct.loaded.hashes)) ?? {}))
      await folder.write(name, text);
    await folder.write('study.lock.json', `${JSON.stringify(lock, null, 2)}\n`);
    await logEvent(conduct, 'start', { lock: lock.lock });
    return found;
  });
  progress.finish('audit', 1);
  return settled;
}
