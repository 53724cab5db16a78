import type { Transform } from '../table/contract.ts';
import { columnOf, type Matrix } from '../table/matrix.ts';
import { isConstant } from './column-statistics.ts';
import { selectionFitted } from './selection.ts';
import { sidesOfBase } from './sparse-column.ts';

/**
 * Drops features that have one value, or none at all, on the training rows. Works on numbers and on words; missing is ignored, so a
 * feature with one value and some missing is dropped as well (impute with indicator keeps what the missingness says).
 * Cost O(p) where features vary, of a sparse table O(its entries).
 */
export function create(): Transform {
  return {
    kind: 'drop-constant',
    columnwise: true,
    sparse: true,
    packed: true,
    params: {},
    async fit({ matrix }) {
      const kept: number[] = [];
      for (let j = 0; j < matrix.nCols; j++) if (!isColumnConstant(matrix, j)) kept.push(j);
      return selectionFitted('drop-constant', Uint32Array.from(kept), matrix.nCols);
    },
  };
}

function isColumnConstant(matrix: Matrix, j: number): boolean {
  const { sparse, nRows } = matrix;
  if (!sparse || sparse.starts[j + 1]! - sparse.starts[j]! === nRows) return isConstant(columnOf(matrix, j));
  const { below, above } = sidesOfBase(sparse, j, nRows);
  return below + above === 0;
}

export { restoreSelection as restore } from './selection.ts';
