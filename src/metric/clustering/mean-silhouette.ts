import { weightedMean } from '../weighted-mean.ts';
import type { ClusterMetric } from './cluster-metric.ts';

/**
 * Weighted mean of the silhouettes of all samples, noise counted as 0: a partition that leaves most samples out is not well separated for
 * the few it keeps. One cluster tells nothing apart: 0. NaN when the silhouettes are not at hand.
 * The silhouettes are those of the whole cohort: under weights the samples stay where they lie. Source: Rousseeuw 1987.
 */
export const meanSilhouette: ClusterMetric = {
  name: 'silhouette',
  task: 'clustering',
  greaterIsBetter: true,
  doc: 'How much nearer samples are to their own group than to the nearest other one.',
  range: [-1, 1],
  compute({ labels, silhouettes, weights }) {
    if (!silhouettes) return Number.NaN;
    return weightedMean((i) => (labels[i]! < 0 ? 0 : silhouettes[i]!), labels.length, weights);
  },
};
