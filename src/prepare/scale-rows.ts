import { columnOf, type Matrix } from '../table/matrix.ts';

/**
 * Divides each row by the sum of its values, or by its length √Σx²; rows of zeros stay. In place, in float64 row by row; a sparse table stays sparse.
 * @param matrix counts; sparse with bases 0. Cost O(values).
 */
export function scaleRows(matrix: Matrix, by: 'share' | 'unit'): void {
  const totals = new Float64Array(matrix.nRows);
  const worth = by === 'share' ? (x: number) => x : (x: number) => x * x;
  eachValue(matrix, (values, at, i) => {
    totals[i]! += worth(values[at]!);
  });
  const factors = totals.map((total) => (total > 0 ? 1 / (by === 'share' ? total : Math.sqrt(total)) : 0));
  eachValue(matrix, (values, at, i) => {
    values[at]! *= factors[i]!;
  });
}

/** Each value that may differ from 0, with its row. */
function eachValue(matrix: Matrix, visit: (values: Float32Array, at: number, row: number) => void): void {
  if (matrix.sparse) {
    const { values, rows } = matrix.sparse;
    for (let at = 0; at < values.length; at++) visit(values, at, rows[at]!);
    return;
  }
  for (let j = 0; j < matrix.nCols; j++) {
    const column = columnOf(matrix, j);
    for (let i = 0; i < column.length; i++) visit(column, i, i);
  }
}
