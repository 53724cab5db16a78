import { adjustedRandIndex } from './adjusted-rand-index.ts';
import type { ClusterMetric } from './cluster-metric.ts';

/**
 * Adjusted Rand index of the clusters with known groups that had no part in them, over the samples whose group is known; NaN when none has
 * weight. @param column what the groups are called. @param codes group of each sample, −1 where it is not known, [n].
 */
export function ariWith(column: string, codes: Int32Array): ClusterMetric {
  const known = Int32Array.from(codes.keys()).filter((i) => codes[i]! >= 0);
  const truth = known.map((i) => codes[i]!);
  return {
    name: `ari-${column}`,
    task: 'clustering',
    greaterIsBetter: true,
    doc: `Agreement of the clusters with ${column}: adjusted Rand index.`,
    range: [-1, 1],
    compute({ labels, weights }) {
      const own = weights ? Float64Array.from(known, (i) => weights[i]!) : undefined;
      if (known.length === 0 || own?.every((w) => w === 0)) return Number.NaN;
      return adjustedRandIndex(
        known.map((i) => labels[i]!),
        truth,
        own,
      );
    },
  };
}
