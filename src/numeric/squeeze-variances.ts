import { exp, log } from '../base/elementary.ts';
import { ShapeError } from '../base/errors.ts';
import { naturalSpline } from './natural-spline.ts';
import { householderQr, solveUpper } from './regression/householder-qr.ts';
import { digamma, trigamma, trigammaInverse } from './special/polygamma.ts';

export interface SqueezedVariances {
  /** (d₀s₀² + d·s²)/(d₀ + d), [p]; NaN where nothing was measured. */
  readonly variances: Float64Array;
  /** s₀², [p]: all the same without a trend. */
  readonly priorVariances: Float64Array;
  /** d₀: how many degrees of freedom the other features are worth; ∞ when all have one variance but for chance. */
  readonly priorDegrees: number;
}

/** Smallest variance that counts, as a share of the median: an exact 0 has no logarithm. */
const LEAST = 1e-5;

/**
 * Empirical Bayes of variances: s² ~ s₀²·F(d, d₀). Location and spread of ln s² give s₀² and d₀, and each variance is drawn towards s₀². With a trend, ln s₀²
 * is a natural spline of it (2 to 4 dimensions: 3 features, 6, 30).
 * @param variances s², [p], ≥ 0; those not finite, or without degrees of freedom, say nothing of the prior; without a trend they get it for themselves, else NaN.
 * @param degrees d of each, [p]. @param trend such as the mean expression, [p], finite; absent: one prior.
 * @throws {ShapeError} lengths that differ. Cost O(p log p). Source: Smyth 2004, Stat. Appl. Genet. Mol. Biol. 3(1), §6; trend: Law et al. 2014, Genome Biol. 15:R29.
 * Checked against limma 3.54 `squeezeVar`.
 */
export function squeezeVariances(
  variances: Float64Array,
  degrees: Float64Array,
  trend?: Float64Array,
): SqueezedVariances {
  const p = variances.length;
  for (const given of trend ? [degrees, trend] : [degrees]) {
    if (given.length !== p) {
      const problem = `variances, degrees and trend must have one length, got ${p} and ${given.length}`;
      throw new ShapeError({ where: 'squeezeVariances', problem });
    }
  }
  const known = Array.from(variances.keys()).filter((j) => Number.isFinite(variances[j]!) && degrees[j]! > 0);
  const { priorVariances, priorDegrees } = fitPrior(variances, degrees, known, trend);
  const squeezed = variances.map((own, j) => {
    const prior = priorVariances[j]!;
    const d = Number.isFinite(own) ? degrees[j]! : 0;
    if (d === 0 || priorDegrees === Number.POSITIVE_INFINITY) return prior;
    return (priorDegrees * prior + d * own) / (priorDegrees + d);
  });
  return { variances: squeezed, priorVariances, priorDegrees };
}

function fitPrior(
  variances: Float64Array,
  degrees: Float64Array,
  known: readonly number[],
  trend: Float64Array | undefined,
): Omit<SqueezedVariances, 'variances'> {
  const all = (value: number) => new Float64Array(variances.length).fill(value);
  const n = known.length;
  if (n === 0) return { priorVariances: all(Number.NaN), priorDegrees: 0 };
  if (n === 1) return { priorVariances: all(variances[known[0]!]!), priorDegrees: 0 };
  const own = Float64Array.from(known, (j) => variances[j]!);
  const median = medianOf(own) || 1;
  for (let k = 0; k < n; k++) own[k] = Math.max(own[k]!, LEAST * median);
  const e = own.map((s2, k) => {
    const half = degrees[known[k]!]! / 2;
    return log(s2) - digamma(half) + log(half);
  });
  const { place, spread } = trend ? alongTrend(e, known, trend) : aboutMean(e, variances.length);
  const excess = spread - known.reduce((sum, j) => sum + trigamma(degrees[j]! / 2), 0) / n;
  if (!(excess > 0)) {
    const common = own.reduce((sum, s2) => sum + s2, 0) / n;
    return { priorVariances: trend ? place.map(exp) : all(common), priorDegrees: Number.POSITIVE_INFINITY };
  }
  const priorDegrees = 2 * trigammaInverse(excess);
  const bias = digamma(priorDegrees / 2) - log(priorDegrees / 2);
  return { priorVariances: place.map((v) => exp(v + bias)), priorDegrees };
}

/** Where ln s² lies, [p], and how far it spreads. */
function aboutMean(e: Float64Array, p: number) {
  const mean = e.reduce((sum, v) => sum + v, 0) / e.length;
  const spread = e.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / (e.length - 1);
  return { place: new Float64Array(p).fill(mean), spread };
}

function alongTrend(e: Float64Array, known: readonly number[], trend: Float64Array) {
  const n = e.length;
  const different = new Set(known.map((j) => trend[j]!)).size;
  const df = Math.min(1 + Number(n >= 3) + Number(n >= 6) + Number(n >= 30), different);
  if (df < 2) return aboutMean(e, trend.length);
  const at = Float64Array.from(known, (j) => trend[j]!);
  const basis = naturalSpline(at, df);
  const qr = householderQr(basis.map((column) => column.slice()));
  const rotated = qr.rotate(e);
  const solved = solveUpper(qr, rotated);
  const place = new Float64Array(trend.length).fill(Number.NaN);
  known.forEach((j, k) => {
    place[j] = qr.kept.reduce((sum, column, c) => sum + basis[column]![k]! * solved[c]!, 0);
  });
  const rest = rotated.subarray(qr.kept.length);
  return { place, spread: rest.reduce((sum, v) => sum + v * v, 0) / rest.length };
}

function medianOf(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
