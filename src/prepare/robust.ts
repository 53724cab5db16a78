import type { Transform } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import { affineFitted } from './affine.ts';
import { checkNumeric } from './checks.ts';
import { gatherPresent, isConstant, quantile } from './column-statistics.ts';

/**
 * (x − median) / (q75 − q25) with quantiles of the training rows (type 7): for features with outliers. A feature whose middle half is
 * one value (a gene silent in most samples) is centred and left unscaled, as scikit-learn does; one that is constant in training
 * becomes 0. Missing is ignored by the statistics and stays missing.
 * @throws {DataError} a column of words. Expected cost O(n·p), in place. Checked against scikit-learn 1.2.1 (RobustScaler).
 */
export function create(): Transform {
  return {
    kind: 'robust',
    columnwise: true,
    sparse: true,
    params: {},
    async fit(block) {
      checkNumeric(block, 'robust');
      const { nRows, nCols } = block.matrix;
      const median = new Float64Array(nCols);
      const factor = new Float64Array(nCols);
      const scratch = new Float32Array(nRows);
      for (let j = 0; j < nCols; j++) {
        const column = columnOf(block.matrix, j);
        if (isConstant(column)) continue;
        const count = gatherPresent(column, scratch);
        median[j] = quantile(scratch, count, 0.5);
        const range = quantile(scratch, count, 0.75) - quantile(scratch, count, 0.25);
        factor[j] = range > 0 ? 1 / range : 1;
      }
      return affineFitted('robust', median, factor);
    },
  };
}

export { restoreAffine as restore } from './affine.ts';
