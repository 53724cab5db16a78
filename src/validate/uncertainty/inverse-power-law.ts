import { exp, log } from '../../base/elementary.ts';

/** score(n) = limit − drop · (n / size)^(−rate): `drop` is what is missing at n = size; below 0 where a lower score is better. */
export interface PowerLaw {
  readonly limit: number;
  readonly drop: number;
  readonly rate: number;
  readonly size: number;
}

export interface PowerLawOptions {
  readonly greaterIsBetter: boolean;
  /** Of the metric: the limit stays within. */
  readonly range: readonly [number, number];
  /** ≥ 0, such as 1 / variance, one a point; default 1 each. */
  readonly weights?: readonly number[];
}

/** From 0.1 to 2: below, a curve is a straight line in log n and its limit is anywhere; above, it is a step. */
const SLOWEST = 0.1;
const FASTEST = 2;
const STEPS = 40;

/**
 * The learning curve a − b·n^(−c) nearest to some scores by weighted least squares, b ≥ 0 (more samples never hurt), a within the range of the
 * metric, c from 0.1 to 2: for each of 41 rates evenly spaced in log c the straight line in n^(−c), clamped where it breaks a bound; the best rate wins.
 * In the names here b = drop · size^rate and size is the largest n, so that numbers stay of order 1. With fewer than 3 sizes the rate is not
 * determined and the slowest of equals is returned.
 *
 * @param sizes > 0. @param scores beside them, finite. Cost 41 · points.
 * Source: Cortes et al. 1993, NIPS 6; weighted as Figueroa et al. 2012, BMC Med Inform Decis Mak 12:8. Checked on exact curves.
 */
export function fitInversePowerLaw(
  sizes: readonly number[],
  scores: readonly number[],
  { greaterIsBetter, range, weights = sizes.map(() => 1) }: PowerLawOptions,
): PowerLaw {
  const size = Math.max(...sizes);
  const sign = greaterIsBetter ? 1 : -1;
  const ceiling = greaterIsBetter ? range[1] : -range[0];
  let best: PowerLaw & { readonly error: number } = {
    limit: Number.NaN,
    drop: Number.NaN,
    rate: SLOWEST,
    size,
    error: Number.POSITIVE_INFINITY,
  };
  for (let step = 0; step <= STEPS; step++) {
    const rate = SLOWEST * exp((step / STEPS) * log(FASTEST / SLOWEST));
    const x = sizes.map((n) => exp(-rate * log(n / size)));
    const y = scores.map((score) => sign * score);
    const { limit, drop, error } = boundedLine(x, y, weights, ceiling);
    if (error < best.error) best = { limit: sign * limit, drop: sign * drop, rate, size, error };
  }
  const { error: _, ...law } = best;
  return law;
}

/** y ≈ limit − drop·x, drop ≥ 0, limit ≤ ceiling, least squares. */
function boundedLine(x: readonly number[], y: readonly number[], weights: readonly number[], ceiling: number) {
  const mean = (value: (at: number) => number) =>
    x.reduce((sum, _, at) => sum + weights[at]! * value(at), 0) / weights.reduce((sum, w) => sum + w, 0);
  const meanX = mean((at) => x[at]!);
  const meanY = mean((at) => y[at]!);
  const varianceX = mean((at) => (x[at]! - meanX) ** 2);
  const covariance = mean((at) => (x[at]! - meanX) * (y[at]! - meanY));
  let drop = varianceX > 0 ? Math.max(0, -covariance / varianceX) : 0;
  let limit = meanY + drop * meanX;
  if (limit > ceiling) {
    limit = ceiling;
    drop = Math.max(0, mean((at) => x[at]! * (ceiling - y[at]!)) / mean((at) => x[at]! ** 2));
  }
  return { limit, drop, error: mean((at) => (y[at]! - limit + drop * x[at]!) ** 2) };
}

/** The score at n. */
export function powerLawAt({ limit, drop, rate, size }: PowerLaw, n: number): number {
  return drop === 0 ? limit : limit - drop * exp(-rate * log(n / size));
}
