import type { Context } from '../base/context.ts';
import { NumericError } from '../base/errors.ts';
import { withScope } from './scope.ts';

export interface EigenDecomposition {
  /** [n], largest first. */
  readonly values: Float64Array;
  /** [n] vectors of length n and norm 1, orthogonal. */
  readonly vectors: readonly Float64Array[];
}

/**
 * All eigenvalues and eigenvectors of a dense symmetric matrix, by Householder's reduction and implicit QL steps, in float64.
 * @param A [n·n] float64, symmetric, finite. Not modified.
 * @throws {NumericError} no convergence, which finite input does not cause. @throws {CancelledError}
 * Cost about 13·n³ operations, one thread (0.03 s at n = 350, 1 s at 1000); memory 16·n² bytes. Source: Golub & Van Loan, Matrix Computations,
 * 4th ed., §8.3. Checked by residuals and orthogonality, with multiple and zero eigenvalues among them.
 */
export function allEigenvectors(ctx: Context, A: Float64Array, n: number): Promise<EigenDecomposition> {
  return withScope(ctx, 'eigenvectors', async (scope) => {
    const stride = (n + 3) & ~3;
    const aAt = scope.allocate(8 * n * stride);
    const vAt = scope.allocate(8 * n * stride);
    const dAt = scope.allocate(8 * stride);
    const workAt = scope.allocate(24 * stride);
    const a = scope.f64(aAt, n * stride).fill(0);
    for (let i = 0; i < n; i++) a.set(A.subarray(i * n, (i + 1) * n), i * stride);
    const done = await scope.call('allEigenvectors', [aAt, n, stride, vAt, dAt, workAt, scope.cancel]);
    if (done !== 1) throw new NumericError({ where: 'eigenvectors', problem: 'must converge in 60 steps a value' });
    const found = scope.f64(dAt, n);
    const order = Array.from({ length: n }, (_, i) => i).sort((i, k) => found[k]! - found[i]! || i - k);
    return {
      values: Float64Array.from(order, (i) => found[i]!),
      vectors: order.map((i) => scope.f64(vAt + 8 * i * stride, n).slice()),
    };
  });
}
