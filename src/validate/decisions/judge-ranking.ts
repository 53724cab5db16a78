/** How a study ranks: which share of the samples counts as the best, and whether these have the high or the low numbers. */
export interface RankingSpec {
  readonly best: number;
  readonly good: 'high' | 'low';
}

/** What assays the out-of-fold order of the samples would have saved. */
export interface RankingDecision {
  readonly good: 'high' | 'low';
  readonly samples: number;
  /** How many are the best: at least as good as the threshold. */
  readonly best: number;
  readonly threshold: number;
  /** Share of the best among the first `tested`, by the order of the model; thinned to about 100 points. */
  readonly points: readonly { readonly tested: number; readonly found: number }[];
  /** Of the first share of the order: how many times as often a best one is met as in the whole. */
  readonly enrichment: readonly { readonly share: number; readonly times: number }[];
  /** Assays until this share of the best is found: by the order of the model, in random order (expected), and in the best order there could be. */
  readonly assays: readonly {
    readonly share: number;
    readonly model: number;
    readonly random: number;
    readonly fewest: number;
  }[];
}

const POINTS = 100;
const ENRICHED = [0.01, 0.05, 0.1];
const FOUND = [0.5, 0.8];

/**
 * The best of n samples, tested one after another in the order of their predictions. Equal predictions stand in random order: of a group of equal ones the
 * expected number counts. In random order the j-th of k best is met after j(n + 1)/(k + 1) assays on average.
 * @param truth [n], finite. @param predicted [n], out of fold. Neither is modified.
 * Cost O(n log n). Source of the enrichment factor: Truchon & Bayly 2007, J. Chem. Inf. Model. 47, 488.
 */
export function judgeRanking(
  truth: Float64Array,
  predicted: Float64Array,
  { best, good }: RankingSpec,
): RankingDecision {
  const n = truth.length;
  const sign = good === 'high' ? 1 : -1;
  const sorted = truth.map((x) => -sign * x).sort();
  const threshold = -sign * sorted[Math.max(1, Math.round(best * n)) - 1]!;
  const isBest = (i: number) => sign * truth[i]! >= sign * threshold;
  const order = Int32Array.from(truth.keys()).sort((a, b) => sign * (predicted[b]! - predicted[a]!) || a - b);
  // Expected number found after each assay, [n + 1].
  const found = new Float64Array(n + 1);
  for (let from = 0; from < n; ) {
    let [to, hits] = [from, 0];
    while (to < n && predicted[order[to]!] === predicted[order[from]!]) hits += Number(isBest(order[to++]!));
    for (let at = from; at < to; at++) found[at + 1] = found[from]! + (hits * (at + 1 - from)) / (to - from);
    from = to;
  }
  const k = Math.round(found[n]!);
  const step = Math.max(1, Math.ceil(n / POINTS));
  const tested = [...found.keys()].filter((m) => m % step === 0 || m === n);
  return {
    good,
    samples: n,
    best: k,
    threshold,
    points: tested.map((m) => ({ tested: m, found: found[m]! / k })),
    enrichment: ENRICHED.filter((share) => share * n >= 1).map((share) => {
      const first = Math.round(share * n);
      return { share, times: found[first]! / first / (k / n) };
    }),
    assays: FOUND.map((share) => {
      const wanted = Math.ceil(share * k);
      // Sums of fractions within a group of ties may end a hair below a whole number.
      const model = found.findIndex((count) => count >= wanted - 1e-9);
      return { share, model, random: (wanted * (n + 1)) / (k + 1), fewest: wanted };
    }),
  };
}
