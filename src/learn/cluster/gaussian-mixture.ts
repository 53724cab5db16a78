import type { ParamValues } from '../../base/params.ts';
import { gaussianMixture, type Mixture, responsibilities, rowMajor } from '../../numeric/gaussian-mixture.ts';
import type { CovarianceKind, Gaussians } from '../../numeric/gaussians.ts';
import type { Learner, Model, State } from '../../table/contract.ts';
import { checkNewRows, checkRows } from './check-rows.ts';

const LARGEST = 9;

/**
 * Gaussian mixture (`gaussianMixture`): each component is a cluster. A sample, new or of the training, goes to the component most likely to
 * have made it, of equal ones the first.
 * When to use it: clusters of unlike spread or shape, with many more samples than features; put `pca` before it on wide tables. Refuses
 * missing values (DataError). Cost and sources at `gaussianMixture`; with k auto nine fits. Checked against scikit-learn 1.2.1.
 */
export function create(params: ParamValues): Learner {
  return {
    kind: 'gaussian-mixture',
    params,
    async fit(data, ctx) {
      checkRows(data, params.k!, ctx, 'gaussian-mixture');
      const { X } = data;
      const options = {
        covariance: params.covariance as CovarianceKind,
        regularisation: params.regularisation as number,
        tolerance: params.tolerance as number,
        maxIterations: params['max-iterations'] as number,
        starts: params.starts as number,
      };
      const ks =
        params.k === 'auto'
          ? Array.from({ length: Math.max(1, Math.min(LARGEST, X.nRows - 1)) }, (_, q) => q + 1)
          : [params.k as number];
      let best: Mixture | undefined;
      for (const k of ks) {
        const mixture = await gaussianMixture(ctx, X, k, options);
        if (!best || mixture.bic < best.bic) best = mixture;
        if (mixture.gaussians.k < k) break; // no more distinct rows
      }
      const { gaussians, logLikelihood, bic, iterations } = best!;
      return mixtureModel(gaussians, { clusters: gaussians.k, 'log-likelihood': logLikelihood, bic, iterations });
    },
  };
}

export function restore(state: State): Model {
  const { k, p, covariance, summary } = state.json as unknown as Json;
  const { logShares, means, factors } = state.arrays as Record<'logShares' | 'means' | 'factors', Float64Array>;
  return mixtureModel({ k, p, covariance, logShares, means, factors }, summary);
}

interface Json {
  readonly k: number;
  readonly p: number;
  readonly covariance: CovarianceKind;
  readonly summary: Readonly<Record<string, number | string>>;
}

function mixtureModel(gaussians: Gaussians, summary: Json['summary']): Model {
  const { k, p, covariance, logShares, means, factors } = gaussians;
  return {
    kind: 'gaussian-mixture',
    async predict(view) {
      checkNewRows(view, p, 'gaussian-mixture');
      const n = view.X.nRows;
      const { weights } = responsibilities(rowMajor(view.X), n, gaussians, 0);
      const labels = Int32Array.from({ length: n }, (_, i) => {
        let best = 0;
        for (let c = 1; c < k; c++) if (weights[i * k + c]! > weights[i * k + best]!) best = c;
        return best;
      });
      return { task: 'clustering', nClusters: k, labels };
    },
    summary: () => summary,
    toState: () => ({
      kind: 'gaussian-mixture',
      json: { k, p, covariance, summary },
      arrays: { logShares, means, factors },
    }),
  };
}
