import type { SparseMatrix } from '../table/matrix.ts';

/** `transposeTimes` of a sparse table, Xᵀu − m·Σu, in float64. Cost O(entries) a vector. */
export function sparseTransposeTimes(
  { nCols, sparse }: SparseMatrix,
  vectors: readonly Float64Array[],
  means: Float64Array | undefined,
): Float64Array[] {
  const { starts, rows, base } = sparse;
  return vectors.map((vector) => {
    const all = vector.reduce((sum, u) => sum + u, 0);
    const out = new Float64Array(nCols);
    for (let j = 0; j < nCols; j++) {
      const mean = means?.[j] ?? 0;
      let sum = all * (base[j]! - mean);
      for (let e = starts[j]!; e < starts[j + 1]!; e++) sum += vector[rows[e]!]! * beyondBase(sparse, e, j, means);
      out[j] = sum;
    }
    return out;
  });
}

/** `times` of a sparse table, Xv − m·v, in float64. Cost O(entries) a vector. */
export function sparseTimes(
  { nRows, nCols, sparse }: SparseMatrix,
  vectors: readonly Float64Array[],
  means: Float64Array | undefined,
): Float64Array[] {
  const { starts, rows, base } = sparse;
  return vectors.map((vector) => {
    const out = new Float64Array(nRows);
    let shared = 0;
    for (let j = 0; j < nCols; j++) {
      const v = vector[j]!;
      shared += v * (base[j]! - (means?.[j] ?? 0));
      for (let e = starts[j]!; e < starts[j + 1]!; e++) out[rows[e]!]! += v * beyondBase(sparse, e, j, means);
    }
    return out.map((value) => value + shared);
  });
}

/** What an entry adds to the base of its column; a missing one counts as the mean where there are means. */
function beyondBase({ values, base }: SparseMatrix['sparse'], e: number, j: number, means?: Float64Array): number {
  const value = values[e]!;
  return (means && Number.isNaN(value) ? means[j]! : value) - base[j]!;
}
