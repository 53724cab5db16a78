import { throwIfCancelled } from '../../base/errors.ts';
import { type CoefficientModel, finiteFacts, warnAliased } from '../../numeric/regression/coefficient-table.ts';
import { spreadsOf } from '../../numeric/regression/design.ts';
import { leastSquares } from '../../numeric/regression/least-squares.ts';
import type { Learner, State } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { columnsOf } from '../../table/matrix.ts';
import { requireMoreRows } from '../../table/more-rows.ts';
import { requireTask } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';
import { FLOAT32_TOLERANCE, factsOf, type RegressionFacts, regressionModel, termsOf } from './regression-model.ts';

/**
 * Linear regression by least squares, with an intercept. When to use it: fewer features than samples, and the question is which of them
 * matter. The model's `coefficients()` has estimates, standard errors, t and p; its summary R², adjusted R², F and σ. Importance is
 * |coefficient|·standard deviation of the feature.
 * Weights say how sharply a sample was measured, as those of R's `lm`: estimates are those of repeated samples, degrees of freedom are not.
 * Refuses missing values and fewer samples than features plus two (DataError). A feature that can be computed from others is named in a
 * warning and gets no coefficient. Intervals of predictions: `leastSquares`, `predictLeastSquares`. Solver, cost, source: `numeric/regression`.
 */
export function create(): Learner {
  return {
    kind: 'linear',
    params: {},
    async fit(data, ctx) {
      const target = requireTask(data.target, 'regression', 'linear');
      throwIfCancelled(ctx.signal, 'linear');
      requireFinite(data, 'linear');
      requireMoreRows(data, 'linear', 'elastic-net or ridge');
      const weights = data.weights && rowWeights(data, 'linear');
      const fit = leastSquares({ columns: columnsOf(data.X), y: target.values, weights }, FLOAT32_TOLERANCE);
      warnAliased(fit.aliased, data.features, 'linear', ctx);
      return linearModel({
        kind: 'linear',
        table: {
          terms: termsOf(data.features),
          estimates: fit.coefficients,
          standardErrors: fit.standardErrors,
          statistics: fit.t,
          p: fit.p,
        },
        spreads: spreadsOf(columnsOf(data.X)),
        facts: finiteFacts({
          features: data.X.nCols - fit.aliased.length,
          'r-squared': fit.rSquared,
          'adjusted-r-squared': fit.adjustedRSquared,
          sigma: fit.residualStandardError,
          f: fit.fTest.f,
          'f-p': fit.fTest.p,
        }),
        extra: {},
      });
    },
  };
}

export function restore(state: State): CoefficientModel {
  return linearModel(factsOf(state));
}

const linearModel = (known: RegressionFacts) => regressionModel(known, (values) => ({ task: 'regression', values }));
