import type { Context } from '../../base/context.ts';
import { log } from '../../base/elementary.ts';
import { ShapeError } from '../../base/errors.ts';
import { times } from '../../kernels/products.ts';
import { columnMeans } from '../../numeric/column-means.ts';
import { pca } from '../../numeric/pca.ts';
import { studentTQuantile } from '../../numeric/special/student-t.ts';
import type { Matrix } from '../../table/matrix.ts';

/** Where training samples lie: the plane of their leading principal components. */
export interface TrainingSpace {
  /** Mean of each prepared feature, [p]. */
  readonly means: Float64Array;
  /** Loadings, [p, k] row-major, each a float32 number. */
  readonly axes: Float64Array;
  /** Variance along each axis, [k]. */
  readonly variances: Float64Array;
}

/** How far rows lie from the centre within the plane, and from the plane. */
export interface RawDistances {
  /** T²: Σ over the axes of score² / variance, [n]. */
  readonly within: Float64Array;
  /** Q: the squared length of what the plane does not hold, [n]. */
  readonly residual: Float64Array;
  /** Q beside the squared length of what the plane holds, Q / Σ score², [n]: the direction alone, however far out. */
  readonly slope: Float64Array;
}

/** What makes one number of the two, and from where on it is alien. */
export interface DistanceScale {
  /** Of ln T² over samples that were left out. */
  readonly within: Spread;
  /** Of ln Q. */
  readonly residual: Spread;
  /** Of ln of the slope. */
  readonly slope: Spread;
  /** The distance that 99 of 100 samples of the training kind stay below. */
  readonly limit: number;
}

interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** Most axes: enough for the broad structure of a cohort, few enough that each is known from a hundred samples. */
const MOST_AXES = 10;
/** Share of samples of the training kind that may be called alien. */
const ALIEN = 0.01;

/**
 * The plane of the leading principal components of prepared training rows: up to 10, one for each ten rows.
 * @param X [n, p] float32, n ≥ 2; missing values count as the feature's mean. Not modified. Cost as `pca`.
 */
export async function fitTrainingSpace(ctx: Context, X: Matrix): Promise<TrainingSpace> {
  const k = Math.min(MOST_AXES, Math.floor(X.nRows / 10), X.nCols);
  const means = columnMeans(X);
  if (k < 1) return { means, axes: new Float64Array(0), variances: new Float64Array(0) };
  const { axes, variances } = await pca(ctx, X, k);
  return { means, axes: axes.map(Math.fround), variances };
}

/**
 * T² and Q of rows, as in statistical process control and SIMCA: a sample can be alien by lying far out along directions in which the training
 * samples vary, or by varying in directions in which they do not; the slope sees the second in a sample that lies no farther out than others.
 * @param X [n, p] float32, the features of the space. Not modified. @throws {ShapeError} other features. Cost n·p·k.
 * Source: Wold & Sjöström 1977, ACS Symp. Ser. 52; Jackson & Mudholkar 1979, Technometrics 21.
 */
export async function rawDistances(ctx: Context, space: TrainingSpace, X: Matrix): Promise<RawDistances> {
  const { means, axes, variances } = space;
  const { nRows: n, nCols: p, data } = X;
  if (p !== means.length) {
    throw new ShapeError({
      where: 'trainingDistance',
      problem: `rows must have ${means.length} features, got ${p}`,
    });
  }
  const within = new Float64Array(n);
  const residual = new Float64Array(n);
  const held = new Float64Array(n);
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < n; i++) {
      const d = data[j * n + i]! - means[j]!;
      if (!Number.isNaN(d)) residual[i]! += d * d;
    }
  }
  const k = variances.length;
  const vectors = Array.from({ length: k }, (_, c) => Float64Array.from({ length: p }, (_, j) => axes[j * k + c]!));
  const scores = k === 0 ? [] : await times(ctx, X, vectors, { means });
  scores.forEach((t, c) => {
    for (let i = 0; i < n; i++) {
      within[i]! += (t[i]! * t[i]!) / variances[c]!;
      residual[i] = Math.max(0, residual[i]! - t[i]! * t[i]!);
      held[i]! += t[i]! * t[i]!;
    }
  });
  // With as many axes as features nothing is left but rounding.
  if (variances.length === p) residual.fill(0);
  return { within, residual, slope: residual.map((q, i) => q / Math.max(held[i]!, TINY)) };
}

/**
 * Scale and limit from samples that the plane was not fitted on (those it was fitted on lie too near to it). The limit is the
 * ⌈0.99(n + 1)⌉-th smallest distance, which a new sample of the same kind exceeds with probability at most 1 %; with fewer than 99 samples there
 * is none such, and it is the 99 % prediction limit of a normal distribution, or the largest distance seen, whichever is more.
 * @param left [n] each, n ≥ 2. Cost O(n log n).
 */
export function distanceScale(left: RawDistances): DistanceScale {
  const within = spreadOf(left.within.map(logOf));
  const residual = spreadOf(left.residual.map(logOf));
  const slope = spreadOf(left.slope.map(logOf));
  const sorted = combinedDistances({ within, residual, slope }, left).sort();
  const n = sorted.length;
  const rank = Math.ceil((1 - ALIEN) * (n + 1) - 1e-9);
  if (rank <= n) return { within, residual, slope, limit: sorted[rank - 1]! };
  const { mean, deviation } = spreadOf(sorted);
  const next = mean + studentTQuantile(1 - ALIEN, n - 1) * deviation * Math.sqrt(1 + 1 / n);
  return { within, residual, slope, limit: Math.max(sorted[n - 1]!, next) };
}

/**
 * One number a row: how many standard deviations ln T², ln Q or ln of the slope, whichever is most, lies above its mean over samples of the
 * training kind: below 2 is usual. The largest, not the sum: a sample that is alien in one way must not be excused by being ordinary in the
 * others. [n].
 */
export function combinedDistances(
  { within, residual, slope }: Omit<DistanceScale, 'limit'>,
  raw: RawDistances,
): Float64Array {
  const standard = (value: number, { mean, deviation }: Spread) =>
    deviation > 0 ? (logOf(value) - mean) / deviation : Number.NEGATIVE_INFINITY;
  return raw.within.map((t, i) => {
    const [q, direction] = [raw.residual[i]!, raw.slope[i]!];
    const largest = Math.max(standard(t, within), standard(q, residual), standard(direction, slope));
    return largest === Number.NEGATIVE_INFINITY ? 0 : largest;
  });
}

/** Rows that lie on the plane, or at its centre, to the last digit are all the same. */
const logOf = (value: number) => log(Math.max(value, TINY));
const TINY = 1e-12;

function spreadOf(values: Float64Array): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
