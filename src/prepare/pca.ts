import { DataError, FormatError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import { pca } from '../numeric/pca.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { createMatrix } from '../table/matrix.ts';
import { checkNumeric, checkWidth, stepWhere } from './checks.ts';
import { arrayOf, numberOf } from './state.ts';

/**
 * Replaces the features by their first `count` principal components on the training rows (`pca`), named pc1, pc2, …: the coordinates of a
 * row on the training axes, after subtracting the training means. Fewer where the rank is below. Missing values count as the training mean.
 * Put standardize before it, unless the features share a unit.
 * @throws {DataError} a column of words, or nothing varies on the training rows.
 * Cost at `pca`; then O(n·p·count). The sums of a row do not depend on the other rows. Checked against scikit-learn 1.2.1.
 */
export function create(params: ParamValues): Transform {
  return {
    kind: 'pca',
    params,
    async fit(block, _target, ctx) {
      checkNumeric(block, 'pca');
      const { matrix } = block;
      const count = Math.min(params.count as number, matrix.nRows, matrix.nCols);
      const { means, axes, variances } = await pca(ctx, matrix, count);
      if (variances.length === 0) {
        throw new DataError({
          where: stepWhere(block, 'pca'),
          problem: 'some feature must vary on the training rows, got none',
          hint: 'leave pca out, or look at the table',
        });
      }
      return fitted(means, axes, variances.length);
    },
  };
}

export function restore(state: State): Fitted {
  const means = arrayOf(state, 'means', Float64Array);
  const axes = arrayOf(state, 'axes', Float64Array);
  const count = numberOf(state, 'count');
  if (axes.length !== means.length * count) {
    throw new FormatError({
      where: 'model, step pca',
      problem: `'axes' must have ${means.length * count} numbers, got ${axes.length}`,
    });
  }
  return fitted(means, axes, count);
}

/** @param axes [p, count] row-major. */
function fitted(means: Float64Array, axes: Float64Array, count: number): Fitted {
  return {
    kind: 'pca',
    apply(block) {
      checkWidth(block, means.length, 'pca');
      checkNumeric(block, 'pca');
      const { data, nRows: n } = block.matrix;
      const scores = new Float64Array(n * count);
      means.forEach((mean, j) => {
        const axis = axes.subarray(j * count, (j + 1) * count);
        for (let i = 0; i < n; i++) {
          const value = data[j * n + i]! - mean;
          if (Number.isNaN(value)) continue;
          const at = i * count;
          for (let c = 0; c < count; c++) scores[at + c]! += value * axis[c]!;
        }
      });
      const matrix = createMatrix(n, count);
      for (let c = 0; c < count; c++) for (let i = 0; i < n; i++) matrix.data[c * n + i] = scores[i * count + c]!;
      const { levels: _, ...rest } = block;
      return { ...rest, features: Array.from({ length: count }, (_, c) => `pc${c + 1}`), matrix };
    },
    toState: () => ({ kind: 'pca', json: { count }, arrays: { means, axes } }),
  };
}
