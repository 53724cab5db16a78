import type { Metric } from '../metric.ts';

/** A metric of clusters. */
export type ClusterMetric = Metric<ClusterInput>;

/** Clusters and what is known of them. No field is modified. */
export interface ClusterInput {
  /** Cluster of each sample, −1 for noise, [n]. */
  readonly labels: Int32Array;
  /** Silhouette of each sample, NaN for noise, [n]. */
  readonly silhouettes?: Float64Array;
  /** Cluster that a fit without the sample's fold assigns it to, [n]; each fit has names of its own. */
  readonly assigned?: Int32Array;
  /** Fold of each sample, [n]. */
  readonly folds?: Int32Array;
  /** Weight of each sample, ≥ 0, [n]; default 1. */
  readonly weights?: Float64Array;
}
