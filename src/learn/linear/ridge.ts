import type { ParamValues } from '../../base/params.ts';
import { elasticNetPath } from '../../kernels/elastic-net.ts';
import { ridgePath } from '../../numeric/ridge-path.ts';
import { rotatedRidgePath } from '../../numeric/rotated-ridge.ts';
import type { Learner, TrainView } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import {
  coordinateDescent,
  type PathSolver,
  pathLearner,
  type Settings,
  settingsOf,
  warnUnconverged,
} from './penalised.ts';
import { penalisedModel } from './penalised-model.ts';

/** The strongest penalty of the path, in units of the largest gradient of the model without features. */
const STRONGEST = 100;

/** With fewer features than this many times the samples, axes cost more than they save (measured: 560 × 1,558, 5 classes). Not for Cox's likelihood, where descent on correlated features is slow. */
const WIDE = 4;

/**
 * The elastic net with nothing but L2: every feature has a share, correlated ones an even share. Squared error, without weights and with all
 * features penalised, is solved for all penalties
 * at once by the samples' Gram matrix (`numeric/ridge-path.ts`), the other likelihoods by coordinate descent as the elastic net's, with
 * far fewer samples than features on the samples' principal axes (`numeric/rotated-ridge.ts`).
 * When to use it: many features that each say a little. The rest as in `elastic-net.ts`.
 */
export function create(params: ParamValues): Learner {
  const settings = settingsOf('ridge', params, 0);
  const general = coordinateDescent(settings, {
    solve(problem, ctx) {
      const { nRows, nCols } = problem.X;
      const isWide = nCols > nRows * (problem.family === 'cox' ? 1 : WIDE);
      return (isWide ? rotatedRidgePath : elasticNetPath)(problem, ctx);
    },
  });
  const gaussian = gaussianRidge(settings);
  return pathLearner('ridge', params, {
    values: coordinateDescent({ ...settings, l1Ratio: 1 / STRONGEST }, { leastShare }).values,
    fit: (data, lambdas, ctx) =>
      (data.target.task === 'regression' &&
        settings.family === 'gaussian' &&
        !data.weights &&
        settings.unpenalised.length === 0
        ? gaussian
        : general.fit)(data, lambdas, ctx),
  });
}

/** Without L1 nothing is cheap at the strong end or dear at the weak one; for survival the weak end is of no use all the same. */
function leastShare({ X, target }: TrainView): number {
  return target.task === 'survival' && X.nRows < X.nCols ? 1e-3 : 1e-5;
}

function gaussianRidge(settings: Settings): PathSolver['fit'] {
  return async (data, lambdas, ctx) => {
    requireFinite(data, settings.kind);
    if (data.target.task !== 'regression') return [];
    const points = await ridgePath(data.X, data.target.values, lambdas, ctx, settings.tolerance);
    warnUnconverged(points, settings, ctx);
    const nFeatures = data.X.nCols;
    const indices = Uint32Array.from({ length: nFeatures }, (_, j) => j);
    return points.map(({ lambda, intercept, coefficients, gap, explained }) =>
      penalisedModel({
        kind: settings.kind,
        coefficients: { nFeatures, intercepts: Float64Array.of(intercept), indices, values: coefficients },
        outcome: { task: 'regression', family: settings.family },
        facts: { l1Ratio: 0, lambda, gap, explained },
      }),
    );
  };
}

export { restorePenalised as restore } from './penalised-model.ts';
