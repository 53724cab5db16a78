import { DataError, ShapeError } from '../../base/errors.ts';
import { rowSums } from '../../numeric/row-sums.ts';
import type { Model, State, View } from '../../table/contract.ts';
import { columnOf, type Matrix } from '../../table/matrix.ts';
import { columnOfEntry } from '../../table/sparse.ts';
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
  const negative = X.sparse
    ? (firstNegative(X.sparse.base, (j) => j) ??
      firstNegative(X.sparse.values, (e) => columnOfEntry(X.sparse!.starts, e)))
    : firstNegative(X.data, (at) => Math.floor(at / X.nRows));
  if (!negative) return;
  throw new DataError({
    where,
    problem: `takes counts or other values of at least 0, got ${negative.value} in feature '${features[negative.j]}'`,
    hint: "leave 'standardize' and logarithms out of prepare, or use 'naive-bayes'",
  });
}

function firstNegative(values: Float32Array, columnAt: (at: number) => number) {
  const at = values.findIndex((value) => value < 0);
  return at < 0 ? null : { value: values[at]!, j: columnAt(at) };
}

/** Weighted Σ of each feature over the rows of each class, [present·p] class-major. */
export function classTotals(X: Matrix, places: Int32Array, nPresent: number, weights: Float64Array): Float64Array {
  const { nCols: p, sparse } = X;
  const totals = new Float64Array(nPresent * p);
  if (sparse) {
    const members = new Float64Array(nPresent);
    places.forEach((place, i) => {
      members[place]! += weights[i]!;
    });
    for (let j = 0; j < p; j++) {
      const base = sparse.base[j]!;
      for (let q = 0; q < nPresent; q++) totals[q * p + j] = members[q]! * base;
      for (let e = sparse.starts[j]!; e < sparse.starts[j + 1]!; e++) {
        const i = sparse.rows[e]!;
        totals[places[i]! * p + j]! += weights[i]! * (sparse.values[e]! - base);
      }
    }
    return totals;
  }
  for (let j = 0; j < p; j++) {
    const x = columnOf(X, j);
    for (let i = 0; i < x.length; i++) totals[places[i]! * p + j]! += weights[i]! * x[i]!;
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
      for (let q = 0; q < present.length; q++)
        scores.set(rowSums(X, offsets[q]!, weights.subarray(q * p, (q + 1) * p)), q * n);
      return { task: 'classification', classes, probabilities: posterior(scores, n, present, classes.length) };
    },
    toState: () => ({ kind, json: { classes, nFeatures: p }, arrays: { present, offsets, weights } }),
  };
}
