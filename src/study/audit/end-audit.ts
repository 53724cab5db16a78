import type { Context } from '../../base/context.ts';
import { canonicalJson, sha256 } from '../../base/hash.ts';
import type { LearnerResult } from '../../report/record.ts';
import type { AuditFinding } from '../../validate/audit/finding.ts';
import { auditInput } from '../../validate/audit/input.ts';
import { runAudit } from '../../validate/audit/rules.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import { type Study, targetName } from '../file/study.ts';
import type { StudyLock } from '../run/lock.ts';
import { type AuditResult, declaredFacts } from './audit-task.ts';

/** Remembers which studies were judged by which test part. What it knows is no part of a run's lock: it speaks of other runs. */
export interface HoldoutLedger {
  /** Notes that the study of this lock looked at this test part. @returns the other locks that had looked at it before, oldest first. */
  look(testPart: string, lock: string): Promise<readonly string[]>;
}

/** The findings that need results: of the scores of the chosen learner, and of a test part that is looked at again. */
export async function auditResults(
  study: Study,
  loaded: LoadedCohort,
  audit: AuditResult,
  chosen: LearnerResult,
  ledger: { readonly lock: StudyLock; readonly holdouts: HoldoutLedger | undefined },
  ctx: Context,
): Promise<AuditFinding[]> {
  const part = await testPartOf(study, loaded, audit);
  const earlierLocks = part && ledger.holdouts && (await ledger.holdouts.look(part, ledger.lock.lock));
  const values = Object.fromEntries(Object.entries(chosen.metrics).map(([name, { value }]) => [name, value]));
  const input = auditInput(
    {
      ...declaredFacts(study, loaded),
      groups: Int32Array.from(audit.groups),
      scores: { learner: chosen.learner, values },
      ...(earlierLocks ? { earlierLocks } : {}),
    },
    ctx,
  );
  return runAudit('end', input, ctx);
}

/** The name of a test part that is looked at once: a hold-out, a predefined split, another cohort. Of cross-validation there is none. */
async function testPartOf(
  { samples }: Study,
  { ids }: LoadedCohort,
  { splits }: AuditResult,
): Promise<string | undefined> {
  const [only, ...others] = splits.flat();
  if (!only || others.length > 0) return undefined;
  const tested = Array.from(only.test, (i) => ids[i]!).sort();
  return sha256(canonicalJson({ tested, target: targetName(samples) }));
}
