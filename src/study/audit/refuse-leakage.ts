import { LeakageError } from '../../base/errors.ts';
import type { AuditFinding } from '../../validate/audit/finding.ts';
import type { Study } from '../file/study.ts';

/** The findings that stop a study: those that fail, and that it does not accept by name with a reason. */
export function refusedBy(study: Pick<Study, 'audit'>, findings: readonly AuditFinding[]): AuditFinding[] {
  const accepted = new Set(study.audit.accept.map(({ rule }) => rule));
  return findings.filter(({ rule, status }) => status === 'fail' && !accepted.has(rule));
}

/** @throws {LeakageError} (exit 7) the audit refuses the study. */
export function refuseLeakage(study: Pick<Study, 'audit'>, findings: readonly AuditFinding[]): void {
  const failed = refusedBy(study, findings);
  if (failed.length === 0) return;
  throw new LeakageError({
    where: `audit: ${failed.map(({ rule }) => rule).join(', ')}`,
    problem: failed.map(({ message }) => message).join('; '),
    hint: `${failed[0]!.todo?.replace(/\.$/, '') ?? 'mend the data'}, or accept it in the study file: audit: { accept: [{ rule: ${failed[0]!.rule}, reason: … }] }`,
  });
}
