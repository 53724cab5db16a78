import { exp, log } from '../../base/elementary.ts';
import { DataError } from '../../base/errors.ts';
import { newtonMaximum, runThrough, type Summit } from '../newton-maximum.ts';
import { chiSquareTail } from '../special/chi-square.ts';
import { log1p } from '../special/log1p.ts';
import { normalQuantile, normalTail } from '../special/normal.ts';
import { type Design, designOf, linearSum, type RegressionData } from './design.ts';
import { type HouseholderQr, householderQr, inverseCrossProduct, solveUpper } from './householder-qr.ts';
import { errorsOf } from './least-squares.ts';

export interface LogisticOptions {
  /** Newton steps allowed, default 50. */
  readonly maxIterations?: number | undefined;
  /** Coverage of the intervals, in (0, 1); default 0.95. */
  readonly level?: number | undefined;
  /** As in `leastSquares`, default 1e-7. */
  readonly tolerance?: number | undefined;
}

/** Arrays are [p + 1], the intercept first. An aliased column has coefficient 0, odds ratio 1, and NaN for error, z, p and limits. */
export interface LogisticFit {
  /** Log odds for one unit of each column. */
  readonly coefficients: Float64Array;
  readonly standardErrors: Float64Array;
  readonly z: Float64Array;
  /** Two-sided, of Wald's test that the coefficient is 0. */
  readonly p: Float64Array;
  readonly oddsRatios: Float64Array;
  /** Limits of the odds ratios, by Wald. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Of the coefficients, [(p + 1)²]. */
  readonly covariance: Float64Array;
  /** −2 log likelihood, of the fit and of the intercept alone. */
  readonly deviance: number;
  readonly nullDeviance: number;
  /** Samples of positive weight less rank. */
  readonly degreesOfFreedom: number;
  /** nullDeviance − deviance against χ². */
  readonly likelihoodRatioTest: { readonly chiSquare: number; readonly degreesOfFreedom: number; readonly p: number };
  readonly iterations: number;
  readonly converged: boolean;
  /** As indices into `columns`: those that depend on the intercept and on earlier ones. */
  readonly aliased: readonly number[];
  /**
   * As indices into `columns`: those along which the classes can be told apart without error, so that the likelihood has no maximum;
   * errors and Wald tests then mean nothing. Empty: the classes overlap.
   */
  readonly separated: readonly number[];
}

/**
 * Logistic regression without penalty: P(y = 1) = 1/(1 + exp(−β₀ − xβ)), β maximises Σ w·log P(y), by Newton's method (iteratively reweighted
 * least squares on a QR) with step halving.
 * @param data.y [n], 0 or 1.
 * @throws {ShapeError} lengths that differ. @throws {DataError} a y other than 0 and 1, one class only, values that are not finite.
 * @throws {NumericError} the likelihood stopped being finite.
 * Cost O(n·p²) an iteration, usually 4 to 8. Source: McCullagh and Nelder 1989, Generalized Linear Models, §4.4. Checked against R 4.2 `glm`, and by
 * the gradient at the solution.
 */
export function logisticRegression(data: RegressionData, options: LogisticOptions = {}): LogisticFit {
  return runThrough(logisticIterations(data, options));
}

/** The same, one Newton step at a time, for callers that want to breathe in between. Yields the log likelihood. */
export function* logisticIterations(
  data: RegressionData,
  { maxIterations = 50, level = 0.95, tolerance = 1e-7 }: LogisticOptions = {},
): Generator<number, LogisticFit, void> {
  const design = designOf(data, 'logisticRegression');
  const { columns, y, weights } = design;
  if (y.some((value) => value !== 0 && value !== 1)) {
    throw new DataError({ where: 'logisticRegression', problem: 'y must be 0 or 1' });
  }
  let total = 0;
  let ones = 0;
  for (let i = 0; i < y.length; i++) {
    total += weights[i]!;
    ones += weights[i]! * y[i]!;
  }
  if (ones === 0 || ones === total) {
    throw new DataError({ where: 'logisticRegression', problem: `needs both classes, got only ${ones === 0 ? 0 : 1}` });
  }
  const { kept, aliased } = householderQr(
    columns.map((x) => x.slice()),
    tolerance,
  );
  const used: Design = { ...design, columns: kept.map((j) => columns[j]!) };
  // The intercept alone is known: its odds are those of the classes.
  const beta = new Float64Array(kept.length);
  beta[0] = log(ones / (total - ones));
  const hill = {
    evaluate: (beta: Float64Array) => pointAt(used, beta),
    step: ({ qr, working }: LogisticPoint) => {
      const part = solveUpper(qr, qr.rotate(working));
      const step = new Float64Array(kept.length); // 0 in a direction that has lost all its weight
      qr.kept.forEach((j, k) => {
        step[j] = part[k]!;
      });
      return step;
    },
    reach: (step: Float64Array) => etaOf(used, step).reduce((most, v) => Math.max(most, Math.abs(v)), 0),
  };
  const summit = yield* newtonMaximum(hill, { beta, point: pointAt(used, beta) }, maxIterations, 'logisticRegression');
  const nullDeviance = -2 * (ones * log(ones / total) + (total - ones) * log((total - ones) / total));
  return summarise(used, summit, { kept, aliased, size: columns.length, nullDeviance, level });
}

