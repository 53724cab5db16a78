/** A sparse matrix, row after row: entries starts[i] … starts[i + 1] belong to row i, columns ascending. */
export interface SparseRows {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** A ∘ Aᵀ entry by entry, `join(a, b)` of aᵢₗ and aₗᵢ (0 where there is none), on the union of both patterns; `join` must be symmetric. */
export function symmetrised(
  n: number,
  k: number,
  indices: Int32Array,
  values: Float64Array,
  join: (a: number, b: number) => number,
): SparseRows {
  const rows = Array.from({ length: n }, () => new Map<number, [number, number]>());
  for (let i = 0; i < n; i++) {
    for (let q = i * k; q < (i + 1) * k; q++) {
      const l = indices[q]!;
      const value = values[q]!;
      const here = rows[i]!.get(l);
      rows[i]!.set(l, [value, here?.[1] ?? 0]);
      const there = rows[l]!.get(i);
      rows[l]!.set(i, [there?.[0] ?? 0, value]);
    }
  }
  const starts = new Int32Array(n + 1);
  rows.forEach((row, i) => {
    starts[i + 1] = starts[i]! + row.size;
  });
  const columns = new Int32Array(starts[n]!);
  const out = new Float64Array(starts[n]!);
  rows.forEach((row, i) => {
    [...row]
      .sort(([a], [b]) => a - b)
      .forEach(([l, [a, b]], q) => {
        columns[starts[i]! + q] = l;
        // The lower index first, so that both halves get the same bits.
        out[starts[i]! + q] = i < l ? join(a, b) : join(b, a);
      });
  });
  return { starts, columns, values: out };
}
