/** What is left of errors when the least sure answers are withheld. */
export interface RiskCoverage {
  /** From the surest answers alone to all: one point a distinct confidence. */
  readonly points: readonly RiskPoint[];
  /** Area under the curve: mean over the samples of the risk among those answered at least as surely, 0 … 1. Lower is better. */
  readonly aurc: number;
  /** The area of the order that no model can beat, all right answers before all wrong ones; `aurc − best` is what a better order would gain. */
  readonly best: number;
}

export interface RiskPoint {
  /** Share of the samples that are answered, 0 … 1. */
  readonly coverage: number;
  /** Share of the answers that are wrong. */
  readonly risk: number;
  /** They are answered when the confidence is at least this. */
  readonly confidence: number;
}

/**
 * The risk–coverage curve: answers are given in order of falling confidence, equal ones together, and at each step the share of wrong ones among
 * those given is the risk.
 * @param confidence of each answer, [n]: the probability of the class answered. @param wrong 1: it is wrong, [n].
 * @param weights ≥ 0, [n]; default 1. @returns areas NaN when nothing has weight. Cost O(n log n).
 * Source: El-Yaniv & Wiener 2010, JMLR 11; the area Geifman, Uziel & El-Yaniv 2019, ICLR, eq. 3. Checked by counting.
 */
export function riskCoverage(confidence: Float64Array, wrong: Uint8Array, weights?: Float64Array): RiskCoverage {
  return curveInOrder(surestFirst(confidence), confidence, wrong, weights);
}

/** Rows by falling confidence, equal ones by index. */
export function surestFirst(confidence: Float64Array): Int32Array {
  return Int32Array.from(confidence.keys()).sort((a, b) => confidence[b]! - confidence[a]! || a - b);
}

/** `riskCoverage` with the sorting done. @param order of `surestFirst`. */
export function curveInOrder(
  order: Int32Array,
  confidence: Float64Array,
  wrong: Uint8Array,
  weights?: Float64Array,
): RiskCoverage {
  const steps: { given: number; wrongs: number; confidence: number }[] = [];
  const { area, total, wrongs } = walk(order, confidence, wrong, weights, (given, wrongs, at) =>
    steps.push({ given, wrongs, confidence: at }),
  );
  return {
    points: steps.map(({ given, wrongs, confidence }) => ({
      coverage: given / total,
      risk: wrongs / given,
      confidence,
    })),
    aurc: area / total,
    best: bestArea(total, wrongs),
  };
}

/** The area alone, without a point being made: for many weights of the same answers. */
export function areaInOrder(
  order: Int32Array,
  confidence: Float64Array,
  wrong: Uint8Array,
  weights?: Float64Array,
): number {
  const { area, total } = walk(order, confidence, wrong, weights, () => {});
  return area / total;
}

/** Gives answers from the surest on, equal ones together. @param visit gets the weight of all and of wrong answers given so far. */
function walk(
  order: Int32Array,
  confidence: Float64Array,
  wrong: Uint8Array,
  weights: Float64Array | undefined,
  visit: (given: number, wrongs: number, confidence: number) => void,
): { area: number; total: number; wrongs: number } {
  let given = 0;
  let wrongs = 0;
  let before = 0;
  let area = 0;
  for (let r = 0; r < order.length; r++) {
    const i = order[r]!;
    const w = weights ? weights[i]! : 1;
    given += w;
    wrongs += w * wrong[i]!;
    if (r + 1 < order.length && confidence[order[r + 1]!] === confidence[i]) continue;
    if (given === before) continue;
    area += (given - before) * (wrongs / given);
    visit(given, wrongs, confidence[i]!);
    before = given;
  }
  return { area, total: given, wrongs };
}

/** Right answers first: the risk is 0 until only wrong ones are left, then 1 − right/given. Samples of unit weight. */
function bestArea(total: number, errors: number): number {
  if (!(total > 0)) return Number.NaN;
  let area = 0;
  for (let e = 1; e <= errors; e++) area += e / (total - errors + e);
  return area / total;
}
