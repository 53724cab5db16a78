import type { ParamValues } from '../../base/params.ts';
import { dbscan, kneeDistance } from '../../numeric/dbscan.ts';
import { rowDistances } from '../../numeric/row-distances.ts';
import type { Learner } from '../../table/contract.ts';
import { takeRows } from '../../table/matrix.ts';
import { checkRows } from './check-rows.ts';
import { neighbourModel } from './neighbour-model.ts';

/**
 * DBSCAN (`dbscan`): clusters are regions with many samples, of any shape; samples in no such region are noise (−1). A sample, new or of the
 * training, goes to the cluster of the nearest core sample within eps, else it is noise: for training samples this is their cluster, but
 * that a border sample within reach of two goes to the nearer, not to the earlier one.
 * When to use it: few features, after `pca` or an embedding; in many dimensions all distances are alike. Refuses missing values (DataError).
 * The model holds the core samples. Cost n²p/2 and O(n²), memory 8·n² bytes. Source: Ester et al. 1996, KDD. Checked against scikit-learn 1.2.1.
 */
export function create(params: ParamValues): Learner {
  return {
    kind: 'dbscan',
    params,
    async fit(data, ctx) {
      checkRows(data, null, ctx, 'dbscan');
      const n = data.X.nRows;
      const minPoints = params['min-points'] as number;
      const distances = await rowDistances(ctx, data.X);
      const eps = params.eps === 'auto' ? kneeDistance(distances, n, minPoints) : (params.eps as number);
      const { labels, core, nClusters } = dbscan(distances, n, eps, minPoints);
      const kept = Int32Array.from(core.keys()).filter((i) => core[i] === 1);
      const noise = labels.reduce((count, label) => count + Number(label < 0), 0);
      if (nClusters === 0) {
        const message = `no sample has ${minPoints} within eps ${eps}: all are noise`;
        ctx.warn({ code: 'no-cluster', where: 'dbscan', message });
      }
      return neighbourModel({
        kind: 'dbscan',
        rows: takeRows(data.X, kept),
        labels: kept.map((i) => labels[i]!),
        nClusters,
        radius: eps,
        summary: { clusters: nClusters, eps, 'min-points': minPoints, core: kept.length, noise },
      });
    },
  };
}

export { restoreNeighbourModel as restore } from './neighbour-model.ts';
