import type { Context } from '../../base/context.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import { batch } from './batch.ts';
import { duplicateLabels } from './duplicate-labels.ts';
import { duplicateSamples } from './duplicate-samples.ts';
import { fewEvents } from './few-events.ts';
import type { AuditFinding } from './finding.ts';
import { groupOverlap } from './group-overlap.ts';
import { holdoutReused } from './holdout-reused.ts';
import { idsInFeatures } from './ids-in-features.ts';
import { inferredGroups } from './inferred-groups.ts';
import type { AuditInput } from './input.ts';
import { missingness } from './missingness.ts';
import { preselected } from './preselected.ts';
import { rowOrder } from './row-order.ts';
import type { AuditRule } from './rule.ts';
import { separatingFeature } from './separating-feature.ts';
import { standardised } from './standardised.ts';
import { targetFromFeatures } from './target-from-features.ts';
import { targetInFeatures } from './target-in-features.ts';
import { tooGood } from './too-good.ts';

/** All rules, in the order in which findings are shown. Adding one is a file and a line here. */
export const auditRules: readonly AuditRule[] = [
  groupOverlap,
  inferredGroups,
  duplicateSamples,
  duplicateLabels,
  idsInFeatures,
  targetInFeatures,
  separatingFeature,
  targetFromFeatures,
  preselected,
  missingness,
  batch,
  rowOrder,
  standardised,
  fewEvents,
  holdoutReused,
  tooGood,
];

/** The findings of all rules of a stage. Modifies nothing; the same for the same input and `ctx.random`. @throws {CancelledError} */
export async function runAudit(stage: AuditRule['stage'], input: AuditInput, ctx: Context): Promise<AuditFinding[]> {
  const findings: AuditFinding[] = [];
  const rules = auditRules.filter((rule) => rule.stage === stage);
  for (const [r, rule] of rules.entries()) {
    ctx.progress(r / rules.length, `audit: ${rule.rule}`);
    throwIfCancelled(ctx.signal, 'audit');
    findings.push(...(await rule.run(input, ctx)));
  }
  return findings;
}
