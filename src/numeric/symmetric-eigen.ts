import { NumericError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { jacobiEigen } from './jacobi-eigen.ts';

export interface EigenPairs {
  /** [k], largest first. */
  readonly values: Float64Array;
  /** [k] vectors of length n and norm 1, orthogonal. */
  readonly vectors: readonly Float64Array[];
  /** Largest ‖Av − λv‖ over the pairs, as a share of the largest |λ|: an eigenvalue of A lies that near to each λ. */
  readonly residual: number;
}

const EXTRA = 4; // vectors carried beyond k, so that the k-th is well separated from what is left out
const STEPS = 10; // multiplications by A between two restarts
const RESTARTS = 50;

/**
 * The k algebraically largest eigenvalues of a symmetric matrix and their eigenvectors, by restarted block Krylov iteration with
 * Rayleigh–Ritz: the best approximations from span{V, AV, …, A⁹V} become the next V, until every residual is below `tolerance`.
 * A block catches multiple eigenvalues, which single-vector Lanczos misses. The start is fixed, so the result is deterministic.
 * @param A [n·n] float64, row-major, symmetric. Not modified.
 * @param k 1 … n.
 * @param tolerance on `residual`, default 1e-10.
 * @throws {NumericError} not converged.
 * Cost O(n²·k) a multiplication, usually a few tens; memory O(n·k). Source: Saad 2011, Numerical Methods for Large Eigenvalue Problems,
 * §5.1 and §6.3. Checked by the residual, against matrices of known spectrum, and through principalComponents against scikit-learn.
 */
export function largestEigenpairs(A: Float64Array, n: number, k: number, tolerance = 1e-10): EigenPairs {
  const width = Math.min(n, k + EXTRA);
  const draws = randomKey(0).at('eigen').stream();
  let block: Float64Array[] = Array.from({ length: width }, () =>
    Float64Array.from({ length: n }, () => draws.normal()),
  );
  for (let restart = 0; restart < RESTARTS; restart++) {
    const basis: Float64Array[] = [];
    const images: Float64Array[] = []; // A times each basis vector
    for (let step = 0; step < STEPS && block.length > 0; step++) {
      const fresh: Float64Array[] = [];
      for (const v of block) {
        if (basis.length < n && orthonormalise(v, basis)) {
          basis.push(v);
          fresh.push(v);
        }
      }
      const products = fresh.map((v) => multiply(A, v));
      images.push(...products);
      block = products.map((v) => v.slice());
    }
    const m = basis.length;
    const H = new Float64Array(m * m);
    for (let a = 0; a < m; a++) for (let b = 0; b <= a; b++) H[a * m + b] = H[b * m + a] = dot(basis[a]!, images[b]!);
    const small = jacobiEigen(H, m);
    const kept = Math.min(width, m);
    const lift = (from: readonly Float64Array[], c: number) =>
      combine(from, small.vectors.subarray(c * m, (c + 1) * m), n);
    block = Array.from({ length: kept }, (_, c) => lift(basis, c));
    const values = small.values.slice(0, k);
    const size = Math.max(...small.values.map(Math.abs));
    let residual = 0;
    for (let c = 0; c < k; c++) {
      const image = lift(images, c);
      axpy(-values[c]!, block[c]!, image);
      residual = Math.max(residual, size > 0 ? norm(image) / size : 0);
    }
    if (residual <= tolerance) return { values, vectors: block.slice(0, k), residual };
  }
  throw new NumericError({
    where: 'largestEigenpairs',
    problem: `must converge in ${RESTARTS * STEPS} multiplications, residual still above ${tolerance}`,
    hint: 'ask for fewer components, or check the matrix for non-finite values',
  });
}

/** Makes v orthogonal to the basis and of norm 1, in place. False when nothing of it is left. Twice is enough (Kahan, in Parlett §6.9). */
function orthonormalise(v: Float64Array, basis: readonly Float64Array[]): boolean {
  const before = norm(v);
  for (let pass = 0; pass < 2; pass++) for (const q of basis) axpy(-dot(q, v), q, v);
  const after = norm(v);
  if (!(after > 1e-12 * before)) return false;
  for (let i = 0; i < v.length; i++) v[i]! /= after;
  return true;
}

function multiply(A: Float64Array, v: Float64Array): Float64Array {
  const n = v.length;
  return Float64Array.from({ length: n }, (_, i) => dot(A.subarray(i * n, (i + 1) * n), v));
}

function combine(vectors: readonly Float64Array[], weights: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n);
  vectors.forEach((v, a) => {
    axpy(weights[a]!, v, out);
  });
  return out;
}

/** y ← y + a·x. */
function axpy(a: number, x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < y.length; i++) y[i]! += a * x[i]!;
}

/** Four running sums: faster than one, and the order is fixed. */
function dot(a: Float64Array, b: Float64Array): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 4 <= a.length; i += 4) {
    s0 += a[i]! * b[i]!;
    s1 += a[i + 1]! * b[i + 1]!;
    s2 += a[i + 2]! * b[i + 2]!;
    s3 += a[i + 3]! * b[i + 3]!;
  }
  for (; i < a.length; i++) s0 += a[i]! * b[i]!;
  return s0 + s1 + (s2 + s3);
}

function norm(v: Float64Array): number {
  return Math.sqrt(dot(v, v));
}
