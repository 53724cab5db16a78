import { ShapeError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { climbWithPauses } from '../../numeric/newton-maximum.ts';
import {
  type CoefficientModel,
  finiteFacts,
  namesOf,
  warnAliased,
} from '../../numeric/regression/coefficient-table.ts';
import { spreadsOf } from '../../numeric/regression/design.ts';
import type { CoxFit } from '../../numeric/survival/cox-fit.ts';
import { coxIterations, coxLinearPredictor } from '../../numeric/survival/cox-regression.ts';
import type { Ties } from '../../numeric/survival/risk-sets.ts';
import type { Learner, State, View } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { columnsOf } from '../../table/matrix.ts';
import { requireMoreRows } from '../../table/more-rows.ts';
import { hazardPrediction } from '../../table/prediction.ts';
import { requireTask } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';

/**
 * Cox regression without penalty. Risks are log hazard ratios against a sample whose features are at their training means; survival curves
 * come from that sample's baseline hazard. The model's `coefficients()` has log hazard ratios, standard errors, z and p. Importance is
 * |coefficient|·standard deviation of the feature. When to use it: fewer features than events.
 * Refuses missing values and fewer samples than features plus two (DataError). A feature that can be computed from others is named in a
 * warning and gets no coefficient; one along which the likelihood has no maximum is named in another. Solver, cost, source:
 * `numeric/survival/cox-regression.ts`.
 */
export function create(params: ParamValues): Learner {
  return {
    kind: 'cox',
    params,
    async fit(data, ctx) {
      const { times, events } = requireTask(data.target, 'survival', 'cox');
      requireFinite(data, 'cox');
      requireMoreRows(data, 'cox', 'elastic-net');
      const columns = columnsOf(data.X);
      const weights = data.weights && rowWeights(data, 'cox');
      const steps = coxIterations({ columns, times, events, weights }, { ties: params.ties as Ties });
      const fit = await climbWithPauses(steps, ctx.signal, 'cox');
      const warn = (code: string, message: string) => ctx.warn({ code, where: 'cox', message });
      warnAliased(fit.aliased, data.features, 'cox', ctx);
      if (fit.infinite.length > 0) {
        warn(
          'monotone-likelihood',
          `the likelihood rises for ever with the coefficients of ${namesOf(fit.infinite, data.features)}: they have no bound, and their tests mean nothing`,
        );
      } else if (!fit.converged) {
        warn('not-converged', `stopped after ${fit.iterations} Newton steps`);
      }
      return coxModel(remember(fit, data.features, columns));
    },
  };
}

interface Known {
  readonly features: readonly string[];
  readonly facts: Readonly<Record<string, number>>;
  readonly coefficients: Float64Array;
  readonly standardErrors: Float64Array;
  readonly z: Float64Array;
  readonly p: Float64Array;
  readonly means: Float64Array;
  readonly spreads: Float64Array;
  readonly times: Float64Array;
  readonly cumulativeHazard: Float64Array;
}

function remember(fit: CoxFit, features: readonly string[], columns: readonly Float32Array[]): Known {
  const { coefficients, standardErrors, z, p, means } = fit;
  const spreads = spreadsOf(columns);
  const facts = finiteFacts({
    features: features.length - fit.aliased.length,
    'log-likelihood': fit.logLikelihood,
    'likelihood-ratio': fit.likelihoodRatioTest.chiSquare,
    'likelihood-ratio-p': fit.likelihoodRatioTest.p,
    'newton-steps': fit.iterations,
  });
  return { features, facts, coefficients, standardErrors, z, p, means, spreads, ...fit.baselines[0]!.hazard };
}

export function restore({ json, arrays }: State): CoefficientModel {
  return coxModel({ ...json, ...arrays } as unknown as Known);
}

function coxModel({ features, facts, ...arrays }: Known): CoefficientModel {
  const { coefficients, standardErrors, z, p, spreads } = arrays;
  return {
    kind: 'cox',
    async predict({ X }: View) {
      const { nCols } = X;
      if (nCols !== features.length) {
        throw new ShapeError({ where: 'cox', problem: `was fitted on ${features.length} features, got ${nCols}` });
      }
      const risks = coxLinearPredictor(arrays, columnsOf(X));
      return hazardPrediction(arrays, risks);
    },
    importance: () => coefficients.map((b, j) => Math.abs(b * spreads[j]!)),
    summary: () => facts,
    coefficients: () => ({ terms: features, estimates: coefficients, standardErrors, statistics: z, p }),
    toState: () => ({ kind: 'cox', json: { features, facts }, arrays }),
  };
}
