import type { Cohort } from '../../table/cohort.ts';
import { columnOf } from '../../table/matrix.ts';
import type { Target } from '../../table/target.ts';
import type { AuditFinding } from './finding.ts';

/**
 * Looks for features that are the target written another way: as many distinct values as classes, one to each class; or the same number
 * (the time of survival too) for every sample.
 * Such a feature is the answer, not a measurement. Cost O(n) for each feature in the worst case, a few values for most.
 */
export function auditTargetInFeatures({ blocks, target }: Pick<Cohort, 'blocks' | 'target'>): AuditFinding {
  const found = blocks.flatMap((block) =>
    block.features.filter((_, j) => isTarget(columnOf(block.matrix, j), target)).map((name) => `${block.name}:${name}`),
  );
  return found.length === 0
    ? {
        rule: 'target-in-features',
        status: 'pass',
        message: 'no feature is the target written another way',
        evidence: {},
      }
    : {
        rule: 'target-in-features',
        status: 'fail',
        message: `${found.length === 1 ? `feature '${found[0]}' is` : `features '${found.slice(0, 3).join("', '")}' are`} the target written another way; leave out such columns`,
        evidence: { features: found.slice(0, 20) },
      };
}

function isTarget(column: Float32Array, target: Target): boolean {
  switch (target.task) {
    case 'classification':
      return isRelabelling(column, target.codes, target.classes.length);
    case 'regression':
      return isSame(column, target.values);
    case 'survival':
      return isSame(column, target.times) || column.every((value, i) => value === target.events[i]);
    case 'clustering':
      return false;
  }
}

/** As float32, in which the table is kept. */
function isSame(column: Float32Array, values: Float64Array): boolean {
  return column.every((value, i) => value === Math.fround(values[i]!));
}

/** Whether value ↔ class is one to one. */
function isRelabelling(column: Float32Array, codes: Int32Array, nClasses: number): boolean {
  const classOf = new Map<number, number>();
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    const known = classOf.get(value);
    if (known === undefined) {
      classOf.set(value, codes[i]!);
      if (classOf.size > nClasses) return false;
    } else if (known !== codes[i]) {
      return false;
    }
  }
  return classOf.size === nClasses && new Set(classOf.values()).size === nClasses;
}
