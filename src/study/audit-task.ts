import type { Context } from '../base/context.ts';
import type { Warning } from '../base/warning.ts';
import { gramMatrix } from '../kernels/gram.ts';
import { learnerByWord } from '../learn/registry.ts';
import { principalComponents } from '../numeric/principal-components.ts';
import { fitOnRows } from '../prepare/fit-on-rows.ts';
import { transformByWord } from '../prepare/registry.ts';
import { createStep, parseStep } from '../prepare/step.ts';
import { groupsFrom } from '../sample/groups.ts';
import type { Split } from '../sample/split.ts';
import { findColumn, textValues } from '../table/annotations.ts';
import { auditDuplicates, type DuplicatePair, findDuplicates } from '../validate/audit/duplicates.ts';
import type { AuditFinding } from '../validate/audit/finding.ts';
import { auditGroups, patientsFromBarcodes } from '../validate/audit/repeated-patients.ts';
import { auditTargetInFeatures } from '../validate/audit/target-in-features.ts';
import { outerSplits } from '../validate/outer-splits.ts';
import type { LoadedCohort } from './load-cohort.ts';
import { outerPlan } from './split-plans.ts';
import { createSteps } from './step-files.ts';
import type { Study } from './study.ts';

/** What is settled before anything is learned: which samples belong together, the folds, what the audit found. */
export interface AuditResult {
  readonly findings: readonly AuditFinding[];
  /** Group of each sample, dense codes. */
  readonly groups: readonly number[];
  /** For each repeat, the outer splits. */
  readonly splits: readonly (readonly Split[])[];
  readonly warnings: readonly Warning[];
  /** First two principal components of the samples; absent with fewer than 3 samples or 2 features. */
  readonly map?: {
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly explained: readonly [number, number];
  };
}

export async function auditCohort(study: Study, loaded: LoadedCohort, ctx: Context): Promise<AuditResult> {
  const { ids, target } = loaded;
  const n = ids.length;
  const sources: string[] = [];
  const columns: (string | null)[][] = [];
  if (study.validate.groups !== 'none') {
    for (const name of study.samples.group) {
      // The ids themselves, named as a group, part nothing and join nothing.
      columns.push(
        name === loaded.idColumn ? [...ids] : textValues(findColumn(loaded.annotations, name, study.samples.file)),
      );
      sources.push(`column '${name}'`);
    }
  }
  const held = study.validate.pairs;
  if (held && held.holdOut !== 'both') {
    const axis = held[held.holdOut];
    columns.push(textValues(findColumn(loaded.annotations, axis, study.samples.file)));
    sources.push(`pairs by '${axis}'`);
  }
  // Refused here, before any work, where a learner cannot take them.
  const keepWords = study.learners.every(({ word }) => learnerByWord(word, 'learners').categorical);
  const { pairs, map } = await compareSamples(loaded, keepWords, ctx);
  const warnings: Warning[] = [];
  if (study.validate.groups === 'inferred') {
    columns.push(patientsFromBarcodes(ids));
    sources.push('patients in TCGA barcodes', 'near-duplicate measurements');
  }
  const linked = study.validate.groups === 'inferred' ? pairs.map(({ i, l }) => [i, l] as const) : [];
  if (study.validate.groups === 'none')
    warnings.push({
      code: 'groups-off',
      message: 'the study asks for no groups: samples of one patient may stand on both sides of a fold',
    });
  const groups = groupsFrom(columns, n, linked);
  const plan = outerPlan(study, loaded);
  const splits = outerSplits(plan, { target, groups }, study.validate.repeats, ctx.random.at('folds'));
  return {
    findings: [
      auditGroups(groups, sources.length > 0 ? sources : ['nothing']),
      ...auditDuplicates(pairs, ids, target),
      auditTargetInFeatures(loaded),
    ],
    groups: [...groups],
    splits: splits.repeats,
    warnings: [...warnings, ...splits.warnings],
    ...(map ? { map } : {}),
  };
}

/**
 * Each block is prepared on all samples with the steps that do not look at labels; only pictures and the search for duplicates are
 * made of it, no model ever sees it.
 */
async function compareSamples(
  loaded: LoadedCohort,
  keepWords: boolean,
  ctx: Context,
): Promise<{ pairs: DuplicatePair[]; map?: AuditResult['map'] }> {
  const everyRow = Int32Array.from(loaded.ids.keys());
  const pairs: DuplicatePair[] = [];
  let map: AuditResult['map'];
  for (const [b, block] of loaded.blocks.entries()) {
    const steps = loaded.steps[b]!.filter((step) => !transformByWord(step.word, 'audit').supervised);
    const transforms = await createSteps(steps, loaded.stepFiles);
    const quiet = { ...ctx, warn: () => {} };
    // Words that a learner takes as they are have no distance from each other but that of 0/1 features.
    const asked = keepWords ? [...transforms, await createStep(parseStep('one-hot', 'audit'))] : transforms;
    const { prepared } = await fitOnRows(block, everyRow, null, asked, quiet);
    const gram = await gramMatrix(ctx, prepared.matrix, { centre: true, scale: true });
    pairs.push(...findDuplicates(block, gram, prepared.matrix.nCols));
    if (map || everyRow.length < 3 || prepared.matrix.nCols < 2) continue;
    const { scores, explained } = principalComponents(gram, everyRow.length, 2);
    const axis = (c: number) => Array.from(everyRow, (i) => Number(scores[i * 2 + c]!.toPrecision(6)));
    map = { x: axis(0), y: axis(1), explained: [explained[0]!, explained[1]!] };
  }
  return { pairs, ...(map ? { map } : {}) };
}
