import type { Context } from '../../base/context.ts';
import { ShapeError, throwIfCancelled } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { squaredDistances } from '../../kernels/distances.ts';
import type { Learner, Model, State } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { type Matrix, takeRows } from '../../table/matrix.ts';
import { requireTask } from '../../table/target.ts';
import { correlationRows } from './correlation-rows.ts';
import { nearestRows } from './nearest-rows.ts';

type Metric = 'euclidean' | 'correlation';

/** Rows predicted at a time: bounds the memory of their distances to the training rows. */
const BATCH = 512;

/**
 * k nearest neighbours: the share of each class among the k training samples nearest to a sample; of equal distances the earlier row.
 * Distances: Euclidean, or 1 − Pearson's r over the features (a sample whose features are all equal has none: its distance to all is 1).
 * When to use it: few, scaled features or strong clusters. Refuses missing values (DataError), in new samples too.
 * The model holds the training table. Cost: nothing to fit, O(n·p) a sample to predict. Source: Cover & Hart 1967. Checked against
 * scikit-learn 1.2.1 (KNeighborsClassifier, brute force).
 */
export function create(params: ParamValues): Learner {
  return {
    kind: 'knn',
    params,
    async fit(data, ctx) {
      throwIfCancelled(ctx.signal, 'knn');
      requireFinite(data, 'knn');
      const target = requireTask(data.target, 'classification', 'knn');
      const metric = params.metric as Metric;
      return knnModel({
        classes: target.classes,
        k: params.k as number,
        metric,
        weights: params.weights as 'uniform' | 'distance',
        rows: metric === 'correlation' ? correlationRows(data.X) : { ...data.X, data: data.X.data.slice() },
        codes: target.codes.slice(),
      });
    },
  };
}

export function restore(state: State): Model {
  const { nRows, nCols, ...json } = state.json as unknown as KnnJson & { nRows: number; nCols: number };
  const { rows, codes } = state.arrays as { rows: Float32Array; codes: Int32Array };
  return knnModel({ ...json, rows: { nRows, nCols, data: rows }, codes });
}

interface KnnJson {
  readonly classes: readonly string[];
  readonly k: number;
  readonly metric: Metric;
  readonly weights: 'uniform' | 'distance';
}
interface Knn extends KnnJson {
  /** The training rows: as they were, or as `correlationRows` makes them. */
  readonly rows: Matrix;
  readonly codes: Int32Array;
}

function knnModel(model: Knn): Model {
  const { classes, k, metric, weights, rows, codes } = model;
  return {
    kind: 'knn',
    async predict(view, ctx) {
      const { X } = view;
      if (X.nCols !== rows.nCols) {
        throw new ShapeError({ where: 'knn', problem: `was fitted on ${rows.nCols} features, got ${X.nCols}` });
      }
      requireFinite(view, 'knn');
      const probabilities = new Float64Array(X.nRows * classes.length);
      for (let start = 0; start < X.nRows; start += BATCH) {
        const count = Math.min(BATCH, X.nRows - start);
        const batch = takeRows(
          X,
          Array.from({ length: count }, (_, i) => start + i),
        );
        const distances = await distancesOf(model, batch, ctx);
        for (let i = 0; i < count; i++) {
          const row = distances.subarray(i * rows.nRows, (i + 1) * rows.nRows);
          const at = (start + i) * classes.length;
          addVotes(model, row, probabilities.subarray(at, at + classes.length));
        }
        ctx.progress((start + count) / X.nRows, 'nearest neighbours');
      }
      return { task: 'classification', classes, probabilities };
    },
    summary: () => ({ k: Math.min(k, rows.nRows), metric, 'training-samples': rows.nRows }),
    toState: () => ({
      kind: 'knn',
      json: { classes, k, metric, weights, nRows: rows.nRows, nCols: rows.nCols },
      arrays: { rows: rows.data, codes },
    }),
  };
}

async function distancesOf({ metric, rows }: Knn, X: Matrix, ctx: Context): Promise<Float64Array> {
  if (metric === 'euclidean') return (await squaredDistances(ctx, X, rows)).map(Math.sqrt);
  // Of rows of mean 0 and length 1, ‖u − v‖² = 2 − 2r; rows without a correlation are NaN.
  const squares = await squaredDistances(ctx, correlationRows(X), rows);
  return squares.map((d) => (Number.isNaN(d) ? 1 : d / 2));
}

/** Shares of the classes among the nearest rows, into `shares` [nClasses], which holds zeros. */
function addVotes({ k, weights, codes }: Knn, distances: Float64Array, shares: Float64Array): void {
  const nearest = nearestRows(distances, k);
  const touching = distances[nearest[0]!] === 0;
  let total = 0;
  for (const l of nearest) {
    const distance = distances[l]!;
    const vote = weights === 'uniform' ? 1 : touching ? Number(distance === 0) : 1 / distance;
    shares[codes[l]!]! += vote;
    total += vote;
  }
  for (let c = 0; c < shares.length; c++) shares[c]! /= total;
}
