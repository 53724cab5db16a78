import type { Transform } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import { isConstant } from './column-statistics.ts';
import { selectionFitted } from './selection.ts';

/**
 * Drops features that have one value, or none at all, on the training rows. Works on numbers and on words; missing is ignored, so a
 * feature with one value and some missing is dropped as well (impute with indicator keeps what the missingness says).
 * Cost O(p) where features vary.
 */
export function create(): Transform {
  return {
    kind: 'drop-constant',
    columnwise: true,
    sparse: true,
    params: {},
    async fit({ matrix }) {
      const kept: number[] = [];
      for (let j = 0; j < matrix.nCols; j++) if (!isConstant(columnOf(matrix, j))) kept.push(j);
      return selectionFitted('drop-constant', Uint32Array.from(kept), matrix.nCols);
    },
  };
}

export { restoreSelection as restore } from './selection.ts';
