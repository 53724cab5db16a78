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
 * @param columns p of length n. Consumed: they become the reflectors, so that nothing of their size is allocated. @param tolerance default 1e-7, as R.
 * Cost O(n·p²), memory O(p²) beside the columns. Source: Golub and Van Loan 2013, Matrix Computations, §5.2.
 */
export function householderQr(columns: readonly Float64Array[], tolerance = 1e-7): HouseholderQr {
  const n = columns[0]?.length ?? 0;
  const kept: number[] = [];
  const aliased: number[] = [];
  const reflectors: Float64Array[] = []; // [n] each: v with ‖v‖² = 2, and 0 above row k
  const tops: Float64Array[] = []; // of R, column by column
  const reflectAll = (y: Float64Array) => {
    for (let k = 0; k < reflectors.length; k++) reflect(reflectors[k]!, k, y);
    return y;
  };
  columns.forEach((column, j) => {
    const k = kept.length;
    const before = norm(column);
    const rest = reflectAll(column).subarray(k);
    const length = norm(rest);
    if (k >= n || !(length > tolerance * before)) {
      aliased.push(j);
      return;
    }
    // Reflect the rest onto −sign(first)·length: no cancellation.
    const diagonal = rest[0]! > 0 ? -length : length;
    tops.push(Float64Array.from([...column.subarray(0, k), diagonal]));
    column.fill(0, 0, k);
    rest[0]! -= diagonal;
    const scale = Math.SQRT2 / norm(rest);
    for (let i = 0; i < rest.length; i++) rest[i]! *= scale;
    reflectors.push(column);
    kept.push(j);
  });
  const rank = kept.length;
  const R = new Float64Array(rank * rank);
  tops.forEach((top, k) => {
    top.forEach((value, row) => {
      R[row * rank + k] = value;
    });
  });
  return { kept, aliased, R, rotate: (y) => reflectAll(y.slice()) };
}

/** y − v·(vᵀy) from row k on. Four sums at a time: one alone would wait for each addition to end. */
function reflect(v: Float64Array, k: number, y: Float64Array): void {
  const n = y.length;
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = k;
  for (; i + 3 < n; i += 4) {
    a += v[i]! * y[i]!;
    b += v[i + 1]! * y[i + 1]!;
    c += v[i + 2]! * y[i + 2]!;
    d += v[i + 3]! * y[i + 3]!;
  }
  for (; i < n; i++) a += v[i]! * y[i]!;
  const dot = a + b + (c + d);
  for (i = k; i < n; i++) y[i]! -= dot * v[i]!;
}

function norm(v: Float64Array): number {
  let largest = 0;
  for (const x of v) largest = Math.max(largest, Math.abs(x));
  if (largest === 0) return 0;
  let sum = 0; // of values scaled to at most 1: squares neither overflow nor vanish
  for (let i = 0; i < v.length; i++) {
    const x = v[i]! / largest;
    sum += x * x;
  }
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
