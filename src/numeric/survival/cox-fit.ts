import type { BaselineHazard } from '../../table/hazard-curves.ts';
import type { Ties } from './risk-sets.ts';

export interface ChiSquareTest {
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
}

/** Arrays are [p] in the order of the columns. An aliased column has coefficient 0, hazard ratio 1, and NaN for error, z, p and limits. */
export interface CoxFit {
  /** Log hazard ratios for one unit of each column. */
  readonly coefficients: Float64Array;
  readonly standardErrors: Float64Array;
  readonly z: Float64Array;
  /** Two-sided, of Wald's test that the coefficient is 0. */
  readonly p: Float64Array;
  readonly hazardRatios: Float64Array;
  /** Limits of the hazard ratios. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Of the coefficients, [p·p]. */
  readonly covariance: Float64Array;
  /** Weighted mean of each column: the person to whom the baseline hazards belong. */
  readonly means: Float64Array;
  /** One for each stratum, by ascending code; of somebody whose columns are at `means`. */
  readonly baselines: readonly { readonly stratum: number; readonly hazard: BaselineHazard }[];
  readonly logLikelihood: number;
  /** With all coefficients 0. */
  readonly nullLogLikelihood: number;
  readonly likelihoodRatioTest: ChiSquareTest;
  readonly waldTest: ChiSquareTest;
  readonly scoreTest: ChiSquareTest;
  readonly ties: Ties;
  readonly iterations: number;
  readonly converged: boolean;
  /** Columns that depend on those before them. */
  readonly aliased: readonly number[];
  /** Columns whose coefficient grew without bound: the likelihood is monotone in them, and errors and Wald tests mean nothing. */
  readonly infinite: readonly number[];
}
