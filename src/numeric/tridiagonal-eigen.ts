import { NumericError } from '../base/errors.ts';

/**
 * Eigenvalues of a symmetric tridiagonal matrix by the implicit QL method, and some rows of the matrix of its eigenvectors: with all rows
 * the eigenvectors, with the last alone the bounds on Ritz values at a cost of n².
 * @param diagonal [n], becomes the eigenvalues in no order. @param beside [n − 1 or more]: entry i stands between i and i + 1. Overwritten.
 * @param rows each [n], with what stands in them multiplied by the eigenvectors from the right: rows of the identity become rows of the
 * matrix whose columns are the eigenvectors. Overwritten.
 * @throws {NumericError} no convergence in 60 steps for one value, which finite input does not cause.
 * Cost about 3·n²·(1 + rows/2); memory 8·n·rows bytes. Source: Golub & Van Loan, Matrix Computations, 4th ed., §8.3.5. Checked against matrices of known spectrum.
 */
export function tridiagonalEigen(diagonal: Float64Array, beside: Float64Array, rows: readonly Float64Array[]): void {
  const n = diagonal.length;
  const d = diagonal;
  const e = new Float64Array(n);
  e.set(beside.subarray(0, n - 1));
  // A rotation mixes two columns: these stand together in memory, the rows do not.
  const columns = Array.from({ length: n }, (_, i) => Float64Array.from(rows, (row) => row[i]!));
  for (let l = 0; l < n; l++) {
    for (let step = 0; ; step++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]!) > 2 ** -53 * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++;
      if (m === l) break;
      if (step === 60) throw new NumericError({ where: 'tridiagonalEigen', problem: 'must converge in 60 steps' });
      let g = (d[l + 1]! - d[l]!) / (2 * e[l]!);
      let r = hypotenuse(g, 1);
      g = d[m]! - d[l]! + e[l]! / (g + (g >= 0 ? r : -r));
      let s = 1;
      let c = 1;
      let p = 0;
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * e[i]!;
        const b = c * e[i]!;
        r = hypotenuse(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1]! -= p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1]! - p;
        r = (d[i]! - g) * s + 2 * c * b;
        p = s * r;
        d[i + 1] = g + p;
        g = c * r - b;
        const [left, right] = [columns[i]!, columns[i + 1]!];
        for (let k = 0; k < left.length; k++) {
          const [kept, held] = [left[k]!, right[k]!];
          right[k] = s * kept + c * held;
          left[k] = c * kept - s * held;
        }
      }
      if (r === 0 && i >= l) continue;
      d[l]! -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
  rows.forEach((row, k) => {
    for (let i = 0; i < n; i++) row[i] = columns[i]![k]!;
  });
}

/** √(a² + b²) without overflow, from operations that IEEE 754 fixes (Math.hypot is not one). */
function hypotenuse(a: number, b: number): number {
  const x = Math.abs(a);
  const y = Math.abs(b);
  const large = Math.max(x, y);
  if (large === 0) return 0;
  const ratio = Math.min(x, y) / large;
  return large * Math.sqrt(1 + ratio * ratio);
}
