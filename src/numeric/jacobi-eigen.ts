/**
 * All eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations: slow for large n, but as accurate as the
 * matrix allows and free of special cases.
 * @param S [n·n] float64, symmetric. Overwritten.
 * @returns values [n], largest first; vectors [n·n], the c-th at c·n … (c+1)·n, orthonormal.
 * Cost about 30 n³. Source: Golub & Van Loan, Matrix Computations, 4th ed., §8.5. Checked by reconstruction of S.
 */
export function jacobiEigen(S: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const V = new Float64Array(n * n);
  for (let i = 0; i < n; i++) V[i * n + i] = 1;
  const total = S.reduce((sum, v) => sum + v * v, 0);
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += 2 * S[p * n + q]! * S[p * n + q]!;
    if (off <= 1e-30 * total) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const spq = S[p * n + q]!;
        if (spq === 0) continue;
        // The smaller of the two rotations that make S[p, q] zero.
        const theta = (S[q * n + q]! - S[p * n + p]!) / (2 * spq);
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        rotateColumns(S, n, p, q, c, s);
        rotateRows(S, n, p, q, c, s);
        rotateRows(V, n, p, q, c, s);
      }
    }
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => S[b * n + b]! - S[a * n + a]! || a - b);
  const values = Float64Array.from(order, (i) => S[i * n + i]!);
  const vectors = new Float64Array(n * n);
  order.forEach((i, c) => {
    vectors.set(V.subarray(i * n, (i + 1) * n), c * n);
  });
  return { values, vectors };
}

function rotateRows(M: Float64Array, n: number, p: number, q: number, c: number, s: number): void {
  for (let i = 0; i < n; i++) {
    const a = M[p * n + i]!;
    const b = M[q * n + i]!;
    M[p * n + i] = c * a - s * b;
    M[q * n + i] = s * a + c * b;
  }
}

function rotateColumns(M: Float64Array, n: number, p: number, q: number, c: number, s: number): void {
  for (let i = 0; i < n; i++) {
    const a = M[i * n + p]!;
    const b = M[i * n + q]!;
    M[i * n + p] = c * a - s * b;
    M[i * n + q] = s * a + c * b;
  }
}
