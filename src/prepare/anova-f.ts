import { DataError, ShapeError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import type { Transform } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import type { ClassTarget } from '../table/target.ts';
import { classCounts } from '../table/target.ts';
import { checkNumeric, stepWhere } from './checks.ts';
import { selectionTransform } from './selection.ts';

/**
 * Keeps the `count` features with the largest one-way ANOVA F between the classes of the training rows, in their original order; ties
 * go to the earlier feature. It looks at the labels: outside the folds it would be the classic leak, here it sees training rows only.
 * @throws {DataError} no target, fewer than two classes among the training rows, or a column of words.
 * @throws {ShapeError} a target of another length. Cost O(n·p + p log p). Checked against scikit-learn 1.2.1 (f_classif).
 */
export function create(params: ParamValues): Transform {
  return selectionTransform('anova-f', params, (block, target) => {
    checkNumeric(block, 'anova-f');
    const where = stepWhere(block, 'anova-f');
    const { nRows, nCols } = block.matrix;
    if (target?.task !== 'classification') {
      const got = target ? `a target of ${target.task}` : 'no target';
      throw new DataError({ where, problem: `needs class labels, got ${got}`, hint: 'use top-variance' });
    }
    if (target.codes.length !== nRows) {
      throw new ShapeError({ where, problem: `target must have ${nRows} labels, got ${target.codes.length}` });
    }
    if (classCounts(target).filter((n) => n > 0).length < 2) {
      throw new DataError({
        where,
        problem: 'training rows must hold at least 2 classes, got one',
        hint: 'use fewer folds, or top-variance',
      });
    }
    const scores = new Float64Array(nCols);
    for (let j = 0; j < nCols; j++) {
      const f = anovaF(columnOf(block.matrix, j), target);
      scores[j] = Number.isNaN(f) ? -1 : f; // undefined F: behind every feature that has one
    }
    return scores;
  });
}

export { restoreSelection as restore } from './selection.ts';

/**
 * F = (SSB / (k − 1)) / (SSW / (n − k)) over the k classes that have a value; missing is ignored. Two passes in float64. NaN when
 * it is not defined: a constant column, fewer than two classes, no class with two values.
 * @param column [n] float32 @param target the class of each row.
 */
export function anovaF(column: Float32Array, target: ClassTarget): number {
  const { codes } = target;
  const nClasses = target.classes.length;
  const counts = new Float64Array(nClasses);
  const means = new Float64Array(nClasses);
  for (let i = 0; i < column.length; i++) {
    const x = column[i]!;
    if (Number.isNaN(x)) continue;
    const k = codes[i]!;
    counts[k]!++;
    means[k]! += x;
  }
  let n = 0;
  let present = 0;
  let sum = 0;
  for (let k = 0; k < nClasses; k++) {
    if (counts[k] === 0) continue;
    present++;
    n += counts[k]!;
    sum += means[k]!;
    means[k]! /= counts[k]!;
  }
  if (present < 2 || n <= present) return Number.NaN;
  let between = 0;
  for (let k = 0; k < nClasses; k++) between += counts[k]! * (means[k]! - sum / n) ** 2;
  let within = 0;
  for (let i = 0; i < column.length; i++) {
    const d = column[i]! - means[codes[i]!]!;
    if (!Number.isNaN(d)) within += d * d;
  }
  return between / (present - 1) / (within / (n - present));
}
