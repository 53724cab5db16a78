import { DataError, ShapeError } from '../../base/errors.ts';
import type { Model, State, View } from '../../table/contract.ts';
import { columnOf, type Matrix } from '../../table/matrix.ts';
import { posterior } from './posterior.ts';

/** What multinomial and complement naive Bayes come to: a weight for each class and feature. */
export interface CountModel {
  readonly kind: string;
  readonly classes: readonly string[];
  readonly nFeatures: number;
  /** Indices into `classes` of the classes that the model knows. */
  readonly present: Int32Array;
  /** Score before any feature, [present]. */
  readonly offsets: Float64Array;
  /** [present·nFeatures], class-major. */
  readonly weights: Float64Array;
}

/** @throws {DataError} naming the first feature with a value below 0. */
export function requireCounts({ X, features }: View, where: string): void {
  const at = X.data.findIndex((value) => value < 0);
  if (at < 0) return;
  throw new DataError({
    where,
    problem: `takes counts or other values of at least 0, got ${X.data[at]} in feature '${features[Math.floor(at / X.nRows)]}'`,
    hint: "leave 'standardize' and logarithms out of prepare, or use 'naive-bayes'",
  });
}

/** Weighted Σ of each feature over the rows of each class, [present·p] class-major. */
export function classTotals(X: Matrix, places: Int32Array, nPresent: number, weights: Float64Array): Float64Array {
  const totals = new Float64Array(nPresent * X.nCols);
  for (let j = 0; j < X.nCols; j++) {
    const x = columnOf(X, j);
    for (let i = 0; i < x.length; i++) totals[places[i]! * X.nCols + j]! += weights[i]! * x[i]!;
  }
  return totals;
}

export function restore(state: State): Model {
  return countModel({
    kind: state.kind,
    ...(state.json as unknown as Pick<CountModel, 'classes' | 'nFeatures'>),
    ...(state.arrays as unknown as Pick<CountModel, 'present' | 'offsets' | 'weights'>),
  });
}

export function countModel({ kind, classes, nFeatures: p, present, offsets, weights }: CountModel): Model {
  return {
    kind,
    async predict({ X }) {
      if (X.nCols !== p) {
        throw new ShapeError({ where: kind, problem: `was fitted on ${p} features, got ${X.nCols}` });
      }
      const n = X.nRows;
      const scores = new Float64Array(present.length * n);
      for (let q = 0; q < present.length; q++) {
        const score = scores.subarray(q * n, (q + 1) * n).fill(offsets[q]!);
        for (let j = 0; j < p; j++) {
          const x = columnOf(X, j);
          const weight = weights[q * p + j]!;
          for (let i = 0; i < n; i++) score[i]! += weight * x[i]!;
        }
      }
      return { task: 'classification', classes, probabilities: posterior(scores, n, present, classes.length) };
    },
    toState: () => ({ kind, json: { classes, nFeatures: p }, arrays: { present, offsets, weights } }),
  };
}
