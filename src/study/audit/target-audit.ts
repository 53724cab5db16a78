import type { Context } from '../../base/context.ts';
import type { AuditFinding } from '../../validate/audit/finding.ts';
import { auditInput } from '../../validate/audit/input.ts';
import { targetInFeatures } from '../../validate/audit/target-in-features.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import type { Study } from '../file/study.ts';
import { type AuditResult, auditCohort, declaredFacts } from './audit-task.ts';
import { targetCohort } from './target-cohort.ts';

/** What the audit found of one target. */
export interface TargetFindings {
  readonly target: string;
  readonly findings: readonly AuditFinding[];
}

/**
 * The audit of several targets: every rule by the mean of the standardised targets, and whether the answer is among the features, which can
 * refuse a study, for each target by itself.
 */
export async function auditTargets(study: Study, loaded: LoadedCohort, ctx: Context): Promise<AuditResult> {
  const audit = await auditCohort(study, loaded, ctx);
  const found: TargetFindings[] = [];
  for (const target of loaded.targets ?? []) {
    const one = targetCohort(study, loaded, audit, target);
    const facts = { ...declaredFacts(one.study, one.loaded), groups: Int32Array.from(one.audit.groups) };
    found.push({ target: target.name, findings: await targetInFeatures.run(auditInput(facts, ctx), ctx) });
  }
  const own = mergeFindings(found);
  const rules = new Set(own.map(({ rule }) => rule));
  return { ...audit, findings: [...audit.findings.filter(({ rule }) => !rules.has(rule)), ...own] };
}

const RANK = { pass: 0, warn: 1, fail: 2 } as const;

/** One finding a rule: the worst of all targets, with the target it was found of. */
export function mergeFindings(found: readonly TargetFindings[]): AuditFinding[] {
  const rules = [...new Set(found.flatMap(({ findings }) => findings.map(({ rule }) => rule)))];
  return rules.map((rule) => {
    const all = found.flatMap(({ target, findings }) =>
      findings.filter((finding) => finding.rule === rule).map((finding) => ({ target, finding })),
    );
    const worst = all.reduce((a, b) => (RANK[b.finding.status] > RANK[a.finding.status] ? b : a));
    const alike = all.filter(({ finding }) => finding.status === worst.finding.status);
    if (worst.finding.status === 'pass') return worst.finding;
    const more = alike.length > 1 ? ` (and so of ${alike.length - 1} more targets)` : '';
    return {
      ...worst.finding,
      message: `of '${worst.target}': ${worst.finding.message}${more}`,
      evidence: { ...worst.finding.evidence, targets: alike.map(({ target }) => target) },
    };
  });
}
