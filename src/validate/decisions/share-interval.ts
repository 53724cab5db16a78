import { binomialLimits } from '../../numeric/binomial-limits.ts';
import type { Interval } from '../intervals.ts';

/** k of n as a share with its exact 95 % interval (`binomialLimits`), samples taken as independent. NaN of none. */
export function shareInterval(k: number, n: number): Interval {
  if (n === 0) return { value: Number.NaN, low: Number.NaN, high: Number.NaN };
  return { value: k / n, ...binomialLimits(k, n) };
}
