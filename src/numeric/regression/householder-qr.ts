/** Columns as Q·R, those that depend on earlier ones left out. */
export interface HouseholderQr {
  /** Which columns stand in R, ascending, [rank]. */
  readonly kept: readonly number[];
  readonly aliased: readonly number[];
  /** Upper triangle, [rank·rank] row-major. */
  readonly R: Float64Array;
  /** Qᵀy, [n]: its first `rank` entries belong to the columns, the rest is what they leave unexplained. */
  rotate(y: Float64Array): Float64Array;
}

/**
 * Householder QR, column by column in the order given. A column whose distance from the span of the earlier ones is at most `tolerance` of
 * its own length is aliased: of two equal columns the later goes, as with R's `lm` (LINPACK's dqrdc2).
 * @param columns p of length n. Not modified. @param tolerance default 1e-7, as R.
 * Cost O(n·p²), memory O(n·p). Source: Golub and Van Loan 2013, Matrix Computations, §5.2.
 */
export function householderQr(columns: readonly Float64Array[], tolerance = 1e-7): HouseholderQr {
  const n = columns[0]?.length ?? 0;
  const kept: number[] = [];
  const aliased: number[] = [];
  const reflectors: Float64Array[] = []; // the k-th starts at row k: v with ‖v‖² = 2
  const tops: Float64Array[] = []; // of R, column by column
  const rotate = (y: Float64Array) => {
    const out = y.slice();
    reflectors.forEach((v, k) => {
      let dot = 0;
      for (let i = k; i < n; i++) dot += v[i - k]! * out[i]!;
      for (let i = k; i < n; i++) out[i]! -= dot * v[i - k]!;
    });
    return out;
  };
  columns.forEach((column, j) => {
    const k = kept.length;
    const rotated = rotate(column);
    const rest = rotated.subarray(k);
    const length = norm(rest);
    if (k >= n || !(length > tolerance * norm(column))) {
      aliased.push(j);
      return;
    }
    // Reflect the rest onto −sign(first)·length: no cancellation.
    const diagonal = rest[0]! > 0 ? -length : length;
    const v = rest.slice();
    v[0]! -= diagonal;
    const scale = Math.SQRT2 / norm(v);
    for (let i = 0; i < v.length; i++) v[i]! *= scale;
    reflectors.push(v);
    kept.push(j);
    tops.push(Float64Array.from([...rotated.subarray(0, k), diagonal]));
  });
  const rank = kept.length;
  const R = new Float64Array(rank * rank);
  tops.forEach((top, k) => {
    top.forEach((value, row) => {
      R[row * rank + k] = value;
    });
  });
  return { kept, aliased, R, rotate };
}

function norm(v: Float64Array): number {
  let largest = 0;
  for (const x of v) largest = Math.max(largest, Math.abs(x));
  if (largest === 0) return 0;
  let sum = 0;
  for (const x of v) sum += (x / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** The x with R·x = b; the first `rank` entries of b are read. */
export function solveUpper({ R, kept }: HouseholderQr, b: ArrayLike<number>): Float64Array {
  const rank = kept.length;
  const x = new Float64Array(rank);
  for (let row = rank - 1; row >= 0; row--) {
    let value = b[row]!;
    for (let k = row + 1; k < rank; k++) value -= R[row * rank + k]! * x[k]!;
    x[row] = value / R[row * rank + row]!;
  }
  return x;
}

/** (RᵀR)⁻¹ = (XᵀX)⁻¹ over all `size` columns, [size·size], with zero rows and columns where aliased. */
export function inverseCrossProduct(qr: HouseholderQr, size: number): Float64Array {
  const { kept } = qr;
  const rank = kept.length;
  const inverse = Array.from(kept, (_, k) => {
    const unit = new Float64Array(rank);
    unit[k] = 1;
    return solveUpper(qr, unit); // column k of R⁻¹
  });
  const out = new Float64Array(size * size);
  for (let a = 0; a < rank; a++) {
    for (let b = 0; b < rank; b++) {
      let sum = 0;
      for (let k = Math.max(a, b); k < rank; k++) sum += inverse[k]![a]! * inverse[k]![b]!;
      out[kept[a]! * size + kept[b]!] = sum;
    }
  }
  return out;
}
