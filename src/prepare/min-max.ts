import type { Transform } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import { affineFitted } from './affine.ts';
import { checkNumeric } from './checks.ts';

/**
 * (x − min) / (max − min) with minimum and maximum of the training rows: training values lie in 0 … 1, new ones may lie outside.
 * A feature constant in training becomes 0. Missing is ignored by the statistics and stays missing.
 * @throws {DataError} a column of words. Cost O(n·p), in place. Checked against scikit-learn 1.2.1 (MinMaxScaler).
 */
export function create(): Transform {
  return {
    kind: 'min-max',
    columnwise: true,
    sparse: true,
    params: {},
    async fit(block) {
      checkNumeric(block, 'min-max');
      const { nCols } = block.matrix;
      const low = new Float64Array(nCols);
      const factor = new Float64Array(nCols);
      for (let j = 0; j < nCols; j++) {
        let min = Number.POSITIVE_INFINITY;
        let max = Number.NEGATIVE_INFINITY;
        for (const x of columnOf(block.matrix, j)) {
          if (x < min) min = x; // a comparison with NaN is false: missing is skipped
          if (x > max) max = x;
        }
        if (!(max > min)) continue;
        low[j] = min;
        factor[j] = 1 / (max - min);
      }
      return affineFitted('min-max', low, factor);
    },
  };
}

export { restoreAffine as restore } from './affine.ts';
