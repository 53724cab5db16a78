import type { Context } from '../../base/context.ts';
import type { Warning } from '../../base/warning.ts';
import type { Exploration } from '../../explain/explore/exploration.ts';
import { learnerByWord } from '../../learn/registry.ts';
import { transformByWord } from '../../prepare/registry.ts';
import type { Split } from '../../sample/split.ts';
import { isRandom } from '../../sample/split-plan.ts';
import type { Block } from '../../table/block.ts';
import type { AuditFinding } from '../../validate/audit/finding.ts';
import { type AuditFacts, auditInput } from '../../validate/audit/input.ts';
import { runAudit } from '../../validate/audit/rules.ts';
import { outerSplits } from '../../validate/outer-splits.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import { targetColumns } from '../cohort/read-target.ts';
import type { Study } from '../file/study.ts';
import { compareSamples, type SampleAxes } from '../model/compare-samples.ts';
import { outerPlan } from '../tasks/split-plans.ts';
import { exploreCohort } from './explore.ts';
import { findGroups } from './find-groups.ts';

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
  /** With `report.explore`: for the report alone. */
  readonly exploration?: Exploration;
}

export async function auditCohort(study: Study, loaded: LoadedCohort, ctx: Context): Promise<AuditResult> {
  const { target } = loaded;
  // Refused here, before any work, where a learner cannot take them.
  const entries = study.learners.map(({ word }) => learnerByWord(word, 'learners'));
  const keepWords = ({ kind }: Block) =>
    entries.every(({ categorical, sequences }) => categorical || (sequences && kind === 'sequence'));
  // Pairs repeat the measurements of either side by design.
  const { duplicates, map } = await compareSamples(loaded, keepWords, study.validate.pairs !== undefined, ctx);
  const found = await findGroups(study, loaded, duplicates, ctx);
  const { groups } = found;
  const plan = outerPlan(study, loaded);
  const splits = outerSplits(plan, { target, groups }, study.validate.repeats, ctx.random.at('folds'));
  const facts: AuditFacts = {
    ...declaredFacts(study, loaded),
    groups,
    groupFindings: found.findings,
    splits: splits.repeats,
    drawn: isRandom(plan) || plan.kind === 'leave-one-out',
    pairs: duplicates,
    ...(loaded.external ? { ownSamples: loaded.external.filter((side) => side === 'train').length } : {}),
    ...(study.samples.from !== undefined && study.blocks[study.samples.from]!.files ? { orderIsOurs: true } : {}),
    repeatsByDesign: study.validate.pairs !== undefined,
  };
  const exploration = study.report.explore ? await exploreCohort(study, loaded, ctx) : undefined;
  return {
    findings: await runAudit('start', auditInput(facts, ctx), ctx),
    groups: [...groups],
    splits: splits.repeats,
    warnings: [...found.warnings, ...splits.warnings],
    ...(map ? { map } : {}),
    ...(exploration ? { exploration } : {}),
  };
}

/** What the audit is told of the cohort and of what the study declares. */
export function declaredFacts(study: Study, loaded: LoadedCohort): Omit<AuditFacts, 'groups'> {
  const { ids, annotations, blocks, target, idColumn } = loaded;
  const spelled = blocks.filter((_, b) => loaded.steps[b]!.some(({ word }) => transformByWord(word, 'audit').spelling));
  return {
    ...{ ids, annotations, blocks, target, idColumn },
    targetColumns: targetColumns(study.samples),
    groupColumns: [...study.samples.group, ...heldOut(study)],
    spelledBlocks: spelled.map(({ name }) => name),
    confounders: study.samples.confounders,
  };
}

/** Sites or batches that are tested whole stand on one side of every split as groups do. */
function heldOut({ validate: { outer } }: Study): string[] {
  return typeof outer === 'object' && 'leave-out' in outer ? [outer['leave-out']] : [];
}
