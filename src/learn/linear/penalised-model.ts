import { exp } from '../../base/elementary.ts';
import { ShapeError } from '../../base/errors.ts';
import { rowSums } from '../../numeric/row-sums.ts';
import type { Model, State } from '../../table/contract.ts';
import type { Matrix } from '../../table/matrix.ts';
import type { Prediction } from '../../table/prediction.ts';
import { hazardPrediction } from '../../table/prediction.ts';

/** Linear predictors, in the few features that have a coefficient. */
export interface Coefficients {
  readonly nFeatures: number;
  /** [nPredictors] */
  readonly intercepts: Float64Array;
  /** predictor·nFeatures + feature, [entries]. */
  readonly indices: Uint32Array;
  /** [entries] */
  readonly values: Float64Array;
}

/** What is made of the linear predictors. */
export type Outcome =
  /** One predictor for two present classes, one each for more; `present`: indices into `classes` of those that the model knows. */
  | { readonly task: 'classification'; readonly classes: readonly string[]; readonly present: Int32Array }
  | { readonly task: 'regression'; readonly family: string }
  /** `centre`: the mean linear predictor of the training rows, whose hazard `cumulativeHazard` is, at `times`. */
  | {
      readonly task: 'survival';
      readonly centre: number;
      readonly times: Float64Array;
      readonly cumulativeHazard: Float64Array;
    };

/** How the fit came about, for the record. */
export interface FitFacts {
  readonly l1Ratio: number;
  readonly lambda: number;
  readonly gap: number;
  readonly explained: number;
}

export interface PenalisedModel {
  readonly kind: string;
  readonly coefficients: Coefficients;
  readonly outcome: Outcome;
  readonly facts: FitFacts;
}

/** η of each row for each predictor, [nPredictors][n]. */
export function linearPredictors({ nFeatures, intercepts, indices, values }: Coefficients, X: Matrix): Float64Array[] {
  return Array.from(intercepts, (intercept, q) => {
    // Entries stand in no order of predictors.
    const own = [...indices.keys()].filter((e) => Math.floor(indices[e]! / nFeatures) === q);
    const weights = own.map((e) => values[e]!);
    const columns = own.map((e) => indices[e]! - q * nFeatures);
    return rowSums(X, intercept, weights, columns);
  });
}

export function penalisedModel(model: PenalisedModel): Model {
  const { kind, coefficients, outcome, facts } = model;
  const { nFeatures, indices, values } = coefficients;
  return {
    kind,
    async predict({ X }) {
      if (X.nCols !== nFeatures) {
        throw new ShapeError({ where: kind, problem: `was fitted on ${nFeatures} features, got ${X.nCols}` });
      }
      return predictionOf(outcome, linearPredictors(coefficients, X), X.nRows);
    },
    importance() {
      const sums = new Float64Array(nFeatures);
      for (let e = 0; e < indices.length; e++) sums[indices[e]! % nFeatures]! += Math.abs(values[e]!);
      return sums;
    },
    summary: () => ({
      'l1-ratio': facts.l1Ratio,
      lambda: facts.lambda,
      features: new Set(indices.map((at) => at % nFeatures)).size,
      'duality-gap': facts.gap,
      explained: facts.explained,
    }),
    toState() {
      const { intercepts } = coefficients;
      const { json, arrays } = outcomeState(outcome);
      return { kind, json: { ...facts, nFeatures, ...json }, arrays: { intercepts, indices, values, ...arrays } };
    },
  };
}

export function restorePenalised({ kind, json, arrays }: State): Model {
  const { nFeatures, l1Ratio, lambda, gap, explained, ...rest } = json as unknown as FitFacts & { nFeatures: number };
  const { intercepts, indices, values, ...more } = arrays as unknown as Omit<Coefficients, 'nFeatures'>;
  return penalisedModel({
    kind,
    coefficients: { nFeatures, intercepts, indices, values },
    outcome: { ...rest, ...more } as Outcome,
    facts: { l1Ratio, lambda, gap, explained },
  });
}

function outcomeState(outcome: Outcome): Pick<State, 'json' | 'arrays'> {
  switch (outcome.task) {
    case 'classification': {
      const { present, ...json } = outcome;
      return { json, arrays: { present } };
    }
    case 'regression':
      return { json: outcome, arrays: {} };
    case 'survival': {
      const { times, cumulativeHazard, ...json } = outcome;
      return { json, arrays: { times, cumulativeHazard } };
    }
  }
}

function predictionOf(outcome: Outcome, eta: readonly Float64Array[], n: number): Prediction {
  switch (outcome.task) {
    case 'classification': {
      const { classes, present } = outcome;
      const probabilities = new Float64Array(n * classes.length);
      // One predictor is the logarithm of the odds of the second class.
      const all = eta.length === 1 && present.length === 2 ? [new Float64Array(n), eta[0]!] : eta;
      for (let i = 0; i < n; i++)
        softmaxRow(all, i, present, probabilities.subarray(i * classes.length, (i + 1) * classes.length));
      return { task: outcome.task, classes, probabilities };
    }
    case 'regression':
      return { task: outcome.task, values: outcome.family === 'poisson' ? eta[0]!.map(exp) : eta[0]! };
    case 'survival': {
      const risks = eta[0]!.map((value) => value - outcome.centre);
      return hazardPrediction(outcome, risks);
    }
  }
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
