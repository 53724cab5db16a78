import { adjustedRandIndex } from './adjusted-rand-index.ts';
import type { ClusterMetric } from './cluster-metric.ts';

/**
 * Mean over the folds of the adjusted Rand index between the clusters of the fold's samples and those that a fit without them assigns them
 * to: 1 when each fit finds the same groups, 0 in expectation when they have nothing in common. Folds without weight are left out; NaN
 * when there are no such assignments. One cluster for everyone is perfectly stable: to be read beside the silhouette.
 * Cost O(n). Source: the predictive agreement of Lange et al. 2004, Neural Computation 16, and of Tibshirani & Walther
 * 2005, JCGS 14, with the adjusted Rand index in place of the share of pairs or samples.
 */
export const stability: ClusterMetric = {
  name: 'stability',
  task: 'clustering',
  greaterIsBetter: true,
  doc: 'Agreement (adjusted Rand index) with the groups that samples are given by a fit without them.',
  range: [-1, 1],
  compute({ labels, assigned, folds, weights }) {
    if (!assigned || !folds) return Number.NaN;
    const rows = new Map<number, number[]>();
    folds.forEach((fold, i) => {
      if (weights && weights[i] === 0) return;
      const own = rows.get(fold);
      if (own) own.push(i);
      else rows.set(fold, [i]);
    });
    // Of a single sample nothing can be told: it is alone in both partitions.
    const parts = [...rows.values()].filter((part) => part.length > 1);
    const take = (values: ArrayLike<number>, part: readonly number[]) => part.map((i) => values[i]!);
    const agreement = parts.map((part) =>
      adjustedRandIndex(take(labels, part), take(assigned, part), weights && take(weights, part)),
    );
    return agreement.reduce((sum, ari) => sum + ari, 0) / agreement.length;
  },
};
