export interface MidRanks {
  /** 1 … n; equal values share the mean of their ranks, [n]. */
  readonly ranks: Float64Array;
  /** Σ (t³ − t) over runs of t equal values: what ties take off the variance of a rank statistic. */
  readonly ties: number;
}

/** Mid-ranks of finite values. Not modified. Cost O(n log n). */
export function midRanks(values: ArrayLike<number>): MidRanks {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => values[a]! - values[b]! || a - b,
  );
  const ranks = new Float64Array(values.length);
  let ties = 0;
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let at = from; at < to; at++) ranks[order[at]!] = (from + to + 1) / 2;
    const t = to - from;
    ties += t * t * t - t;
    from = to;
  }
  return { ranks, ties };
}
