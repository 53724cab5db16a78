import { randomKey } from '../../base/random.ts';
import type { Warning } from '../../base/warning.ts';
import type { AuditFinding } from '../../validate/audit/finding.ts';
import { loadStudy } from '../cohort/load-study.ts';
import type { Study } from '../file/study.ts';
import type { RunOptions } from '../run/run-options.ts';
import { auditCohort } from './audit-task.ts';
import { refusedBy } from './refuse-leakage.ts';
import { auditTargets } from './target-audit.ts';

/** What `cistron check` says of a study, without anything learned. */
export interface CheckOutcome {
  readonly title: string;
  readonly samples: number;
  readonly findings: readonly AuditFinding[];
  /** The rules that would stop a run. */
  readonly refused: readonly string[];
  /** Rules that the study accepts, with its reasons. */
  readonly accepted: Study['audit']['accept'];
  /** Ids of the samples of each group of two and more, as a run would keep them together: the largest first. */
  readonly groups: readonly (readonly string[])[];
  readonly warnings: readonly Warning[];
}

/**
 * The audit alone: reads the files, settles groups and folds, and runs every rule that needs no result. Writes nothing.
 * @throws {DataError} and the like from reading, and folds that cannot be made. A finding that fails is not thrown.
 */
export async function checkStudy(
  study: Study,
  options: Pick<RunOptions, 'open' | 'executor' | 'signal' | 'progress' | 'state'>,
): Promise<CheckOutcome> {
  const { open, executor, signal, progress } = options;
  const loaded = await loadStudy(study, { open, signal, progress: (done, label) => progress(0.5 * done, label) });
  loaded.statements.forEach(options.state);
  // The look at the data is for the report, of which there is none.
  const plain = { ...study, report: { ...study.report, explore: false } };
  const audit = await (loaded.targets ? auditTargets : auditCohort)(plain, loaded, {
    random: randomKey(study.validate.seed),
    executor,
    signal,
    progress: (done, label) => progress(0.5 + 0.5 * done, label),
    warn: () => {},
  });
  return {
    title: study.title,
    samples: loaded.ids.length,
    findings: audit.findings,
    refused: refusedBy(study, audit.findings).map(({ rule }) => rule),
    accepted: study.audit.accept,
    groups: membersOf(audit.groups, loaded.ids),
    warnings: [...loaded.warnings, ...audit.warnings],
  };
}

function membersOf(groups: readonly number[], ids: readonly string[]): string[][] {
  const members = new Map<number, string[]>();
  groups.forEach((group, i) => {
    members.set(group, [...(members.get(group) ?? []), ids[i]!]);
  });
  return [...members.values()].filter((list) => list.length > 1).sort((a, b) => b.length - a.length);
}
