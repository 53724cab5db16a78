import type { Transform } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import { affineFitted } from './affine.ts';
import { checkNumeric } from './checks.ts';
import { moments } from './column-statistics.ts';

/**
 * z = (x − mean) / sd with mean and sd of the training rows; sd divides by n, as scikit-learn's StandardScaler does (R's `scale`
 * divides by n − 1). A feature constant in training becomes 0 everywhere, also where a new row differs: there is no scale to measure
 * the difference by (scikit-learn keeps it unscaled). Missing is ignored by the statistics and stays missing.
 * @throws {DataError} a column of words. Cost O(n·p), in place. Checked against scikit-learn 1.2.1.
 */
export function create(): Transform {
  return {
    kind: 'standardize',
    columnwise: true,
    sparse: true,
    params: {},
    async fit(block) {
      checkNumeric(block, 'standardize');
      const { nCols } = block.matrix;
      const mean = new Float64Array(nCols);
      const factor = new Float64Array(nCols);
      for (let j = 0; j < nCols; j++) {
        const column = moments(columnOf(block.matrix, j));
        if (!(column.variance > 0)) continue;
        mean[j] = column.mean;
        factor[j] = 1 / Math.sqrt(column.variance);
      }
      return affineFitted('standardize', mean, factor);
    },
  };
}

export { restoreAffine as restore } from './affine.ts';
