import type { Context } from '../../base/context.ts';
import type { ParamValues } from '../../base/params.ts';
import { gramMatrix } from '../../kernels/gram.ts';
import { type KMeans, kMeans, nearestCentres } from '../../numeric/k-means.ts';
import { rowDistances } from '../../numeric/row-distances.ts';
import type { Learner, Model, State } from '../../table/contract.ts';
import type { Matrix } from '../../table/matrix.ts';
import { checkNewRows, checkRows } from './check-rows.ts';
import { candidates, sampleOfRows, score, takeSample } from './choose-k.ts';

/**
 * k-means clusters (`kMeans`), the largest first. A new sample goes to the nearest centre, of equal ones the first; training samples get
 * back their clusters by the same rule.
 * When to use it: round clusters of like spread, on features of one scale. Refuses missing values (DataError) and k above the samples.
 * Cost and sources at `kMeans`; with k auto nine fits and the silhouettes. Checked against scikit-learn 1.2.1.
 */
export function create(params: ParamValues): Learner {
  return {
    kind: 'k-means',
    params,
    async fit(data, ctx) {
      checkRows(data, params.k!, ctx, 'k-means');
      const { X } = data;
      const gram = X.nCols >= X.nRows ? await gramMatrix(ctx, X) : undefined;
      const options = {
        starts: params.starts as number,
        maxIterations: params['max-iterations'] as number,
        ...(gram ? { gram } : {}),
      };
      const withK = (k: number) => kMeans(ctx, X, k, options);
      const best = params.k === 'auto' ? await bestOf(X, withK, ctx) : { model: await withK(params.k as number) };
      if (!best.model.converged) {
        const passes = params['max-iterations'];
        const message = `the best start still moved rows after ${passes} passes`;
        ctx.warn({ code: 'not-converged', where: 'k-means', message });
      }
      const { centres, inertia, iterations } = best.model;
      const facts = 'silhouette' in best ? { silhouette: best.silhouette } : {};
      return centreModel(centres, { clusters: centres.nRows, inertia, iterations, ...facts });
    },
  };
}

export function restore(state: State): Model {
  const { nRows, nCols, summary } = state.json as unknown as Json;
  return centreModel({ nRows, nCols, data: state.arrays.centres as Float32Array }, summary);
}

interface Json {
  readonly nRows: number;
  readonly nCols: number;
  readonly summary: Readonly<Record<string, number | string>>;
}

/** The number of clusters with the largest mean silhouette, of equal ones the smaller; one cluster where nothing can be told apart. */
async function bestOf(X: Matrix, withK: (k: number) => Promise<KMeans>, ctx: Context) {
  const sample = sampleOfRows(X.nRows);
  const distances = await rowDistances(ctx, takeSample(X, sample));
  let best: { model: KMeans; silhouette: number } | undefined;
  for (const k of candidates(X.nRows)) {
    const model = await withK(k);
    const silhouette = score(
      distances,
      sample.map((i) => model.labels[i]!),
    );
    if (!best || silhouette > best.silhouette) best = { model, silhouette };
    if (model.centres.nRows < k) break; // no more distinct rows
  }
  return best ?? { model: await withK(1) };
}

function centreModel(centres: Matrix, summary: Json['summary']): Model {
  return {
    kind: 'k-means',
    async predict(view, ctx) {
      checkNewRows(view, centres.nCols, 'k-means');
      return { task: 'clustering', nClusters: centres.nRows, labels: await nearestCentres(ctx, view.X, centres) };
    },
    summary: () => summary,
    toState: () => ({
      kind: 'k-means',
      json: { nRows: centres.nRows, nCols: centres.nCols, summary },
      arrays: { centres: centres.data },
    }),
  };
}
