import type { Matrix } from '../table/matrix.ts';

/** Xᵀa for several vectors a [n]: [vectors·p], vector-major, summed in float64 in row order. Cost O(n·p) a vector, of a sparse table O(its entries). */
export function transposedProducts(X: Matrix, vectors: readonly Float64Array[]): Float64Array {
  const { nRows: n, nCols: p, sparse } = X;
  const out = new Float64Array(vectors.length * p);
  if (sparse) {
    const { starts, rows, values, base } = sparse;
    vectors.forEach((vector, q) => {
      const all = vector.reduce((sum, v) => sum + v, 0);
      for (let j = 0; j < p; j++) {
        let sum = all * base[j]!;
        for (let e = starts[j]!; e < starts[j + 1]!; e++) sum += vector[rows[e]!]! * (values[e]! - base[j]!);
        out[q * p + j] = sum;
      }
    });
    return out;
  }
  const { data } = X;
  for (let j = 0; j < p; j++) {
    const x = data.subarray(j * n, (j + 1) * n);
    vectors.forEach((vector, q) => {
      let even = 0;
      let odd = 0; // two sums in flight: one alone waits for each addition to end
      let i = 0;
      for (; i + 1 < n; i += 2) {
        even += vector[i]! * x[i]!;
        odd += vector[i + 1]! * x[i + 1]!;
      }
      if (i < n) even += vector[i]! * x[i]!;
      out[q * p + j] = even + odd;
    });
  }
  return out;
}
