/**
 * How much each feature of each row moves what a model says of it. Methods that promise additivity hold base + Σ values = the model's output of the
 * row, to 1e-6; each says whether it does.
 */
export interface Attribution {
  /** What is explained: a class each, or one of 'value', 'risk', 'cumulative hazard'. */
  readonly outputs: readonly string[];
  /** What the outputs are measured in. */
  readonly scale: Scale;
  /** Features with a value, ascending indices; of all others it is 0 in every row, [nUsed]. */
  readonly features: Uint32Array;
  /** Of those, [nUsed]. */
  readonly names: readonly string[];
  readonly nRows: number;
  /** The output of a row of which nothing is known, [nOutputs]. */
  readonly base: Float64Array;
  /** [nOutputs, nUsed, nRows]: the values of one feature are a run. In the unit of `scale`. */
  readonly values: Float64Array;
}

/**
 * `log-odds` of more than two classes: the numbers before softmax. `log-rate` of counts. `mortality`: expected deaths (`forest`). `risk`: as the model
 * predicts it. `standardised`: the answer of a network before its scale.
 */
export type Scale =
  | 'probability'
  | 'log-odds'
  | 'target'
  | 'log-rate'
  | 'log-hazard'
  | 'risk'
  | 'standardised'
  | 'mortality'
  | 'cumulative-hazard';

/** base + Σ values, [nOutputs, nRows]: what the model says of each row where the method is additive. */
export function outputOf({ base, values, features, nRows }: Attribution): Float64Array {
  const out = new Float64Array(base.length * nRows);
  base.forEach((start, k) => {
    const row = out.subarray(k * nRows, (k + 1) * nRows).fill(start);
    for (let c = 0; c < features.length; c++) {
      const from = (k * features.length + c) * nRows;
      for (let i = 0; i < nRows; i++) row[i]! += values[from + i]!;
    }
  });
  return out;
}

/** Mean |value| over the rows and the outputs, by feature, [nUsed]. */
export function meanMagnitude({ base, values, features, nRows }: Attribution): Float64Array {
  const means = new Float64Array(features.length);
  for (let at = 0; at < values.length; at++) means[Math.floor(at / nRows) % features.length]! += Math.abs(values[at]!);
  return means.map((sum) => sum / (nRows * base.length));
}
