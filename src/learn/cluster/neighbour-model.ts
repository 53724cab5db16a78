import type { Context } from '../../base/context.ts';
import { squaredDistances } from '../../kernels/distances.ts';
import type { Model, State } from '../../table/contract.ts';
import { type Matrix, takeRows } from '../../table/matrix.ts';
import { checkNewRows } from './check-rows.ts';

const BATCH = 512; // rows at a time: bounds the memory of their distances

/** A model that gives a sample the cluster of the nearest row it keeps. */
export interface NeighbourModel {
  readonly kind: string;
  /** The rows kept, [m, p], and the cluster of each, [m]. */
  readonly rows: Matrix;
  readonly labels: Int32Array;
  readonly nClusters: number;
  /** Samples farther than this from every row kept are noise, −1. Absent: none is. */
  readonly radius?: number;
  readonly summary: Readonly<Record<string, number | string>>;
  /** More of the fit for whoever reads the state, such as the merges of a tree. */
  readonly arrays?: State['arrays'];
}

export function neighbourModel(model: NeighbourModel): Model {
  const { kind, rows, labels, nClusters, radius, summary, arrays = {} } = model;
  return {
    kind,
    async predict(view, ctx) {
      checkNewRows(view, rows.nCols, kind);
      return { task: 'clustering', nClusters, labels: await nearestLabels(ctx, view.X, rows, labels, radius) };
    },
    summary: () => summary,
    toState: () => ({
      kind,
      json: { nRows: rows.nRows, nCols: rows.nCols, nClusters, ...(radius === undefined ? {} : { radius }), summary },
      arrays: { ...arrays, rows: rows.data, labels },
    }),
  };
}

export function restoreNeighbourModel(state: State): Model {
  const { nRows, nCols, ...json } = state.json as unknown as Omit<NeighbourModel, 'rows'> & Matrix;
  const { rows, labels, ...arrays } = state.arrays as State['arrays'] & { rows: Float32Array; labels: Int32Array };
  return neighbourModel({ ...json, kind: state.kind, rows: { nRows, nCols, data: rows }, labels, arrays });
}

/** Of equally near rows the first. */
async function nearestLabels(
  ctx: Context,
  X: Matrix,
  rows: Matrix,
  labels: Int32Array,
  radius = Number.POSITIVE_INFINITY,
): Promise<Int32Array> {
  const n = X.nRows;
  const m = rows.nRows;
  const reach = (radius * (1 + 1e-6)) ** 2;
  const out = new Int32Array(n).fill(-1);
  if (m === 0) return out;
  for (let start = 0; start < n; start += BATCH) {
    const count = Math.min(BATCH, n - start);
    const batch = takeRows(
      X,
      Int32Array.from({ length: count }, (_, i) => start + i),
    );
    const distances = await squaredDistances(ctx, batch, rows);
    for (let i = 0; i < count; i++) {
      let best = 0;
      for (let l = 1; l < m; l++) if (distances[i * m + l]! < distances[i * m + best]!) best = l;
      if (distances[i * m + best]! <= reach) out[start + i] = labels[best]!;
    }
  }
  return out;
}
