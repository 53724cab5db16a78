import type { Warning } from '../base/warning.ts';
import type { AuditResult } from './audit-task.ts';
import type { LoadedCohort } from './load-cohort.ts';
import type { LearnerFolds } from './record.ts';

/** Equal warnings of several folds are one warning. */
export function collectWarnings(
  loaded: LoadedCohort,
  audit: AuditResult,
  learners: readonly LearnerFolds[],
): Warning[] {
  const folds = learners.flatMap(({ spec, repeats }) =>
    repeats
      .flat()
      .flatMap((fold) => fold.warnings.map((warning) => ({ ...warning, where: warning.where ?? spec.name }))),
  );
  const counted = new Map<string, { warning: Warning; times: number }>();
  for (const warning of folds) {
    const key = `${warning.code} ${warning.where}`;
    const seen = counted.get(key);
    if (seen) seen.times++;
    else counted.set(key, { warning, times: 1 });
  }
  const repeated = [...counted.values()].map(({ warning, times }) =>
    times === 1 ? warning : { ...warning, message: `${warning.message} (and so in ${times} fits)` },
  );
  return [...loaded.warnings, ...audit.warnings, ...repeated];
}
