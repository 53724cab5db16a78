import type { Context } from '../base/context.ts';
import { randomKey } from '../base/random.ts';
import { productOfColumns, productOfRows } from '../kernels/products.ts';
import type { Matrix } from '../table/matrix.ts';
import { jacobiEigen } from './jacobi-eigen.ts';
import type { Axes } from './pca.ts';

const EXTRA = 10; // vectors beyond k
const POWERS = 5; // multiplications by XXᵀ, each followed by orthogonalisation

/**
 * The k leading axes of a centred table by randomised subspace iteration: Q from X·Ω, then Q ← orth(X·orth(XᵀQ)) a few times, and the
 * exact decomposition of QᵀX. The start is fixed: deterministic.
 * Cost O(n·p·(k + 10)·12) and O((n + p)·(k + 10)²) a step. Source: Halko, Martinsson & Tropp 2011, SIAM Review 53(2), algorithms 4.4, 5.1.
 */
export async function randomisedAxes(ctx: Context, X: Matrix, means: Float64Array, k: number): Promise<Axes> {
  const { nRows: n, nCols: p } = X;
  const width = Math.min(n, p, k + EXTRA);
  const draws = randomKey(0).at('randomised').stream();
  const start = Float64Array.from({ length: p * width }, () => draws.normal());
  let Q = orthonormal(await productOfRows(ctx, X, means, start, width));
  for (let power = 0; power < POWERS; power++) {
    const Z = orthonormal(columnsOf(await productOfColumns(ctx, X, means, Q), p, Q.length));
    Q = orthonormal(await productOfRows(ctx, X, means, rowMajor(Z, p), Z.length));
  }
  const m = Q.length;
  const B = await productOfColumns(ctx, X, means, Q); // [p, m] = (QᵀX)ᵀ
  const inner = new Float64Array(m * m);
  for (let j = 0; j < p; j++) {
    for (let a = 0; a < m; a++) {
      const value = B[j * m + a]!;
      for (let b = 0; b <= a; b++) inner[a * m + b]! += value * B[j * m + b]!;
    }
  }
  let trace = 0;
  for (let a = 0; a < m; a++) {
    trace += inner[a * m + a]!;
    for (let b = 0; b < a; b++) inner[b * m + a] = inner[a * m + b]!;
  }
  const { values, vectors } = jacobiEigen(inner, m);
  let rank = 0;
  while (rank < Math.min(k, m) && values[rank]! > 1e-7 * trace) rank++;
  const axes = new Float64Array(p * rank);
  const scores = Array.from({ length: rank }, () => new Float64Array(n));
  for (let c = 0; c < rank; c++) {
    const size = Math.sqrt(values[c]!);
    for (let a = 0; a < m; a++) {
      const weight = vectors[c * m + a]!;
      for (let j = 0; j < p; j++) axes[j * rank + c]! += (weight / size) * B[j * m + a]!;
      for (let i = 0; i < n; i++) scores[c]![i]! += weight * size * Q[a]![i]!;
    }
  }
  return { axes, scores, squares: values.slice(0, rank) };
}

/** Gram–Schmidt, each vector twice; those that depend on the ones before are dropped. In place. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const kept: Float64Array[] = [];
  for (const v of vectors) {
    const before = Math.sqrt(dot(v, v));
    for (let pass = 0; pass < 2; pass++) {
      for (const q of kept) {
        const s = dot(q, v);
        for (let i = 0; i < v.length; i++) v[i]! -= s * q[i]!;
      }
    }
    const after = Math.sqrt(dot(v, v));
    if (!(after > 1e-7 * before)) continue; // the products are sums in float32
    for (let i = 0; i < v.length; i++) v[i]! /= after;
    kept.push(v);
  }
  return kept;
}

function dot(a: Float64Array, b: Float64Array): number {
  let even = 0;
  let odd = 0;
  let i = 0;
  for (; i + 1 < a.length; i += 2) {
    even += a[i]! * b[i]!;
    odd += a[i + 1]! * b[i + 1]!;
  }
  return i < a.length ? even + odd + a[i]! * b[i]! : even + odd;
}

function columnsOf(M: Float64Array, rows: number, columns: number): Float64Array[] {
  return Array.from({ length: columns }, (_, c) => Float64Array.from({ length: rows }, (_, j) => M[j * columns + c]!));
}

function rowMajor(vectors: readonly Float64Array[], rows: number): Float64Array {
  const out = new Float64Array(rows * vectors.length);
  vectors.forEach((v, c) => {
    for (let j = 0; j < rows; j++) out[j * vectors.length + c] = v[j]!;
  });
  return out;
}
