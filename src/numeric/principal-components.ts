import { ParamError } from '../base/errors.ts';
import { signOfLargest } from './axes.ts';
import { largestEigenpairs } from './symmetric-eigen.ts';

export interface PrincipalComponents {
  /** Coordinates of the samples, [n·k] row-major: column c is √λ_c times the c-th eigenvector of the Gram matrix. */
  readonly scores: Float64Array;
  /** Share of the total variance of each component, [k], in [0, 1], decreasing. */
  readonly explained: Float64Array;
}

/**
 * Principal components of the samples from their Gram matrix G = ZZᵀ = UΛUᵀ: the scores are U√Λ, the same as those of the covariance
 * matrix of the features at a cost that does not depend on their number. An eigenvector's sign is free: here the entry of largest
 * size is positive in each column (the first of equals), as scikit-learn's svd_flip does.
 * @param gram [n·n] float64 of a table whose features are centred (`gramMatrix`). Not modified.
 * @param k components, 1 … n. Those beyond the rank have scores and variance 0.
 * @throws {ParamError} k out of range. @throws {NumericError} the eigenvalue solver did not converge.
 * Cost O(n²·k) a step of the solver. Checked against scikit-learn 1.2.1 `PCA(svd_solver='full')`.
 */
export function principalComponents(gram: Float64Array, n: number, k: number): PrincipalComponents {
  if (!Number.isInteger(k) || k < 1 || k > n) {
    throw new ParamError({
      where: 'principalComponents.k',
      problem: `must be a whole number from 1 to ${n}, got ${k}`,
    });
  }
  const { values, vectors } = largestEigenpairs(gram, n, k);
  let trace = 0;
  for (let i = 0; i < n; i++) trace += gram[i * n + i]!;
  const scores = new Float64Array(n * k);
  vectors.forEach((u, c) => {
    const length = Math.sqrt(Math.max(values[c]!, 0)) * signOfLargest(u);
    for (let i = 0; i < n; i++) scores[i * k + c] = length * u[i]!;
  });
  return { scores, explained: values.map((value) => (trace > 0 ? Math.max(value, 0) / trace : 0)) };
}
