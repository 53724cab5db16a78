import { UnsupportedError } from '../base/errors.ts';
import type { ElasticNetProblem } from '../kernels/elastic-net.ts';
import { presentClasses, type Target } from '../table/target.ts';

/** The target as the lasso solver takes it, every row counting the same. */
export interface LassoResponse {
  readonly response: Omit<ElasticNetProblem, 'X' | 'l1Ratio' | 'lambdas' | 'tolerance' | 'maxCycles'>;
  /**
   * How steeply the loss falls along a centred column [n] where all coefficients are 0. The largest of them is the weakest penalty that
   * leaves every coefficient at zero (Friedman et al. 2010, JSS 33(1), §2.5).
   */
  readonly slope: (column: Float32Array) => number;
}

/** @throws {UnsupportedError} a task without a lasso here. @param target with at least two classes among its rows. */
export function lassoResponse(target: Target, kind: string): LassoResponse {
  if (target.task !== 'classification') {
    throw new UnsupportedError({
      where: kind,
      problem: `serves classification, got ${target.task}`,
      hint: 'use anova-f',
    });
  }
  const { present, codes } = presentClasses(target);
  const n = codes.length;
  const weights = new Float64Array(n).fill(1 / n);
  const sums = new Float64Array(present.length);
  return {
    response: { family: 'multinomial', codes, nClasses: present.length, weights } as LassoResponse['response'],
    slope(column) {
      sums.fill(0);
      for (let i = 0; i < n; i++) sums[codes[i]!]! += column[i]!;
      return sums.reduce((largest, sum) => Math.max(largest, Math.abs(sum) / n), 0);
    },
  };
}
