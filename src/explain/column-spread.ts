import { columnOf, type Matrix } from '../table/matrix.ts';
import { columnMean } from './column-mean.ts';

/** Standard deviation (n) of the known values of a column; 0 where none is. */
export function columnSpread(X: Matrix, j: number): number {
  const mean = columnMean(X, j);
  let [squares, count] = [0, 0];
  for (const x of columnOf(X, j)) {
    if (Number.isNaN(x)) continue;
    squares += (x - mean) ** 2;
    count++;
  }
  return count > 0 ? Math.sqrt(squares / count) : 0;
}
