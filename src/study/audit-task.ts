import type { Context } from '../base/context.ts';
import type { Warning } from '../base/warning.ts';
import type { Split } from '../sample/split.ts';
import { auditDuplicates } from '../validate/audit/duplicates.ts';
import type { AuditFinding } from '../validate/audit/finding.ts';
import { auditTargetInFeatures } from '../validate/audit/target-in-features.ts';
import { outerSplits } from '../validate/outer-splits.ts';
import { compareSamples, type SampleAxes } from './compare-samples.ts';
import { findGroups } from './find-groups.ts';
import type { LoadedCohort } from './load-cohort.ts';
import { outerPlan } from './split-plans.ts';
import type { Study } from './study.ts';

/** What is settled before anything is learned: which samples belong together, the folds, what the audit found. */
export interface AuditResult {
  readonly findings: readonly AuditFinding[];
  /** Group of each sample, dense codes. */
  readonly groups: readonly number[];
  /** For each repeat, the outer splits. */
  readonly splits: readonly (readonly Split[])[];
  readonly warnings: readonly Warning[];
  /** Absent with fewer than 3 samples or 2 features. */
  readonly map?: SampleAxes;
}

export async function auditCohort(study: Study, loaded: LoadedCohort, ctx: Context): Promise<AuditResult> {
  const { ids, target } = loaded;
  const { duplicates: alike, map } = await compareSamples(loaded, ctx);
  // Pairs repeat the measurements of either side by design.
  const duplicates = study.validate.pairs ? [] : alike;
  const found = await findGroups(study, loaded, duplicates, ctx);
  const { groups } = found;
  const plan = outerPlan(study, loaded);
  const splits = outerSplits(plan, { target, groups }, study.validate.repeats, ctx.random.at('folds'));
  return {
    findings: [
      ...found.findings,
      ...(study.validate.pairs ? [] : auditDuplicates(duplicates, ids, target)),
      auditTargetInFeatures(loaded),
    ],
    groups: [...groups],
    splits: splits.repeats,
    warnings: [...found.warnings, ...splits.warnings],
    ...(map ? { map } : {}),
  };
}
