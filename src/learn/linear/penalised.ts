import type { Context } from '../../base/context.ts';
import type { ParamValues } from '../../base/params.ts';
import { elasticNetPath, type PathPoint, type PenalisedData } from '../../kernels/elastic-net.ts';
import { breslowBaseline } from '../../numeric/survival/breslow-baseline.ts';
import type { Learner, Model, TrainView } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { balancedWeights, presentClasses, requireTask, type Target } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';
import { lambdaPath } from './lambda-path.ts';
import { type Coefficients, linearPredictors, type Outcome, penalisedModel } from './penalised-model.ts';
import { penaltyFactors } from './unpenalised.ts';

/** The settings in the solver's terms. */
export interface Settings {
  readonly kind: string;
  readonly l1Ratio: number;
  readonly lambda: number | 'auto';
  readonly pathLength: number;
  readonly minRatio: number | 'auto';
  readonly balanced: boolean;
  /** Names and globs of features without penalty. */
  readonly unpenalised: readonly string[];
  readonly family: 'gaussian' | 'poisson';
  readonly tolerance: number;
  readonly maxCycles: number;
}

/** @param l1Ratio where the word itself says it. */
export function settingsOf(kind: string, params: ParamValues, l1Ratio = params['l1-ratio'] as number): Settings {
  return {
    kind,
    l1Ratio,
    lambda: params.lambda as number | 'auto',
    pathLength: params['path-length'] as number,
    minRatio: params['min-ratio'] as number | 'auto',
    balanced: params['class-weight'] === 'balanced',
    unpenalised: params.unpenalised as readonly string[],
    family: params.family as 'gaussian' | 'poisson',
    tolerance: params.tolerance as number,
    maxCycles: params['max-cycles'] as number,
  };
}

/** What differs between the ways to solve the same problem. */
export interface PathSolver {
  /** Penalties to try, strongest first. */
  values(data: TrainView, ctx: Context): Promise<readonly number[]>;
  /** One model each. */
  fit(data: TrainView, lambdas: readonly number[], ctx: Context): Promise<Model[]>;
}

/** A learner whose penalties form a path; without a search it takes the path's geometric middle. */
export function pathLearner(kind: string, params: ParamValues, solver: PathSolver): Learner {
  const fixed = params.lambda as number | 'auto';
  const given = async (data: TrainView, ctx: Context) => (fixed === 'auto' ? solver.values(data, ctx) : [fixed]);
  return {
    kind,
    params,
    async fit(data, ctx) {
      const lambdas = await given(data, ctx);
      // The penalties before the wanted one are the warm starts that make it quick.
      const upTo = lambdas.length === 1 ? lambdas : lambdas.slice(0, Math.ceil(lambdas.length / 2));
      return (await solver.fit(data, upTo, ctx)).at(-1)!;
    },
    path: { param: 'lambda', strongest: 'largest', values: given, fit: solver.fit },
  };
}

export interface Ways {
  /** As `elasticNetPath`. */
  readonly solve: typeof elasticNetPath;
  /** What `min-ratio: auto` is. */
  leastShare(data: TrainView): number;
}

/**
 * The weakest penalty of a path as a share of the strongest. With more features than samples the weak end of a path all but reproduces the
 * training rows, where it costs most. Measured with standardised features: for survival (KIRC, BLCA, LUAD) the best penalty lies at shares of
 * 0.2 to 0.5, and concordance and R² (KIRC, three drugs) are those of a path to 0.0005; classes that are easily told apart do better at
 * weaker ones. A table with a few features of far larger scale anchors its path by those: standardize it, or say min-ratio.
 */
function autoMinRatio({ X, target }: TrainView): number {
  return target.task !== 'classification' && X.nRows < X.nCols ? 0.01 : 0.0005;
}

