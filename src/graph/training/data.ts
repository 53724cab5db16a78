import type { HostTensor } from '../../base/network-engine.ts';

/** What a network learns from. */
export interface TrainingData {
  /** Every input and target of the network, [n, ...]. Not modified. */
  readonly fields: Readonly<Record<string, HostTensor>>;
  /** What each sample counts for, [n], ≥ 0. */
  readonly weights: Float32Array;
  /** Rows to learn from, at least one; here and among the held ones, those of weight 0 are left out. */
  readonly rows: Int32Array;
  /** Rows that say when to stop; none: the last epoch is kept. */
  readonly held: Int32Array;
}

/** Parameters and running sums by name. */
export type States = Record<string, Float32Array>;
