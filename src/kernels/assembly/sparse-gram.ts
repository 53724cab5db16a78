// Products of the rows of a sparse table: of each column only the pairs of its entries.

/**
 * G += D·Dᵀ for rows [from, to) of G, [n, n] float64, on and below the diagonal, always in the order of the columns.
 * @param starts [p + 1] int32. @param entryRows int32, rising within a column. @param values float32.
 */
export function sparseGram(starts: usize, entryRows: usize, values: usize, n: i32, p: i32, from: i32, to: i32, gram: usize): void {
  for (let j = 0; j < p; j++) {
    const first = load<i32>(starts + (<usize>j << 2)), end = load<i32>(starts + (<usize>j << 2), 4);
    for (let a = first; a < end; a++) {
      const i = load<i32>(entryRows + (<usize>a << 2));
      if (i < from) continue;
      if (i >= to) break;
      const row = gram + ((<usize>i * n) << 3), x = <f64>load<f32>(values + (<usize>a << 2));
      for (let b = first; b <= a; b++) {
        const at = row + (<usize>load<i32>(entryRows + (<usize>b << 2)) << 3);
        store<f64>(at, load<f64>(at) + x * <f64>load<f32>(values + (<usize>b << 2)));
      }
    }
  }
}
