import type { Warning } from '../../base/warning.ts';
import type { AuditResult } from '../audit/audit-task.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import type { LearnerFolds } from './record.ts';

/** Equal warnings of several fits are one warning. @param final those of the fit on all samples, of the learner `chosen`. */
export function collectWarnings(
  loaded: LoadedCohort,
  audit: AuditResult,
  learners: readonly LearnerFolds[],
  chosen: string,
  final: readonly Warning[],
): Warning[] {
  const placed = (name: string, warnings: readonly Warning[]) =>
    warnings.map((warning) => ({ ...warning, where: warning.where ?? name }));
  const fits = [
    ...learners.flatMap(({ spec, repeats, whole }) =>
      [...repeats.flat(), ...(whole ? [whole] : [])].flatMap((fit) => placed(spec.name, fit.warnings)),
    ),
    ...placed(chosen, final),
  ];
  const counted = new Map<string, { warning: Warning; times: number }>();
  for (const warning of fits) {
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
