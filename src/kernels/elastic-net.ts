import type { Context } from '../base/context.ts';
import { DataError } from '../base/errors.ts';
import { isSparse, type Matrix } from '../table/matrix.ts';
import { type Scope, withScope } from './scope.ts';
import { paddedRows, withKernelEntries, withKernelMatrix } from './shared-matrix.ts';

/** What is to be explained, and by which likelihood. */
export type Response =
  /** Class of each row, [n], in 0 … nClasses − 1; every class present. Two classes: binomial. */
  | { readonly family: 'multinomial'; readonly codes: Int32Array; readonly nClasses: number }
  /** Squared error, ½·Σ wᵢ·(yᵢ − ηᵢ)². y [n], finite. */
  | { readonly family: 'gaussian'; readonly y: Float64Array }
  /** Counts with logarithmic link, Σ wᵢ·(e^ηᵢ − yᵢηᵢ). y [n], ≥ 0 (whole numbers or not), one above 0. */
  | { readonly family: 'poisson'; readonly y: Float64Array }
  /** Cox's partial likelihood with Breslow's ties. times [n]; events [n], 0 or 1, one of them 1 with a weight above 0. No intercept. */
  | { readonly family: 'cox'; readonly times: Float64Array; readonly events: Uint8Array };

export type PenalisedData = Response & {
  /** [n, p] float32, finite, dense or sparse. Not modified. */
  readonly X: Matrix;
  /** Weight of each row, [n] float64, ≥ 0, summing to 1. */
  readonly weights: Float64Array;
  /** What the penalty of each feature is multiplied by, [p], ≥ 0; 0 is no penalty. Default 1. Not rescaled (glmnet makes their mean 1). */
  readonly penaltyFactors?: Float64Array;
};

export type ElasticNetProblem = PenalisedData & {
  /** α in [0, 1]: 1 is the lasso, 0 is ridge. */
  readonly l1Ratio: number;
  /** Penalties λ > 0, decreasing. */
  readonly lambdas: readonly number[];
  /** A point is done when its duality gap is below this share of the null model's loss. */
  readonly tolerance: number;
  /** Newton cycles allowed a point. */
  readonly maxCycles: number;
  /**
   * Coefficients to begin each point from, one [nPredictors·p] for each of the first penalties (the path is then no longer than they are);
   * kept as they are where their gap is small enough. Default: those of the point before.
   */
  readonly starts?: readonly Float64Array[];
};

export interface PathPoint {
  readonly lambda: number;
  /** [nPredictors]; one predictor for two classes (of class 1 against class 0), one for each class otherwise; 0 for Cox. */
  readonly intercepts: Float64Array;
  /** Indices predictor·p + j of the coefficients that are not zero. */
  readonly indices: Uint32Array;
  readonly values: Float64Array;
  /** Duality gap as a share of the null model's loss: how far this is, at most, from the optimum. */
  readonly gap: number;
  /** 1 − loss / null loss, losses counted from that of a saturated model (share of the null deviance). */
  readonly explained: number;
  readonly cycles: number;
}

/** A model that explains this share of the loss has nothing left to learn, and weaker penalties cost ever more. As glmnet (devmax). */
const SATURATED = 0.999;
/** As the kernel numbers them. */
const FAMILIES = ['multinomial', 'gaussian', 'poisson', 'cox'] as const;

/**
 * Elastic-net regression over a path of penalties: gaussian, binomial, multinomial, poisson or Cox. Minimises
 * Σ wᵢ·(−log p(yᵢ|xᵢ)) + λ·Σ fⱼ·(α|bⱼ| + (1−α)/2·bⱼ²), intercepts free: glmnet's objective, symmetric multinomial parametrisation; Cox's
 * partial likelihood likewise with Σ w = 1. Each point is certified by its duality gap. The path ends early, with fewer points than
 * penalties, once 99.9 % of the loss is explained.
 *
 * Cost O(n·p·nClasses) a pass over all features, of which strong rules and cached gradient bounds leave few, and O(n·u²) a step for u
 * features without penalty; memory 4·n·p bytes for the data plus O(p·nClasses). Of a sparse table the number of its entries takes the place of
 * n·p: each column is centred on its weighted mean in every step, in numbers that all rows share, never in the table. Source: Friedman, Hastie & Tibshirani 2010, JSS 33(1)
 * §2–4; Simon et al. 2011, JSS 39(5); Tibshirani et al. 2012, JRSS-B 74(2). Checked against glmnet 4.1 and by the gap itself.
 * @throws {DataError} counts below 0 or all 0; no event.
 */
export async function elasticNetPath(problem: ElasticNetProblem, ctx: Context): Promise<PathPoint[]> {
  const { starts } = problem;
  const lambdas = problem.lambdas.slice(0, starts?.length);
  const nLambdas = lambdas.length;
  return withProblem(problem, ctx, async (scope, data, { p, predictors }) => {
    const record = 4 + predictors;
    const capacity = Math.max(p * predictors, 1 << 16);
    const lambdasAt = scope.allocate(nLambdas * 8);
    const outAt = scope.allocate(capacity * 16);
    const pointsAt = scope.allocate(nLambdas * record * 8);
    const startsAt = starts ? scope.allocate(nLambdas * p * predictors * 8) : 0;
    scope.f64(lambdasAt, nLambdas).set(lambdas);
    starts?.forEach((b, l) => {
      scope.f64(startsAt + l * p * predictors * 8, p * predictors).set(b);
    });
    const { work, ...described } = data;

    const points: PathPoint[] = [];
    while (points.length < nLambdas && !((points.at(-1)?.explained ?? 0) >= SATURATED)) {
      const start = points.length;
      const done = await scope.call('elasticNetPath', [
        ...Object.values(described),
        ...[problem.l1Ratio, lambdasAt, nLambdas, startsAt, start, problem.tolerance, problem.maxCycles],
        ...[work, outAt, capacity, pointsAt, scope.cancel, SATURATED],
      ]);
      const out = scope.f64(outAt, capacity * 2);
      let at = 0;
      for (let l = start; l < start + done; l++) {
        const row = scope.f64(pointsAt + l * record * 8, record);
        const entries = row[0]!;
        const indices = new Uint32Array(entries);
        const values = new Float64Array(entries);
        for (let e = 0; e < entries; e++, at++) {
          indices[e] = out[2 * at]!;
          values[e] = out[2 * at + 1]!;
        }
        const [, gap, explained, cycles] = row as unknown as [number, number, number, number];
        const intercepts = row.slice(4);
        if (problem.family !== 'cox') takeBases(intercepts, indices, values, problem.X);
        points.push({ lambda: lambdas[l]!, intercepts, indices, values, gap, explained, cycles });
      }
    }
    return points;
  });
}

