import { DataError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { gramMatrix } from '../../kernels/gram.ts';
import { consensus, deltaAreas } from '../../numeric/consensus.ts';
import { renumbered } from '../../numeric/k-means.ts';
import { cutTree, linkage } from '../../numeric/linkage.ts';
import type { Learner } from '../../table/contract.ts';
import { denseCopy } from '../../table/matrix.ts';
import { checkRows } from './check-rows.ts';
import { candidates } from './choose-k.ts';
import { neighbourModel } from './neighbour-model.ts';

/**
 * Shares of ambiguous pairs that count as equal, so that the larger number wins: groups far apart can be joined in pairs without any
 * ambiguity, but hardly split.
 */
const CLOSE = 0.01;

/**
 * Consensus clustering (`consensus`): k-means on many subsamples; samples that keep falling together form a cluster, by average linkage on
 * 1 − the share of subsamples in which they did, cut at k. The state holds the areas A(k) and gains Δ(k) of Monti et al. and the shares
 * of ambiguous pairs. A new sample goes to the cluster of the nearest training sample, of equally near ones the first; a training sample so
 * gets back its own, unless an equal sample before it is in another.
 * When to use it: to ask how many clusters the samples support. Refuses missing values and k above a subsample (DataError). The model holds
 * the training table. Cost: at `consensus`. Source: Monti et al. 2003, Machine Learning 52. Checked on planted clusters.
 */
export function create(params: ParamValues): Learner {
  return {
    kind: 'consensus',
    params,
    async fit(data, ctx) {
      checkRows(data, params.k!, ctx, 'consensus');
      const { X } = data;
      const n = X.nRows;
      const share = params.share as number;
      const most = Math.max(1, Math.round(share * n));
      if (typeof params.k === 'number' && params.k > most) {
        throw new DataError({
          where: 'consensus',
          problem: `k must be at most the ${most} samples of a subsample, got ${params.k}`,
          hint: 'raise share, or ask for fewer clusters',
        });
      }
      const tried = candidates(n, params['max-k'] as number).filter((k) => k <= most);
      const ks = params.k === 'auto' ? (tried.length > 0 ? tried : [1]) : [params.k as number];
      const options = { resamples: params.resamples as number, share };
      const results = await consensus(ctx, await gramMatrix(ctx, X), n, ks, options);
      const least = Math.min(...results.map(({ ambiguous }) => ambiguous));
      const best = results.filter(({ ambiguous }) => ambiguous <= least + CLOSE).at(-1)!;
      const merges = await linkage(
        ctx,
        best.matrix.map((value) => 1 - value),
        n,
        'average',
      );
      const labels = renumbered(cutTree(merges, n, best.k));
      return neighbourModel({
        kind: 'consensus',
        rows: denseCopy(X),
        labels,
        nClusters: best.k,
        summary: { clusters: best.k, ambiguous: best.ambiguous, area: best.area },
        arrays: {
          ks: Int32Array.from(ks),
          areas: Float64Array.from(results, ({ area }) => area),
          deltas: Float64Array.from(deltaAreas(results)),
          ambiguous: Float64Array.from(results, ({ ambiguous }) => ambiguous),
        },
      });
    },
  };
}

export { restoreNeighbourModel as restore } from './neighbour-model.ts';
