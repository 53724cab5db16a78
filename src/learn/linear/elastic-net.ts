import type { Context } from '../../base/context.ts';
import { exp } from '../../base/elementary.ts';
import { ShapeError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { elasticNetPath, type PathPoint } from '../../kernels/elastic-net.ts';
import type { Learner, Model, State, TrainView, View } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { classCounts, presentClasses, requireTask } from '../../table/target.ts';
import { lambdaPath } from './lambda-path.ts';

/** The settings in the solver's terms. */
interface Settings {
  readonly l1Ratio: number;
  readonly lambda: number | 'auto';
  readonly pathLength: number;
  readonly minRatio: number;
  readonly balanced: boolean;
  readonly tolerance: number;
  readonly maxCycles: number;
}

/**
 * Multinomial elastic-net regression (binomial for two classes), features on one scale assumed.
 * Minimises Σ wᵢ·(−log p(yᵢ|xᵢ)) + λ·(α‖B‖₁ + (1−α)/2·‖B‖²) with Σ wᵢ = 1; the intercepts are free. When to use it: p ≫ n, signal
 * spread over correlated features. Refuses missing values (DataError). Solver, cost and source: `kernels/elastic-net.ts`.
 */
export function create(params: ParamValues): Learner {
  const settings: Settings = {
    l1Ratio: params['l1-ratio'] as number,
    lambda: params.lambda as number | 'auto',
    pathLength: params['path-length'] as number,
    minRatio: params['min-ratio'] as number,
    balanced: params['class-weight'] === 'balanced',
    tolerance: params.tolerance as number,
    maxCycles: params['max-cycles'] as number,
  };
  const values = async (data: TrainView) =>
    settings.lambda === 'auto'
      ? lambdaPath({ X: data.X, ...problemOf(data, settings.balanced), ...settings })
      : [settings.lambda];
  return {
    kind: 'elastic-net',
    params,
    async fit(data, ctx) {
      const lambdas = await values(data);
      // The penalties before the wanted one are the warm starts that make it quick.
      const upTo = lambdas.length === 1 ? lambdas : lambdas.slice(0, Math.ceil(lambdas.length / 2));
      return (await fitPath(data, upTo, settings, ctx)).at(-1)!;
    },
    path: { param: 'lambda', values, fit: (data, lambdas, ctx) => fitPath(data, lambdas, settings, ctx) },
  };
}

export function restore(state: State): Model {
  const { nFeatures, ...json } = state.json as unknown as ModelJson;
  const { intercepts, indices, values, present } = state.arrays as {
    intercepts: Float64Array;
    indices: Uint32Array;
    values: Float64Array;
    present: Int32Array;
  };
  return linearModel({ ...json, nFeatures, intercepts, indices, values, present });
}

async function fitPath(
  data: TrainView,
  lambdas: readonly number[],
  settings: Settings,
  ctx: Context,
): Promise<Model[]> {
  requireFinite(data, 'elastic-net');
  const { classes, codes, weights, present } = problemOf(data, settings.balanced);
  const facts = { classes, nFeatures: data.X.nCols, present, l1Ratio: settings.l1Ratio };
  if (present.length === 1) {
    const none = {
      intercepts: new Float64Array(1),
      indices: new Uint32Array(),
      values: new Float64Array(),
      gap: 0,
      explained: 0,
    };
    return lambdas.map((lambda) => linearModel({ ...facts, ...none, lambda }));
  }
  const points = await elasticNetPath(
    { family: 'multinomial', X: data.X, codes, nClasses: present.length, weights, lambdas, ...settings },
    ctx,
  );
  warnUnconverged(points, settings, ctx);
  const models = points.map((point) => linearModel({ ...facts, ...point }));
  // A saturated path ends early; the penalties after its end have nothing to add.
  return lambdas.map((_, l) => models[l] ?? models.at(-1)!);
}

function warnUnconverged(points: readonly PathPoint[], { tolerance, maxCycles }: Settings, ctx: Context): void {
  const unfinished = points.filter((point) => !(point.gap <= tolerance));
  if (unfinished.length === 0) return;
  const worst = Math.max(...unfinished.map((point) => point.gap));
  ctx.warn({
    code: 'not-converged',
    where: 'elastic-net',
    message: `${unfinished.length} of ${points.length} penalties stopped after ${maxCycles} cycles with a duality gap of up to ${worst.toExponential(1)} (asked: ${tolerance})`,
  });
}

/** The problem over the classes that occur among these rows (the solver needs each to occur), with row weights that sum to 1. */
function problemOf(data: TrainView, balanced: boolean) {
  const target = requireTask(data.target, 'classification', 'elastic-net');
  const { present, codes } = presentClasses(target);
  const counts = classCounts(target);
  const weights = Float64Array.from(
    target.codes,
    (code) => 1 / (balanced ? present.length * counts[code]! : codes.length),
  );
  return { classes: target.classes, codes, weights, present, nClasses: present.length };
}

interface ModelJson {
  readonly classes: readonly string[];
  readonly nFeatures: number;
  readonly l1Ratio: number;
  readonly lambda: number;
  readonly gap: number;
  readonly explained: number;
}
interface LinearModel extends ModelJson {
  /** Indices into `classes` of the classes that the model knows. */
  readonly present: Int32Array;
  readonly intercepts: Float64Array;
  /** predictor·nFeatures + feature. */
  readonly indices: Uint32Array;
  readonly values: Float64Array;
}

function linearModel(model: LinearModel): Model {
  const { classes, nFeatures, present, intercepts, indices, values, l1Ratio, lambda, gap, explained } = model;
  return {
    kind: 'elastic-net',
    async predict({ X }: View) {
      if (X.nCols !== nFeatures) {
        throw new ShapeError({ where: 'elastic-net', problem: `was fitted on ${nFeatures} features, got ${X.nCols}` });
      }
      const n = X.nRows;
      const eta =
        intercepts.length === 1
          ? [new Float64Array(n), new Float64Array(n).fill(intercepts[0]!)]
          : Array.from(intercepts, (b) => new Float64Array(n).fill(b));
      for (let e = 0; e < indices.length; e++) {
        const q = Math.floor(indices[e]! / nFeatures);
        const column = (indices[e]! - q * nFeatures) * n;
        const sums = eta[intercepts.length === 1 ? 1 : q]!;
        const value = values[e]!;
        const x = X.data.subarray(column, column + n);
        for (let i = 0; i < n; i++) sums[i]! += value * x[i]!;
      }
      const probabilities = new Float64Array(n * classes.length);
      for (let i = 0; i < n; i++)
        softmaxRow(eta, i, present, probabilities.subarray(i * classes.length, (i + 1) * classes.length));
      return { task: 'classification', classes, probabilities };
    },
    importance() {
      const sums = new Float64Array(nFeatures);
      for (let e = 0; e < indices.length; e++) sums[indices[e]! % nFeatures]! += Math.abs(values[e]!);
      return sums;
    },
    summary: () => ({
      'l1-ratio': l1Ratio,
      lambda,
      features: new Set(indices.map((at) => at % nFeatures)).size,
      'duality-gap': gap,
      explained,
    }),
    toState: () => ({
      kind: 'elastic-net',
      json: { classes, nFeatures, l1Ratio, lambda, gap, explained },
      arrays: { present, intercepts, indices, values },
    }),
  };
}

function softmaxRow(eta: readonly Float64Array[], i: number, present: Int32Array, row: Float64Array): void {
  if (present.length === 1) {
    row[present[0]!] = 1;
    return;
  }
  let largest = Number.NEGATIVE_INFINITY;
  for (const sums of eta) largest = Math.max(largest, sums[i]!);
  let total = 0;
  for (let q = 0; q < present.length; q++) {
    const e = exp(eta[q]![i]! - largest);
    row[present[q]!] = e;
    total += e;
  }
  for (const k of present) row[k]! /= total;
}
