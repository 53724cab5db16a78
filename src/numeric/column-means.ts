import type { Matrix } from '../table/matrix.ts';

/** Mean of the values present in each column, [p] float64; 0 where there are none. Cost O(n·p). */
export function columnMeans({ data, nRows: n, nCols: p }: Matrix): Float64Array {
  const means = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    let sum = 0;
    let count = 0;
    for (let at = j * n; at < (j + 1) * n; at++) {
      const value = data[at]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    means[j] = count > 0 ? sum / count : 0;
  }
  return means;
}
