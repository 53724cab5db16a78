import { exp } from '../../base/elementary.ts';
import { UnsupportedError } from '../../base/errors.ts';
import { climbWithPauses } from '../../numeric/newton-maximum.ts';
import {
  type CoefficientModel,
  finiteFacts,
  namesOf,
  warnAliased,
} from '../../numeric/regression/coefficient-table.ts';
import { spreadsOf } from '../../numeric/regression/design.ts';
import { logisticIterations } from '../../numeric/regression/logistic-regression.ts';
import type { Learner, State, TrainView } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { columnsOf } from '../../table/matrix.ts';
import { requireMoreRows } from '../../table/more-rows.ts';
import { type ClassTarget, presentClasses, requireTask } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';
import { FLOAT32_TOLERANCE, factsOf, type RegressionFacts, regressionModel, termsOf } from './regression-model.ts';

/**
 * Logistic regression without penalty, for two classes: coefficients are log odds of the second class in alphabetical order. When to use
 * it: fewer features than samples, and the question is which of them matter. The model's `coefficients()` has estimates, standard errors,
 * z and p; an odds ratio is exp(estimate). Importance is |coefficient|·standard deviation of the feature.
 * Refuses missing values, fewer samples than features plus two (DataError), and more than two classes (UnsupportedError). Classes that
 * features separate without error are a warning: errors and tests then mean nothing, predictions still do.
 * Solver, cost, source: `numeric/regression`.
 */
export function create(): Learner {
  return {
    kind: 'logistic',
    params: {},
    async fit(data, ctx) {
      const target = requireTask(data.target, 'classification', 'logistic');
      if (target.classes.length > 2) {
        throw new UnsupportedError({
          where: 'logistic',
          problem: `serves two classes, got ${target.classes.length}`,
          hint: 'use elastic-net',
        });
      }
      requireFinite(data, 'logistic');
      requireMoreRows(data, 'logistic', 'elastic-net');
      const { present } = presentClasses(target);
      if (present.length === 1) return logisticModel(certain(data, target, present[0]!));
      const steps = logisticIterations(
        { columns: columnsOf(data.X), y: target.codes, weights: data.weights && rowWeights(data, 'logistic') },
        { tolerance: FLOAT32_TOLERANCE },
      );
      const fit = await climbWithPauses(steps, ctx.signal, 'logistic');
      warnAliased(fit.aliased, data.features, 'logistic', ctx);
      if (fit.separated.length > 0) {
        ctx.warn({
          code: 'separated-classes',
          where: 'logistic',
          message: `features tell the classes apart without error, so their coefficients have no bound and their tests mean nothing: ${namesOf(fit.separated, data.features)}`,
        });
      } else if (!fit.converged) {
        ctx.warn({ code: 'not-converged', where: 'logistic', message: `stopped after ${fit.iterations} Newton steps` });
      }
      return logisticModel({
        kind: 'logistic',
        table: {
          terms: termsOf(data.features),
          estimates: fit.coefficients,
          standardErrors: fit.standardErrors,
          statistics: fit.z,
          p: fit.p,
        },
        spreads: spreadsOf(columnsOf(data.X)),
        facts: finiteFacts({
          features: data.X.nCols - fit.aliased.length,
          deviance: fit.deviance,
          'null-deviance': fit.nullDeviance,
          'likelihood-ratio': fit.likelihoodRatioTest.chiSquare,
          'likelihood-ratio-p': fit.likelihoodRatioTest.p,
          'newton-steps': fit.iterations,
        }),
        extra: { classes: target.classes },
      });
    },
  };
}

export function restore(state: State): CoefficientModel {
  return logisticModel(factsOf(state));
}

/** Training rows of one class: it is all there is to predict. */
function certain({ X, features }: TrainView, { classes }: ClassTarget, only: number): RegressionFacts {
  const terms = termsOf(features);
  const unknown = () => new Float64Array(terms.length).fill(Number.NaN);
  return {
    kind: 'logistic',
    table: {
      terms,
      estimates: new Float64Array(terms.length),
      standardErrors: unknown(),
      statistics: unknown(),
      p: unknown(),
    },
    spreads: spreadsOf(columnsOf(X)),
    facts: { features: 0 },
    extra: { classes, only },
  };
}

function logisticModel(known: RegressionFacts): CoefficientModel {
  const { classes, only } = known.extra as { classes: readonly string[]; only?: number };
  return regressionModel(known, (eta) => {
    const k = classes.length;
    const probabilities = new Float64Array(eta.length * k);
    eta.forEach((value, i) => {
      const far = exp(-Math.abs(value)) / (1 + exp(-Math.abs(value))); // of the unlikelier class
      if (only !== undefined) probabilities[i * k + only] = 1;
      else probabilities.set(value > 0 ? [far, 1 - far] : [1 - far, far], i * k);
    });
    return { task: 'classification', classes, probabilities };
  });
}