/** By coordinate descent, for every task and mix of penalties. */
export function coordinateDescent(
  settings: Settings,
  { solve = elasticNetPath, leastShare = autoMinRatio }: Partial<Ways> = {},
): PathSolver {
  return {
    async values(data, ctx) {
      requireFinite(data, settings.kind);
      // What is to be said of them is said by the fit.
      const problem = problemOf(data, settings, { ...ctx, warn: () => {} });
      // Rows of one class: nothing to penalise.
      const minRatio = settings.minRatio === 'auto' ? leastShare(data) : settings.minRatio;
      return problem ? lambdaPath(problem, { ...settings, minRatio }, ctx) : [1];
    },
    async fit(data, lambdas, ctx) {
      const { kind, l1Ratio, tolerance, maxCycles } = settings;
      requireFinite(data, kind);
      const problem = problemOf(data, settings, ctx);
      const points = problem
        ? await solve({ ...problem, l1Ratio, lambdas, tolerance, maxCycles }, ctx)
        : [{ ...NO_FEATURES, lambda: lambdas[0]! }];
      warnUnconverged(points, settings, ctx);
      const models = points.map(({ intercepts, indices, values, ...point }) => {
        const coefficients = { nFeatures: data.X.nCols, intercepts, indices, values };
        const facts = { l1Ratio, lambda: point.lambda, gap: point.gap, explained: point.explained };
        return penalisedModel({ kind, coefficients, outcome: outcomeOf(data, settings, coefficients), facts });
      });
      // A saturated path ends early; the penalties after its end have nothing to add.
      return lambdas.map((_, l) => models[l] ?? models.at(-1)!);
    },
  };
}

const NO_FEATURES: Omit<PathPoint, 'lambda'> = {
  intercepts: new Float64Array(1),
  indices: new Uint32Array(),
  values: new Float64Array(),
  gap: 0,
  explained: 0,
  cycles: 0,
};

export function warnUnconverged(points: readonly { readonly gap: number }[], settings: Settings, ctx: Context): void {
  const { tolerance, maxCycles, kind } = settings;
  const unfinished = points.filter((point) => !(point.gap <= tolerance));
  if (unfinished.length === 0) return;
  const worst = Math.max(...unfinished.map((point) => point.gap));
  ctx.warn({
    code: 'not-converged',
    where: kind,
    message: `${unfinished.length} of ${points.length} penalties stopped after ${maxCycles} cycles with a duality gap of up to ${worst.toExponential(1)} (asked: ${tolerance})`,
  });
}

/**
 * The problem with row weights that sum to 1. Classes: over those that occur among these rows, since the solver needs each to occur;
 * null when that is one.
 */
function problemOf(
  data: TrainView,
  { kind, balanced, family, unpenalised }: Settings,
  ctx: Context,
): PenalisedData | null {
  const { X, target } = data;
  const own = rowWeights(data, kind);
  const total = own.reduce((sum, weight) => sum + weight, 0);
  const shares = (from: Float64Array) => from.map((weight) => weight / total);
  const factors = penaltyFactors(data, unpenalised, kind, ctx);
  const shared = { X, weights: shares(own), ...(factors ? { penaltyFactors: factors } : {}) };
  switch (target.task) {
    case 'classification': {
      const { present, codes } = presentClasses(target);
      if (present.length === 1) return null;
      const weights = shares(balancedWeights(target, own, balanced));
      return { ...shared, family: 'multinomial', codes, nClasses: present.length, weights };
    }
    case 'regression':
      return { ...shared, family, y: target.values };
    default: {
      const { times, events } = requireTask<Target, 'survival'>(target, 'survival', kind);
      return { ...shared, family: 'cox', times, events };
    }
  }
}

function outcomeOf({ X, target, weights }: TrainView, { kind, family }: Settings, coefficients: Coefficients): Outcome {
  switch (target.task) {
    case 'classification':
      return { task: target.task, classes: target.classes, present: presentClasses(target).present };
    case 'regression':
      return { task: target.task, family };
    default: {
      const { task, times, events } = requireTask<Target, 'survival'>(target, 'survival', kind);
      const [eta] = linearPredictors(coefficients, X) as [Float64Array];
      const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? eta.length;
      const centre = eta.reduce((sum, value, i) => sum + (weights?.[i] ?? 1) * value, 0) / total;
      const centred = eta.map((value) => value - centre);
      return { task, centre, ...breslowBaseline(times, events, centred, weights) };
    }
  }
}
