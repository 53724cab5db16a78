import type { Context } from '../../base/context.ts';
import { ShapeError, throwIfCancelled } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { differingFeatures, squaredDistances } from '../../kernels/distances.ts';
import { nearestRows } from '../../numeric/nearest-neighbours.ts';
import type { Learner, Model, State } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { type Matrix, takeColumns, takeRows } from '../../table/matrix.ts';
import { type NumberTarget, requireTask, type Target } from '../../table/target.ts';
import { requireUnweighted } from '../../table/weights.ts';
import { correlationRows } from './correlation-rows.ts';

type Metric = 'euclidean' | 'correlation' | 'hamming';

/** Rows predicted at a time: bounds the memory of their distances to the training rows. */
const BATCH = 512;

/**
 * k nearest neighbours: the share of each class among the k training samples nearest to a sample, or the mean of their numbers; of equal
 * distances the earlier row. Distances: Euclidean; 1 − Pearson's r over the features (a sample whose features are all equal has none: its
 * distance to all is 1); Hamming, the share of features that are not equal, for genotypes and codes. When to use it: few, scaled features or strong clusters. Refuses missing values (DataError), in new samples too.
 * The model holds the training table. Cost: nothing to fit, O(n·p) a sample to predict. Source: Cover & Hart 1967. Checked against
 * scikit-learn 1.2.1 (KNeighborsClassifier and KNeighborsRegressor, brute force).
 */
export function create(params: ParamValues): Learner {
  return {
    kind: 'knn',
    params,
    async fit(data, ctx) {
      throwIfCancelled(ctx.signal, 'knn');
      requireUnweighted(data, 'knn');
      requireFinite(data, 'knn');
      const metric = params.metric as Metric;
      const X = firstColumns(data.X, params.first as number);
      return knnModel({
        ...truthOf(data.target),
        k: params.k as number,
        metric,
        weights: params.weights as 'uniform' | 'distance',
        nFeatures: data.X.nCols,
        rows: metric === 'correlation' ? correlationRows(X) : { ...X, data: X.data.slice() },
      });
    },
  };
}

export function restore(state: State): Model {
  const {
    nRows,
    nCols,
    nFeatures = nCols,
    ...json
  } = state.json as unknown as KnnJson & Truth & { nRows: number; nCols: number };
  const { rows, ...truth } = state.arrays as { rows: Float32Array };
  return knnModel({ ...json, ...truth, nFeatures, rows: { nRows, nCols, data: rows } });
}

/** What the training rows vote for. */
type Truth =
  | { readonly task: 'classification'; readonly classes: readonly string[]; readonly codes: Int32Array }
  | NumberTarget;

function truthOf(target: Target): Truth {
  if (target.task === 'regression') return { task: target.task, values: target.values.slice() };
  const { task, classes, codes } = requireTask(target, 'classification', 'knn');
  return { task, classes, codes: codes.slice() };
}

interface KnnJson {
  readonly k: number;
  readonly metric: Metric;
  readonly weights: 'uniform' | 'distance';
  /** Of the tables it was fitted on and takes; the rows hold the first of them. */
  readonly nFeatures: number;
}
type Knn = Truth &
  KnnJson & {
    /** The training rows: as they were, or as `correlationRows` makes them. */
    readonly rows: Matrix;
  };

function knnModel(model: Knn): Model {
  const { k, metric, weights, rows, nFeatures } = model;
  return {
    kind: 'knn',
    async predict(view, ctx) {
      const { X } = view;
      if (X.nCols !== nFeatures) {
        throw new ShapeError({ where: 'knn', problem: `was fitted on ${nFeatures} features, got ${X.nCols}` });
      }
      requireFinite(view, 'knn');
      const width = model.task === 'classification' ? model.classes.length : 1;
      const out = new Float64Array(X.nRows * width);
      for (let start = 0; start < X.nRows; start += BATCH) {
        const count = Math.min(BATCH, X.nRows - start);
        const batch = takeRows(
          firstColumns(X, rows.nCols),
          Array.from({ length: count }, (_, i) => start + i),
        );
        const distances = await distancesOf(model, batch, ctx);
        for (let i = 0; i < count; i++) {
          const row = distances.subarray(i * rows.nRows, (i + 1) * rows.nRows);
          const at = (start + i) * width;
          addVotes(model, row, out.subarray(at, at + width));
        }
        ctx.progress((start + count) / X.nRows, 'nearest neighbours');
      }
      if (model.task === 'regression') return { task: model.task, values: out };
      return { task: model.task, classes: model.classes, probabilities: out };
    },
    summary: () => ({
      k: Math.min(k, rows.nRows),
      metric,
      ...(rows.nCols < nFeatures ? { first: rows.nCols } : {}),
      'training-samples': rows.nRows,
    }),
    toState: () => ({
      kind: 'knn',
      json: {
        ...{ task: model.task, k, metric, weights, nFeatures, nRows: rows.nRows, nCols: rows.nCols },
        ...(model.task === 'classification' ? { classes: model.classes } : {}),
      },
      arrays: {
        rows: rows.data,
        ...(model.task === 'classification' ? { codes: model.codes } : { values: model.values }),
      },
    }),
  };
}

/** The table itself where there are no more. @param first 0 is all. */
function firstColumns(X: Matrix, first: number): Matrix {
  if (first === 0 || first >= X.nCols) return X;
  return takeColumns(
    X,
    Array.from({ length: first }, (_, j) => j),
  );
}

async function distancesOf({ metric, rows }: Knn, X: Matrix, ctx: Context): Promise<Float64Array> {
  if (metric === 'euclidean') return (await squaredDistances(ctx, X, rows)).map(Math.sqrt);
  if (metric === 'hamming') return (await differingFeatures(ctx, X, rows)).map((count) => count / X.nCols);
  // Of rows of mean 0 and length 1, ‖u − v‖² = 2 − 2r; rows without a correlation are NaN.
  const squares = await squaredDistances(ctx, correlationRows(X), rows);
  return squares.map((d) => (Number.isNaN(d) ? 1 : d / 2));
}

/** Shares of the classes among the nearest rows, or the mean of their numbers, into `out` [nClasses or 1], which holds zeros. */
function addVotes(model: Knn, distances: Float64Array, out: Float64Array): void {
  const { k, weights } = model;
  const nearest = nearestRows(distances, k);
  const touching = distances[nearest[0]!] === 0;
  let total = 0;
  for (const l of nearest) {
    const distance = distances[l]!;
    const vote = weights === 'uniform' ? 1 : touching ? Number(distance === 0) : 1 / distance;
    if (model.task === 'classification') out[model.codes[l]!]! += vote;
    else out[0]! += vote * model.values[l]!;
    total += vote;
  }
  for (let c = 0; c < out.length; c++) out[c]! /= total;
}
