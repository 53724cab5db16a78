import { denseCodes } from '../../sample/groups.ts';
import type { Split } from '../../sample/split.ts';
import { takeAnnotationRows } from '../../table/annotations.ts';
import { takeBlockRows } from '../../table/block.ts';
import { numberTarget } from '../../table/target.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import type { NamedTarget } from '../cohort/read-targets.ts';
import type { Study } from '../file/study.ts';
import type { AuditResult } from './audit-task.ts';

/** One of several targets as a study of its own: the samples that have a value of it, in the folds and groups of all. */
export interface TargetCohort {
  readonly study: Study;
  readonly loaded: LoadedCohort;
  readonly audit: AuditResult;
}

/**
 * Leaves out the samples without a value of the target: of it only, and of every fold alike. A fold without a sample to test or to learn from is none.
 * The findings and warnings of the shared audit stay with the whole study. Cost: a copy of the blocks.
 */
export function targetCohort(
  study: Study,
  shared: LoadedCohort,
  audit: AuditResult,
  target: NamedTarget,
): TargetCohort {
  const { target: _, targets: __, weights, ...common } = shared;
  const rows = Int32Array.from(shared.ids.keys()).filter((i) => !Number.isNaN(target.values[i]));
  const ids = Array.from(rows, (i) => shared.ids[i]!);
  const { targets: ___, ...samples } = study.samples;
  return {
    study: { ...study, title: `${study.title}: ${target.name}`, samples: { ...samples, target: target.name } },
    loaded: {
      ...common,
      ids,
      annotations: takeAnnotationRows(shared.annotations, rows),
      blocks: shared.blocks.map((block) => takeBlockRows(block, rows)),
      target: numberTarget(
        Float64Array.from(rows, (i) => target.values[i]!),
        `${study.samples.file}: column '${target.name}'`,
      ),
      ...(weights ? { weights: Float64Array.from(rows, (i) => weights[i]!) } : {}),
      statements: [],
      warnings: [],
    },
    audit: {
      findings: [],
      groups: [...denseCodes(Int32Array.from(rows, (i) => audit.groups[i]!))],
      splits: restricted(audit.splits, rows, shared.ids.length),
      warnings: [],
    },
  };
}

/** @param rows that stay, rising. @param n of all. */
function restricted(repeats: AuditResult['splits'], rows: Int32Array, n: number): Split[][] {
  const place = new Int32Array(n).fill(-1);
  rows.forEach((i, at) => {
    place[i] = at;
  });
  const kept = (side: Int32Array) => side.map((i) => place[i]!).filter((at) => at >= 0);
  return repeats.map((splits) =>
    splits
      .map((split) => ({ ...split, train: kept(split.train), test: kept(split.test) }))
      .filter(({ train, test }) => train.length > 0 && test.length > 0),
  );
}
