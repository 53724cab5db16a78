import { columnOf, type Matrix } from '../table/matrix.ts';

/** Mean of the known values of a column; 0 where none is. */
export function columnMean(X: Matrix, j: number): number {
  let [sum, count] = [0, 0];
  for (const x of columnOf(X, j)) {
    if (Number.isNaN(x)) continue;
    sum += x;
    count++;
  }
  return count > 0 ? sum / count : 0;
}
