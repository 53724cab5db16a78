import { ParamError } from '../../base/errors.ts';
import { binomialUpper } from '../../numeric/binomial-limits.ts';
import { surestFirst } from './risk-coverage.ts';

/** Thresholds lie where 1/20, 2/20, … of the samples are answered. */
const LEVELS = 20;
/** Of those, where a walk towards more answers begins. */
const STARTS = [5, 10, 15, 20];

export interface ErrorTarget {
  /** The share of wrong answers that may not be exceeded, in (0, 1). */
  readonly maxError: number;
  /** How sure of that one wants to be, in (0, 1); default 0.95. */
  readonly confidence?: number;
}

export interface Selection {
  /** Answer when the confidence is at least this; null: no threshold can be vouched for with so few samples, or so many errors. */
  readonly threshold: number | null;
  /** Upper limit of the share of wrong answers beyond the threshold. */
  readonly bound: number;
  /** Share of the samples that are answered. */
  readonly coverage: number;
}

/**
 * The threshold on the confidence that answers the most samples, such that the share of wrong answers is at most `maxError`, as far as these
 * samples can vouch for it: with probability `confidence` over the draw of independent samples the promise holds for new ones.
 * Thresholds lie where 5 %, 10 %, …, 100 % of the samples would be answered, so that they do not depend on who is wrong. From four of them (25, 50,
 * 75, 100 %) a walk goes towards more answers as long as the one-sided Clopper–Pearson limit of the share of wrong answers, at level
 * (1 − confidence)/4, is within the target; of the thresholds that passed, the one with the most answers is taken. Each walk errs only if its
 * first threshold beyond the target passed, so all four hold together (fixed-sequence testing, Bonferroni over the four).
 * Samples of one group are not independent: each group that is answered counts as one, and as wrong when any of its answers is.
 * @param answers confidence and wrong (1), [n]; group of each, any codes, [n]. None is modified.
 * @throws {ParamError} a target out of range. Cost O(n log n).
 * Source: the limit Geifman & El-Yaniv 2017, NeurIPS, §3; fixed sequences in place of their search, whose path depends on the errors,
 * Angelopoulos et al. 2021, arXiv:2110.01052, §2.2 and B. Checked on simulated samples whose true risk is known.
 */
export function selectAnswers(
  answers: { readonly confidence: Float64Array; readonly wrong: Uint8Array; readonly groups: Int32Array },
  { maxError, confidence: sureness = 0.95 }: ErrorTarget,
): Selection {
  for (const [name, value] of [['max-error', maxError] as const, ['confidence', sureness] as const]) {
    if (!(value > 0 && value < 1))
      throw new ParamError({ where: `reject.${name}`, problem: `must be above 0 and below 1, got ${value}` });
  }
  const { confidence, wrong, groups } = answers;
  const n = confidence.length;
  const order = surestFirst(confidence);
  const seen = new Map<number, boolean>(); // group → one of its answers is wrong
  let errors = 0;
  let r = 0;
  const levels = Array.from({ length: LEVELS }, (_, l): Selection => {
    const threshold = confidence[order[Math.max(1, Math.round(((l + 1) * n) / LEVELS)) - 1]!]!;
    for (; r < n && confidence[order[r]!]! >= threshold; r++) {
      const i = order[r]!;
      const known = seen.get(groups[i]!);
      if (wrong[i] === 1 && known !== true) errors++;
      seen.set(groups[i]!, known === true || wrong[i] === 1);
    }
    return {
      threshold,
      bound: binomialUpper(errors, seen.size, (1 - sureness) / STARTS.length),
      coverage: r / n,
    };
  });
  let best: Selection = { threshold: null, bound: Math.min(...levels.map(({ bound }) => bound)), coverage: 0 };
  for (const start of STARTS) {
    for (let l = start - 1; l < LEVELS && levels[l]!.bound <= maxError; l++) {
      if (levels[l]!.coverage > best.coverage) best = levels[l]!;
    }
  }
  return best;
}

/** The fewest samples, all answered rightly, that could vouch for the target. */
export function fewestForTarget({ maxError, confidence = 0.95 }: ErrorTarget): number {
  let low = 0;
  let high = 1;
  const enough = (n: number) => binomialUpper(0, n, (1 - confidence) / STARTS.length) <= maxError;
  while (!enough(high)) high *= 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Chow's rule: withhold an answer when to answer would cost more than to withhold, 1 − max p > c_reject / c_error.
 * @returns the least probability that is answered, in [0, 1]. Optimal when the probabilities are right; nothing is learned from data.
 * @throws {ParamError} a cost that is not above 0. Source: Chow 1970, IEEE Trans. Inf. Theory 16, eq. 2.
 */
export function chowThreshold(cost: { readonly error: number; readonly reject: number }): number {
  for (const [name, value] of Object.entries(cost))
    if (!(value > 0 && Number.isFinite(value)))
      throw new ParamError({ where: `reject.cost.${name}`, problem: `must be a number above 0, got ${value}` });
  return Math.max(0, 1 - cost.reject / cost.error);
}
