import type { Context } from '../base/context.ts';
import { randomKey } from '../base/random.ts';
import { withScope } from '../kernels/scope.ts';
import { largestEigenpairs } from './symmetric-eigen.ts';
import { tridiagonalEigen } from './tridiagonal-eigen.ts';

export interface Eigenvectors {
  /** [k], largest first. */
  readonly values: Float64Array;
  /** [k] vectors of length n and norm 1, orthogonal. */
  readonly vectors: readonly Float64Array[];
}

const CHECK = 40; // steps between two looks at the bounds
const PROBE = 30; // steps that look for a missed eigenvalue

/**
 * The k largest eigenvalues of a dense positive semi-definite matrix and their vectors, by Lanczos' method with full reorthogonalisation
 * in one growing basis. A pair is accepted when its residual ‖Av − λv‖ is below `tolerance`·λ₁. A single starting vector does not see
 * the copies of a multiple eigenvalue: a second run, in the complement of what was found, looks for a larger one left out; when it finds one,
 * the block method (`largestEigenpairs`) does the work.
 * @param A [n·n] float64, symmetric. Not modified. @param k 1 … n. @param tolerance default 1e-10.
 * @throws {NumericError} not converged. @throws {CancelledError}
 * Cost O(n²·m + n·m²) for a basis of m vectors, usually 3 to 8 times k; memory 8·n² + 8·n·m bytes. One thread, fixed start: the same bits
 * always. Source: Parlett 1998, The Symmetric Eigenvalue Problem, §13. Checked against known spectra and the block method.
 */
export async function symmetricEigenvectors(
  ctx: Context,
  A: Float64Array,
  n: number,
  k: number,
  tolerance = 1e-10,
): Promise<Eigenvectors> {
  const found = await withScope(ctx, 'eigenvectors', async (scope) => {
    const stride = (n + 7) & ~7;
    const aAt = scope.allocate(8 * n * stride);
    const a = scope.f64(aAt, n * stride).fill(0);
    for (let i = 0; i < n; i++) a.set(A.subarray(i * n, (i + 1) * n), i * stride);
    const draws = randomKey(0).at('lanczos').stream();
    let tiny = 0; // a β of rounding errors only: the trace is at least the largest eigenvalue
    for (let i = 0; i < n; i++) tiny += 1e-14 * A[i * n + i]!;

    /** Lanczos from basis vector `given`, orthogonal to those before it, until `done` or the space is used up. */
    const run = async (given: readonly Float64Array[], steps: number, done: (of: Tridiagonal) => boolean) => {
      const alphas = new Float64Array(n);
      const betas = new Float64Array(n);
      const basisAt = scope.allocate(8 * stride * (given.length + Math.min(n, steps) + 2));
      const first = given.length;
      const vector = (q: number) => scope.f64(basisAt + 8 * q * stride, n);
      scope.f64(basisAt, stride * (first + 1)).fill(0);
      given.forEach((v, q) => {
        vector(q).set(v);
      });
      const most = Math.min(steps, n - first);
      const factsAt = scope.allocate(16 * (first + most + 1));
      fresh(vector, first, draws);
      let size = 0;
      while (size < most) {
        const until = first + Math.min(most, size + CHECK);
        const reached = await scope.call('lanczosSteps', [
          ...[aAt, n, stride, basisAt, first + size, until],
          ...[factsAt, factsAt + 8 * (first + most + 1), tiny, scope.cancel],
        ]);
        alphas.set(scope.f64(factsAt + 8 * (first + size), reached - first - size), size);
        betas.set(scope.f64(factsAt + 8 * (first + most + 1 + first + size), reached - first - size), size);
        size = reached - first;
        if (betas[size - 1]! <= tiny && size < most) {
          // An invariant space is used up: the rest starts with a new vector, beside which nothing stands.
          betas[size - 1] = 0;
          scope.f64(basisAt + 8 * (first + size) * stride, stride).fill(0);
          fresh(vector, first + size, draws);
        }
        if (done({ alphas, betas, size })) break;
        ctx.progress(size / most, 'eigenvectors');
      }
      return { alphas, betas, size, vector: (q: number) => vector(first + q) };
    };

    const main = await run([], n, (of) => of.size >= k && (of.size === n || bounds(of, k) <= tolerance));
    const { size } = main;
    const d = main.alphas.slice(0, size);
    const rows = Array.from({ length: size }, (_, q) => {
      const row = new Float64Array(size);
      row[q] = 1;
      return row;
    });
    tridiagonalEigen(d, main.betas.slice(0, size), rows);
    const order = Array.from(d.keys()).sort((x, y) => d[y]! - d[x]! || x - y);
    const values = Float64Array.from({ length: k }, (_, c) => d[order[c]!]!);
    const vectors = Array.from({ length: k }, (_, c) => {
      const out = new Float64Array(n);
      for (let q = 0; q < size; q++) {
        const weight = rows[q]![order[c]!]!;
        const v = main.vector(q);
        for (let i = 0; i < n; i++) out[i]! += weight * v[i]!;
      }
      return out;
    });
    if (size === n) return { values, vectors };
    const probe = await run(vectors, PROBE, () => false);
    const rest = probe.alphas.slice(0, probe.size);
    tridiagonalEigen(rest, probe.betas.slice(0, probe.size), []);
    return Math.max(...rest) <= values[k - 1]! * (1 + 1e-9) + 1e-13 * values[0]! ? { values, vectors } : undefined;
  });
  return found ?? largestEigenpairs(A, n, k, tolerance);
}

interface Tridiagonal {
  readonly alphas: Float64Array;
  readonly betas: Float64Array;
  readonly size: number;
}

/** The largest residual of the k largest Ritz pairs, as a share of the largest value: β_m times the last entry of the small vector. */
function bounds({ alphas, betas, size }: Tridiagonal, k: number): number {
  const d = alphas.slice(0, size);
  const last = new Float64Array(size);
  last[size - 1] = 1;
  tridiagonalEigen(d, betas.slice(0, size), [last]);
  const order = Array.from(d.keys()).sort((x, y) => d[y]! - d[x]!);
  let worst = 0;
  for (let c = 0; c < k; c++) worst = Math.max(worst, Math.abs(betas[size - 1]! * last[order[c]!]!));
  return d[order[0]!]! > 0 ? worst / d[order[0]!]! : 0;
}

/** A random unit vector at place `at`, orthogonal to those before it. */
function fresh(vector: (q: number) => Float64Array, at: number, draws: { normal(): number }): void {
  const v = vector(at);
  for (let i = 0; i < v.length; i++) v[i] = draws.normal();
  for (let pass = 0; pass < 3; pass++) {
    for (let q = 0; q < at; q++) {
      const u = vector(q);
      let s = 0;
      for (let i = 0; i < v.length; i++) s += u[i]! * v[i]!;
      for (let i = 0; i < v.length; i++) v[i]! -= s * u[i]!;
    }
    let norm = 0;
    for (const value of v) norm += value * value;
    norm = Math.sqrt(norm);
    for (let i = 0; i < v.length; i++) v[i]! /= norm;
  }
}
