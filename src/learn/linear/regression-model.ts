import { ShapeError } from '../../base/errors.ts';
import type { CoefficientModel, CoefficientTable } from '../../numeric/regression/coefficient-table.ts';
import { linearSum } from '../../numeric/regression/design.ts';
import type { State, View } from '../../table/contract.ts';
import { columnsOf } from '../../table/matrix.ts';
import type { Prediction } from '../../table/prediction.ts';

/** float32 holds a value to 6e-8 of itself: columns nearer to a combination of others than this are one. */
export const FLOAT32_TOLERANCE = 1e-6;

/** What `linear` and `logistic` remember. */
export interface RegressionFacts {
  readonly kind: string;
  readonly table: CoefficientTable;
  /** Standard deviation of each feature in the training rows, [p]. */
  readonly spreads: Float64Array;
  readonly facts: Readonly<Record<string, number>>;
  /** Plain data that the prediction needs beside the coefficients. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** @param predict from linear predictors to the prediction. */
export function regressionModel(known: RegressionFacts, predict: (eta: Float64Array) => Prediction): CoefficientModel {
  const { kind, table, spreads, facts, extra } = known;
  const p = spreads.length;
  return {
    kind,
    async predict({ X }: View) {
      if (X.nCols !== p) throw new ShapeError({ where: kind, problem: `was fitted on ${p} features, got ${X.nCols}` });
      return predict(linearSum(table.estimates, columnsOf(X), X.nRows));
    },
    importance: () => spreads.map((spread, j) => Math.abs(table.estimates[j + 1]! * spread)),
    summary: () => facts,
    coefficients: () => table,
    toState: () => ({
      kind,
      json: { ...extra, terms: table.terms, facts },
      arrays: {
        estimates: table.estimates,
        standardErrors: table.standardErrors,
        statistics: table.statistics,
        p: table.p,
        spreads,
      },
    }),
  };
}

/** What `toState` wrote. */
export function factsOf({ kind, json, arrays }: State): RegressionFacts {
  const { terms, facts, ...extra } = json as { terms: readonly string[]; facts: Record<string, number> };
  const { estimates, standardErrors, statistics, p, spreads } = arrays as Record<string, Float64Array>;
  return {
    kind,
    table: { terms, estimates: estimates!, standardErrors: standardErrors!, statistics: statistics!, p: p! },
    spreads: spreads!,
    facts,
    extra,
  };
}

export const termsOf = (features: readonly string[]) => ['(intercept)', ...features];
