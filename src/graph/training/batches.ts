import type { RandomKey } from '../../base/random.ts';

/** Which rows the steps of one epoch see. */
export interface EpochOrder {
  readonly steps: number;
  /** Rows of the data, [steps, batch]. */
  readonly rows: BigInt64Array;
  /** What each counts for, [steps, batch]; 0 where a row only fills the last batch up. */
  readonly weights: Float32Array;
}

/**
 * All training rows once, shuffled; the last batch is filled up with others at weight 0.
 * @param rows to learn from, at least one. @param weights of the rows of the data. @param key of the epoch.
 */
export function epochOrder(rows: Int32Array, weights: Float32Array, batch: number, key: RandomKey): EpochOrder {
  const shuffled = key.stream().shuffle(rows.slice());
  const steps = Math.ceil(rows.length / batch);
  const out = { steps, rows: new BigInt64Array(steps * batch), weights: new Float32Array(steps * batch) };
  for (let at = 0; at < out.rows.length; at++) {
    const row = shuffled[at % rows.length]!;
    out.rows[at] = BigInt(row);
    if (at < rows.length) out.weights[at] = weights[row]!;
  }
  return out;
}

/** The rows that count: those of weight 0 are as good as absent, and a batch of them alone would have no loss. */
export function countedRows(rows: Int32Array, weights: Float32Array): Int32Array {
  return rows.filter((row) => weights[row]! !== 0);
}
