import type { Context } from '../../base/context.ts';
import { exp, log } from '../../base/elementary.ts';
import { type PenalisedData, strongestGradient } from '../../kernels/elastic-net.ts';

/** Below this share of L1 the strongest penalty is computed as if the share were this: pure ridge never reaches zero coefficients. As glmnet. */
const LEAST_RATIO = 0.001;

export interface PathShape {
  readonly l1Ratio: number;
  readonly pathLength: number;
  readonly minRatio: number;
}

/**
 * Penalties from the smallest λ that leaves every coefficient at zero down to minRatio of it, evenly spaced in log λ:
 * λ_max = max_j |∂ loss/∂bⱼ| / α in the model without features. Source: Friedman et al. 2010, JSS 33(1), §2.5. Cost O(n·p·nClasses).
 * @throws {DataError} as `elasticNetPath`.
 */
export async function lambdaPath(data: PenalisedData, shape: PathShape, ctx: Context): Promise<number[]> {
  return lambdasBelow(await strongestGradient(data, ctx), shape);
}

/** @param gradient the largest in size that the penalty has to hold at zero. */
export function lambdasBelow(gradient: number, { l1Ratio, pathLength, minRatio }: PathShape): number[] {
  const strongest = Math.max(gradient, Number.MIN_VALUE * 1e20) / Math.max(l1Ratio, LEAST_RATIO);
  const step = log(minRatio) / (pathLength - 1);
  return Array.from({ length: pathLength }, (_, l) => strongest * exp(step * l));
}
