import { DataError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import { pca } from '../numeric/pca.ts';
import type { Transform } from '../table/contract.ts';
import { checkNumeric, stepWhere } from './checks.ts';
import { projectionFitted } from './projection.ts';

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
      return projectionFitted('pca', means, axes, variances.length);
    },
  };
}

export { restoreProjection as restore } from './projection.ts';
