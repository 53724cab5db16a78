import type { Context } from '../base/context.ts';
import { ShapeError } from '../base/errors.ts';
import { columnOf, type Matrix } from '../table/matrix.ts';
import { withScope } from './scope.ts';

const BLOCK = 128; // features that the kernel sums in float32; chunks are whole blocks, so that a sum does not depend on the number of rows
const CHUNK_BYTES = 1 << 23; // of both tables, in kernel memory at one time
const SHARES = 4; // pieces of work a thread

/**
 * Squared Euclidean distances between the rows of two tables: dᵢₗ = Σⱼ (aᵢⱼ − bₗⱼ)².
 * @param A [n, p] float32. @param B [m, p] float32. Not modified.
 * @returns [n·m] float64, row-major. NaN where either row holds one.
 * @throws {ShapeError} unequal numbers of features.
 * Cost 3·n·m·p operations, four at a time; float32 sums over 128 features, float64 over those. Memory 8·n·m bytes twice and chunks of 8 MB.
 * The bits of a pair depend on its two rows alone, not on threads or the other rows. Checked against float64 sums.
 */
export function squaredDistances(ctx: Context, A: Matrix, B: Matrix): Promise<Float64Array> {
  return rowDistances(ctx, 'squaredDistances', A, B);
}

/** Numbers of features in which the rows of two tables differ, exact; as `squaredDistances` in every respect. A missing value differs from all. */
export function differingFeatures(ctx: Context, A: Matrix, B: Matrix): Promise<Float64Array> {
  return rowDistances(ctx, 'differingFeatures', A, B);
}

async function rowDistances(ctx: Context, kernel: string, A: Matrix, B: Matrix): Promise<Float64Array> {
  const { nRows: n, nCols: p } = A;
  if (B.nCols !== p) {
    throw new ShapeError({ where: kernel, problem: `${p} features in one table, ${B.nCols} in the other` });
  }
  const stride = (B.nRows + 7) & ~7; // the kernel takes eight rows of B at a time
  const most = BLOCK * Math.max(1, Math.floor(CHUNK_BYTES / (4 * BLOCK * (n + stride))));
  return withScope(ctx, 'distances', async (scope) => {
    const aAt = scope.allocate(4 * n * Math.min(p, most));
    const bAt = scope.allocate(4 * stride * Math.min(p, most));
    const outAt = scope.allocate(8 * n * stride);
    scope.f64(outAt, n * stride).fill(0);
    // Whole fours of rows, which is what the kernel takes at a time.
    const share = 4 * Math.ceil(n / (4 * ctx.executor.threads * SHARES));
    for (let j = 0; j < p; j += most) {
      const chunk = Math.min(most, p - j);
      scope.f32(aAt, n * chunk).set(A.data.subarray(j * n, (j + chunk) * n));
      const b = scope.f32(bAt, stride * chunk).fill(0);
      for (let f = 0; f < chunk; f++) b.set(columnOf(B, j + f), f * stride);
      const calls: Promise<number>[] = [];
      for (let from = 0; from < n; from += share) {
        const to = Math.min(n, from + share);
        calls.push(scope.call(kernel, [aAt, n, bAt, stride, chunk, from, to, outAt]));
      }
      await Promise.all(calls);
    }
    const padded = scope.f64(outAt, n * stride);
    const out = new Float64Array(n * B.nRows);
    for (let i = 0; i < n; i++) out.set(padded.subarray(i * stride, i * stride + B.nRows), i * B.nRows);
    return out;
  });
}
