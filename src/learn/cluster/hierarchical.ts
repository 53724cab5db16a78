import type { ParamValues } from '../../base/params.ts';
import { renumbered } from '../../numeric/k-means.ts';
import { cutTree, type LinkageMethod, linkage } from '../../numeric/linkage.ts';
import { rowDistances } from '../../numeric/row-distances.ts';
import type { Learner } from '../../table/contract.ts';
import { denseCopy } from '../../table/matrix.ts';
import { checkRows } from './check-rows.ts';
import { candidates, score } from './choose-k.ts';
import { neighbourModel } from './neighbour-model.ts';

/**
 * Hierarchical clustering (`linkage`) on Euclidean distances, the tree cut at k clusters, the largest first. A new sample goes to the cluster
 * of the nearest training sample, of equally near ones the first; a training sample so gets back its own, unless an equal sample before
 * it is in another.
 * When to use it: up to some thousand samples, or when the tree itself is wanted: the state holds its merges. Refuses missing values and k
 * above the samples (DataError). The model holds the training table. Cost n²p/2 and O(n²), memory 24·n² bytes. Checked against scipy 1.10.1.
 */
export function create(params: ParamValues): Learner {
  return {
    kind: 'hierarchical',
    params,
    async fit(data, ctx) {
      checkRows(data, params.k!, ctx, 'hierarchical');
      const { X } = data;
      const n = X.nRows;
      const distances = await rowDistances(ctx, X);
      const merges = await linkage(ctx, distances, n, params.linkage as LinkageMethod);
      let labels = cutTree(merges, n, typeof params.k === 'number' ? params.k : 1);
      let silhouette: number | undefined;
      for (const k of params.k === 'auto' ? candidates(n) : []) {
        const cut = cutTree(merges, n, k);
        const value = score(distances, cut);
        if (silhouette !== undefined && value <= silhouette) continue;
        silhouette = value;
        labels = cut;
      }
      const nClusters = Math.max(...labels) + 1;
      return neighbourModel({
        kind: 'hierarchical',
        rows: denseCopy(X),
        labels: renumbered(labels),
        nClusters,
        summary: { clusters: nClusters, ...(silhouette === undefined ? {} : { silhouette }) },
        arrays: { merges },
      });
    },
  };
}

export { restoreNeighbourModel as restore } from './neighbour-model.ts';
