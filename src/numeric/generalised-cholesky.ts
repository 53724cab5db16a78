/** A symmetric matrix as L·D·Lᵀ, with the columns left out that depend on those before them. */
export interface GeneralisedCholesky {
  readonly size: number;
  /** Row-major, unit lower triangle; rows and columns of `dropped` are those of the identity. */
  readonly L: Float64Array;
  /** Pivots, 0 where dropped. */
  readonly D: Float64Array;
  /** 1 where a column depends on earlier ones. */
  readonly dropped: Uint8Array;
}

/**
 * L·D·Lᵀ of a symmetric positive semidefinite matrix without exchange of columns: a column whose pivot falls to `tolerance` of its own
 * diagonal entry is a linear combination of those before it, and is left out, so that of two equal columns the later goes. Solutions
 * are 0 there and inverses have a zero row and column.
 * @param A [size·size] row-major; the lower triangle is read. Not modified.
 * @param tolerance squared distance of a column from the span of the earlier ones, as a share of its squared length.
 * Cost O(size³/3). Source: Therneau and Grambsch 2000, Modeling Survival Data, §3.5 on singular information; the same rule as R survival.
 */
export function generalisedCholesky(A: Float64Array, size: number, tolerance = 1e-12): GeneralisedCholesky {
  const L = new Float64Array(size * size);
  const D = new Float64Array(size);
  const dropped = new Uint8Array(size);
  for (let j = 0; j < size; j++) {
    L[j * size + j] = 1;
    let pivot = A[j * size + j]!;
    for (let k = 0; k < j; k++) {
      let v = A[j * size + k]!;
      for (let m = 0; m < k; m++) v -= L[j * size + m]! * L[k * size + m]! * D[m]!;
      // Two passes in one: v is L_jk·D_k, and a dropped k contributes nothing.
      const l = dropped[k] ? 0 : v / D[k]!;
      L[j * size + k] = l;
      pivot -= l * l * D[k]!;
    }
    if (pivot > tolerance * A[j * size + j]!) {
      D[j] = pivot;
    } else {
      dropped[j] = 1;
      L.fill(0, j * size, j * size + j);
    }
  }
  return { size, L, D, dropped };
}

/** The x with A·x = b, 0 in dropped places. `b` is not modified. Cost O(size²). */
export function solveCholesky({ size, L, D, dropped }: GeneralisedCholesky, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let j = 0; j < size; j++) {
    if (dropped[j]) x[j] = 0;
    else for (let k = 0; k < j; k++) x[j]! -= L[j * size + k]! * x[k]!;
  }
  for (let j = size - 1; j >= 0; j--) {
    if (dropped[j]) continue;
    x[j]! /= D[j]!;
    for (let i = j + 1; i < size; i++) x[j]! -= L[i * size + j]! * x[i]!;
  }
  return x;
}

/** A⁻¹ [size·size], with zero rows and columns in dropped places. Cost O(size³). */
export function invertCholesky(factor: GeneralisedCholesky): Float64Array {
  const { size } = factor;
  const inverse = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    const unit = new Float64Array(size);
    unit[j] = 1;
    inverse.set(solveCholesky(factor, unit), j * size);
  }
  return inverse;
}
