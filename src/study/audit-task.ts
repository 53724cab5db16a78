import type { Context } from '../base/context.ts';
import type { Warning } from '../base/warning.ts';
import { auditDuplicates } from '../validate/audit/duplicates.ts';
import type { AuditFinding } from '../validate/audit/finding.ts';
import { auditTargetInFeatures } from '../validate/audit/target-in-features.ts';
import { outerFolds } from '../validate/outer-folds.ts';
import { compareSamples, type SampleAxes } from './compare-samples.ts';
import { findGroups } from './find-groups.ts';
import type { LoadedCohort } from './load-cohort.ts';
import type { Study } from './study.ts';

/** What is settled before anything is learned: which samples belong together, the folds, what the audit found. */
export interface AuditResult {
  readonly findings: readonly AuditFinding[];
  /** Group of each sample, dense codes. */
  readonly groups: readonly number[];
  /** For each repeat, the fold of each sample. */
  readonly folds: readonly (readonly number[])[];
  readonly k: number;
  readonly warnings: readonly Warning[];
  /** First two principal components of the samples; absent with fewer than 3 samples or 2 features. */
  readonly map?: SampleAxes;
}

export async function auditCohort(study: Study, loaded: LoadedCohort, ctx: Context): Promise<AuditResult> {
  const { ids, target } = loaded;
  const { duplicates, map } = await compareSamples(loaded, ctx);
  const settled = await findGroups(study, loaded, duplicates, ctx);
  const { groups } = settled;
  const folds = outerFolds({ target, groups }, study.validate.outer, study.validate.repeats, ctx.random.at('folds'));
  return {
    findings: [...settled.findings, ...auditDuplicates(duplicates, ids, target), auditTargetInFeatures(loaded)],
    groups: [...groups],
    folds: folds.repeats.map((repeat) => [...repeat]),
    k: folds.k,
    warnings: [...settled.warnings, ...folds.warnings],
    ...(map ? { map } : {}),
  };
}
