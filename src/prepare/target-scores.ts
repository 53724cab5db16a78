import { DataError, ShapeError, UnsupportedError } from '../base/errors.ts';
import type { Block } from '../table/block.ts';
import { columnOf } from '../table/matrix.ts';
import type { ClassTarget, NumberTarget, SurvivalTarget, Target } from '../table/target.ts';
import { classCounts, targetLength } from '../table/target.ts';
import { checkNumeric, stepWhere } from './checks.ts';

/** Scores a column against the target; higher is to be kept. NaN where it is not defined. */
export type ColumnScore = (column: Float32Array) => number;

/** How a filter scores the columns, for each task that it serves. Called once a table, so that what all columns share is made once. */
export interface TargetScores {
  readonly classification?: (target: ClassTarget) => ColumnScore;
  readonly regression?: (target: NumberTarget) => ColumnScore;
  readonly survival?: (target: SurvivalTarget) => ColumnScore;
}

/**
 * The score of every column against the target, [nFeatures]; −1 where it is not defined, behind every column that has one (scores are ≥ 0).
 * @throws {DataError} no target; fewer than two classes, one value only, or no event among the training rows; a column of words.
 * @throws {ShapeError} a target of another length. @throws {UnsupportedError} a task that the filter does not serve.
 */
export function scoreColumns(block: Block, target: Target | null, kind: string, scores: TargetScores): Float64Array {
  checkNumeric(block, kind);
  checkTarget(block, target, kind);
  const score = scorer(target, scores);
  if (!score) {
    throw new UnsupportedError({
      where: stepWhere(block, kind),
      problem: `serves ${Object.keys(scores).join(', ')}, got ${target.task}`,
      hint: target.task === 'survival' ? 'use anova-f, which scores by the Cox score test' : 'use top-variance',
    });
  }
  const { nCols } = block.matrix;
  const out = new Float64Array(nCols);
  for (let j = 0; j < nCols; j++) {
    const value = score(columnOf(block.matrix, j));
    out[j] = Number.isNaN(value) ? -1 : value;
  }
  return out;
}

function scorer(target: Target, scores: TargetScores): ColumnScore | undefined {
  switch (target.task) {
    case 'classification':
      return scores.classification?.(target);
    case 'regression':
      return scores.regression?.(target);
    case 'survival':
      return scores.survival?.(target);
    case 'clustering':
      return undefined;
  }
}

/** For steps that look at the target. @throws see `scoreColumns`. */
export function checkTarget(block: Block, target: Target | null, kind: string): asserts target is Target {
  const where = stepWhere(block, kind);
  const { nRows } = block.matrix;
  if (!target || target.task === 'clustering') {
    throw new DataError({ where, problem: 'needs a target, got none', hint: 'use top-variance' });
  }
  const length = targetLength(target);
  if (length !== nRows) {
    throw new ShapeError({ where, problem: `target must have ${nRows} values, got ${length}` });
  }
  const flaw = flawOf(target);
  if (flaw)
    throw new DataError({
      where,
      problem: `training rows must hold ${flaw}`,
      hint: 'use fewer folds, or top-variance',
    });
}

function flawOf(target: Target): string | undefined {
  if (target.task === 'classification') {
    return classCounts(target).filter((n) => n > 0).length < 2 ? 'at least 2 classes, got one' : undefined;
  }
  if (target.task === 'regression') {
    return target.values.every((value) => value === target.values[0])
      ? 'at least 2 values of the target, got one'
      : undefined;
  }
  return target.task === 'survival' && !target.events.includes(1) ? 'an event, got none' : undefined;
}