/**
 * The smallest λ·α that leaves every penalised coefficient at zero: the largest |∂ loss/∂bⱼ| / fⱼ of the model of the intercepts and the
 * features without penalty. Source: Friedman et al. 2010, §2.5. Cost O(n·p·nClasses). @throws {DataError} as `elasticNetPath`.
 */
export function strongestGradient(data: PenalisedData, ctx: Context): Promise<number> {
  return withProblem(data, ctx, (scope, at) => scope.call('elasticNetStrongest', Object.values(at)));
}

interface Shape {
  readonly p: number;
  readonly predictors: number;
}

/** Hands the work a copy of the data in kernel memory: the first arguments of the kernels, in their order, the workspace last. */
function withProblem<T>(
  data: PenalisedData,
  ctx: Context,
  work: (scope: Scope, at: Readonly<Record<string, number>> & { work: number }, shape: Shape) => Promise<T>,
): Promise<T> {
  const { X, weights, penaltyFactors } = data;
  const { nRows: n, nCols: p } = X;
  const { array, predictors } = responseArray(data, n);
  const family = FAMILIES.indexOf(data.family);
  const nFree = penaltyFactors ? penaltyFactors.filter((factor) => factor === 0).length : 0;
  const solve = (x: number) =>
    withScope(ctx, 'elastic-net', async (scope) => {
      const sparse = Number(isSparse(X));
      const workBytes = await scope.call('elasticNetWorkBytes', [family, n, p, predictors, nFree, sparse]);
      const response = scope.allocate(array.byteLength);
      const weightsAt = scope.allocate(paddedRows(n) * 8);
      const factors = scope.allocate(p * 8);
      const workAt = scope.allocate(workBytes);
      if (array instanceof Int32Array) scope.i32(response, array.length).set(array);
      else scope.f64(response, array.length).set(array);
      scope.f64(weightsAt, paddedRows(n)).fill(0).set(weights);
      if (penaltyFactors) scope.f64(factors, p).set(penaltyFactors);
      else scope.f64(factors, p).fill(1);
      const at = { family, x, n, p, predictors, nFree, sparse, response, weights: weightsAt, factors, work: workAt };
      return work(scope, at, { p, predictors });
    });
  return isSparse(X) ? withKernelEntries(ctx, X, solve) : withKernelMatrix(ctx, X, solve);
}

/** The kernel's columns have their base taken off, so that its intercepts hold what the bases add. */
function takeBases(
  intercepts: Float64Array,
  indices: Uint32Array,
  values: Float64Array,
  { nCols, sparse }: Matrix,
): void {
  if (!sparse) return;
  for (let e = 0; e < indices.length; e++) {
    const q = Math.floor(indices[e]! / nCols);
    intercepts[q]! -= values[e]! * sparse.base[indices[e]! - q * nCols]!;
  }
}

function responseArray(data: PenalisedData, n: number): { array: Int32Array | Float64Array; predictors: number } {
  switch (data.family) {
    case 'multinomial':
      return { array: data.codes, predictors: data.nClasses === 2 ? 1 : data.nClasses };
    case 'gaussian':
      return { array: data.y, predictors: 1 };
    case 'poisson': {
      const refuse = (problem: string) => {
        throw new DataError({ where: 'elastic-net', problem, hint: "leave out 'family: poisson'" });
      };
      const below = data.y.findIndex((y) => !(y >= 0));
      if (below >= 0) refuse(`poisson counts must be 0 or more, got ${data.y[below]} in row ${below}`);
      if (data.y.every((y, i) => y === 0 || data.weights[i] === 0)) refuse('poisson counts must not all be 0');
      return { array: data.y, predictors: 1 };
    }
    case 'cox':
      return { array: fromLatest(data.times, data.events, data.weights, n), predictors: 1 };
  }
}

/** [n, 2]: rows from the latest time to the earliest; for each 1 if it had the event, + 2 if it is the last of those with its time. */
function fromLatest(times: Float64Array, events: Uint8Array, weights: Float64Array, n: number): Int32Array {
  if (!events.some((event, i) => event === 1 && weights[i]! > 0)) {
    throw new DataError({ where: 'elastic-net', problem: 'survival needs at least 1 event, got none' });
  }
  const rows = Array.from({ length: n }, (_, i) => i).sort((a, b) => times[b]! - times[a]! || a - b);
  const out = new Int32Array(2 * n);
  rows.forEach((i, k) => {
    const isLast = k + 1 === n || times[rows[k + 1]!] !== times[i];
    out[2 * k] = i;
    out[2 * k + 1] = events[i]! + (isLast ? 2 : 0);
  });
  return out;
}
