import { DataError, ParamError } from '../../base/errors.ts';

/** What a threshold is to reach. Costs are of one sample each, in any unit. */
export type ThresholdRule =
  | { readonly cost: { readonly falsePositive: number; readonly falseNegative: number } }
  | { readonly sensitivity: number }
  | { readonly specificity: number };

export interface BinaryScores {
  /** 1: the sample is of the class, [n]. */
  readonly positive: Uint8Array;
  /** Probability of the class, [n]. */
  readonly scores: Float64Array;
  /** Weight of each sample, ≥ 0, [n]; default 1. */
  readonly weights?: Float64Array;
}

/** A threshold above every probability: nobody is called. */
export const NOBODY = 2;

/**
 * The threshold t of the rule "call it when its probability is at least t" that is best on these samples: the one of least cost
 * (of equals the highest); the highest whose sensitivity is at least as asked; the lowest whose specificity is. It lies half-way to the next
 * lower probability. Chosen and judged on the same samples it flatters itself: see `crossFittedThreshold`.
 * With probabilities that are right, the threshold of least cost is c_fp / (c_fp + c_fn) (Elkan 2001); the one found here does not take that on trust.
 * @returns in [0, 1], or `NOBODY` when to call nobody is best.
 * @throws {DataError} no weight on one of the sides. @throws {ParamError} a rule out of range. Cost O(n log n).
 */
export function chooseThreshold({ positive, scores, weights }: BinaryScores, rule: ThresholdRule): number {
  checkRule(rule);
  const order = Int32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const weight = (i: number) => (weights ? weights[i]! : 1);
  let positives = 0;
  let negatives = 0;
  for (let i = 0; i < scores.length; i++) {
    if (positive[i] === 1) positives += weight(i);
    else negatives += weight(i);
  }
  if (!(positives > 0 && negatives > 0)) {
    const problem = 'a threshold needs samples of the class and others, got one kind only';
    throw new DataError({ where: 'chooseThreshold', problem });
  }
  let best = NOBODY;
  let leastCost = 'cost' in rule ? rule.cost.falseNegative * positives : Number.POSITIVE_INFINITY;
  let truePositive = 0;
  let falsePositive = 0;
  for (let r = 0; r < order.length; r++) {
    const i = order[r]!;
    if (positive[i] === 1) truePositive += weight(i);
    else falsePositive += weight(i);
    const next = order[r + 1];
    if (next !== undefined && scores[next] === scores[i]) continue;
    const at = next === undefined ? 0 : (scores[i]! + scores[next]!) / 2;
    if ('cost' in rule) {
      const cost = rule.cost.falsePositive * falsePositive + rule.cost.falseNegative * (positives - truePositive);
      if (cost < leastCost) {
        leastCost = cost;
        best = at;
      }
    } else if ('sensitivity' in rule) {
      if (truePositive / positives >= rule.sensitivity - ROUNDING) return at;
    } else if (1 - falsePositive / negatives >= rule.specificity - ROUNDING) {
      best = at;
    }
  }
  return best;
}

/** 19 of 20 are 0.95, whatever the order of the sums. */
const ROUNDING = 1e-12;

function checkRule(rule: ThresholdRule): void {
  const refuse = (name: string, problem: string, got: number): never => {
    throw new ParamError({ where: `threshold.${name}`, problem: `${problem}, got ${got}` });
  };
  if ('cost' in rule) {
    for (const [name, cost] of Object.entries(rule.cost))
      if (!(cost > 0 && Number.isFinite(cost))) refuse(`cost.${name}`, 'must be a number above 0', cost);
    return;
  }
  for (const [name, share] of Object.entries(rule) as [string, number][])
    if (!(share > 0 && share <= 1)) refuse(name, 'must be above 0 and at most 1', share);
}
