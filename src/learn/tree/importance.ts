import type { Tree } from '../../kernels/forest-tree.ts';

/**
 * Mean gain: for each tree what its splits gain (the decrease of the weighted Gini impurity or sum of squares, the log-rank statistic), summed
 * by feature and scaled to sum to 1; then the mean over the trees that split at all, scaled to sum to 1. As scikit-learn's
 * feature_importances_. Biased towards features with many distinct values (Strobl et al. 2007, BMC Bioinformatics 8:25).
 */
export function impurityImportance(trees: readonly Tree[], nFeatures: number): Float64Array {
  const mean = new Float64Array(nFeatures);
  for (const { feature, decrease } of trees) {
    const total = decrease.reduce((sum, d) => sum + d, 0);
    if (!(total > 0)) continue;
    feature.forEach((j, node) => {
      if (j >= 0) mean[j]! += Math.max(0, decrease[node]!) / total;
    });
  }
  const sum = mean.reduce((total, v) => total + v, 0);
  return sum > 0 ? mean.map((v) => v / sum) : mean;
}
