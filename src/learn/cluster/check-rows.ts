import type { Context } from '../../base/context.ts';
import { DataError, ShapeError, throwIfCancelled } from '../../base/errors.ts';
import type { ParamValue } from '../../base/params.ts';
import type { TrainView, View } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { requireTask } from '../../table/target.ts';
import { requireUnweighted } from '../../table/weights.ts';

/**
 * What every method asks of its rows. @throws {UnsupportedError} another task, or weights. @throws {DataError} missing values, no rows, or k above
 * the number of rows. @throws {CancelledError}
 */
export function checkRows(data: TrainView, k: ParamValue | null, ctx: Context, where: string): void {
  throwIfCancelled(ctx.signal, where);
  requireTask(data.target, 'clustering', where);
  requireUnweighted(data, where);
  requireFinite(data, where);
  const n = data.X.nRows;
  if (n === 0) throw new DataError({ where, problem: 'needs at least 1 sample, got none' });
  if (typeof k === 'number' && k > n) {
    throw new DataError({
      where,
      problem: `k must be at most the ${n} samples, got ${k}`,
      hint: 'ask for fewer clusters',
    });
  }
}

/** @throws {ShapeError} another number of features than in training. @throws {DataError} missing values. */
export function checkNewRows(view: View, nFeatures: number, where: string): void {
  if (view.X.nCols !== nFeatures) {
    throw new ShapeError({ where, problem: `was fitted on ${nFeatures} features, got ${view.X.nCols}` });
  }
  requireFinite(view, where);
}