interface LogisticPoint {
  readonly logLikelihood: number;
  /** Of the columns times the roots of the working weights w·μ(1 − μ). */
  readonly qr: HouseholderQr;
  /** √w·(y − μ)/√(μ(1 − μ)), [n]. */
  readonly working: Float64Array;
}

const etaOf = ({ columns, y }: Design, beta: Float64Array) => linearSum(beta, columns.slice(1), y.length);

function pointAt(design: Design, beta: Float64Array): LogisticPoint {
  const { columns, y, weights } = design;
  const eta = etaOf(design, beta);
  let logLikelihood = 0;
  const roots = new Float64Array(eta.length);
  const working = new Float64Array(eta.length);
  for (let i = 0; i < eta.length; i++) {
    const far = exp(-Math.abs(eta[i]!)); // odds of the unlikelier class
    logLikelihood += weights[i]! * (y[i]! * eta[i]! - Math.max(eta[i]!, 0) - log1p(far));
    const likelier = eta[i]! >= 0 ? 1 : 0;
    const miss = (y[i] === likelier ? far : 1) / (1 + far); // |y − μ|, without cancellation
    const root = Math.max(Math.sqrt(far) / (1 + far), 1e-150);
    roots[i] = Math.sqrt(weights[i]!) * root;
    working[i] = (Math.sqrt(weights[i]!) * (y[i]! > 0 ? miss : -miss)) / root;
  }
  const qr = householderQr(
    columns.map((x) => {
      const scaled = new Float64Array(x.length);
      for (let i = 0; i < x.length; i++) scaled[i] = x[i]! * roots[i]!;
      return scaled;
    }),
    0,
  );
  return { logLikelihood, qr, working };
}

interface Frame {
  readonly kept: readonly number[];
  readonly aliased: readonly number[];
  readonly size: number;
  readonly nullDeviance: number;
  readonly level: number;
}

function summarise(design: Design, summit: Summit<LogisticPoint>, frame: Frame): LogisticFit {
  const { beta, point, iterations, converged, runaway } = summit;
  const { kept, aliased, size, nullDeviance, level } = frame;
  const coefficients = new Float64Array(size);
  const covariance = new Float64Array(size * size);
  const inverse = inverseCrossProduct(point.qr, kept.length);
  kept.forEach((j, k) => {
    coefficients[j] = beta[k]!;
    for (const [m, l] of kept.entries()) covariance[j * size + l] = inverse[k * kept.length + m]!;
  });
  const standardErrors = errorsOf(covariance, size, aliased);
  const z = coefficients.map((b, j) => b / standardErrors[j]!);
  const width = normalQuantile(0.5 + level / 2);
  const deviance = -2 * point.logLikelihood;
  const degreesOfFreedom = kept.length - 1;
  const chiSquare = nullDeviance - deviance;
  return {
    coefficients,
    standardErrors,
    z,
    p: z.map((v) => 2 * normalTail(Math.abs(v))),
    oddsRatios: coefficients.map(exp),
    lower: coefficients.map((b, j) => exp(b - width * standardErrors[j]!)),
    upper: coefficients.map((b, j) => exp(b + width * standardErrors[j]!)),
    covariance,
    deviance,
    nullDeviance,
    degreesOfFreedom: design.y.length - kept.length,
    likelihoodRatioTest: {
      chiSquare,
      degreesOfFreedom,
      p: degreesOfFreedom > 0 ? chiSquareTail(chiSquare, degreesOfFreedom) : 1,
    },
    iterations,
    converged,
    aliased: aliased.map((j) => j - 1),
    separated: runaway ? separating(design, runaway).map((k) => kept[k]! - 1) : [],
  };
}

/** The columns that carry a step which does not end, by what they add to the linear predictors. */
function separating({ columns }: Design, step: Float64Array): number[] {
  const reach = columns.map((x, k) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const v of x) [low, high] = [Math.min(low, v), Math.max(high, v)];
    return Math.abs(step[k]!) * (high - low);
  });
  const largest = Math.max(...reach);
  return [...reach.keys()].filter((k) => k > 0 && reach[k]! > 0.01 * largest);
}
