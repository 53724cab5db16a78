import { exp, log } from '../../base/elementary.ts';
import type { Matrix } from '../../table/matrix.ts';

/** Below this share of L1 the strongest penalty is computed as if the share were this: pure ridge never reaches zero coefficients. As glmnet. */
const LEAST_RATIO = 0.001;

/**
 * Penalties from the smallest λ that leaves every coefficient at zero down to minRatio of it, evenly spaced in log λ:
 * λ_max = max_jk |Σᵢ wᵢ·x_ij·(1[yᵢ = k] − share_k)| / α. Source: Friedman et al. 2010, JSS 33(1), §2.5. Cost O(n·p·nClasses).
 */
export function lambdaPath(problem: {
  readonly X: Matrix;
  readonly codes: Int32Array;
  readonly nClasses: number;
  readonly weights: Float64Array;
  readonly l1Ratio: number;
  readonly pathLength: number;
  readonly minRatio: number;
}): number[] {
  const { X, codes, nClasses, weights, pathLength, minRatio } = problem;
  const shares = new Float64Array(nClasses);
  codes.forEach((code, i) => {
    shares[code]! += weights[i]!;
  });
  const sums = new Float64Array(nClasses);
  let largest = 0;
  for (let j = 0; j < X.nCols; j++) {
    // Σ w x (1[y=k] − share_k) = (sum within class k) − share_k · (sum over all): one pass for all classes.
    sums.fill(0);
    let all = 0;
    for (let i = 0, at = j * X.nRows; i < X.nRows; i++, at++) {
      const wx = weights[i]! * X.data[at]!;
      sums[codes[i]!]! += wx;
      all += wx;
    }
    for (let k = 0; k < nClasses; k++) largest = Math.max(largest, Math.abs(sums[k]! - shares[k]! * all));
  }
  const strongest = Math.max(largest, Number.MIN_VALUE * 1e20) / Math.max(problem.l1Ratio, LEAST_RATIO);
  const step = log(minRatio) / (pathLength - 1);
  return Array.from({ length: pathLength }, (_, l) => strongest * exp(step * l));
}
