import type { RandomKey } from '../../base/random.ts';
import type { Interval } from '../intervals.ts';
import type { BinaryScores } from './choose-threshold.ts';
import { quantityIntervals } from './quantity-intervals.ts';

/** Net benefit per sample at one threshold; that of treating nobody is 0. */
export interface NetBenefit {
  /** The probability from which one would act, 0 … 1. */
  readonly threshold: number;
  readonly model: number;
  /** Of acting on everyone. */
  readonly all: number;
}

/** 1 %, 2 %, …, 99 %. */
const THRESHOLDS: readonly number[] = Array.from({ length: 99 }, (_, t) => (t + 1) / 100);

/**
 * The decision curve: at each threshold probability pt, the net benefit of acting on those whose probability reaches it,
 * NB = se·π − (1 − sp)(1 − π)·pt / (1 − pt): true positives less false ones, a false one weighing as much as the threshold says (who acts at
 * 20 % takes four false alarms for one hit). A model is of use where it lies above both acting on all and on nobody.
 * @param data scores, re-weighted beforehand when `prevalence` is that of another place. @param prevalence default: the share here.
 * @param thresholds rising, in (0, 1). @returns NaN where one of the sides has no weight. Cost O(n log n + thresholds).
 * Source: Vickers & Elkin 2006, Med. Decis. Making 26; Vickers et al. 2008, BMC Med. Inform. 8:53. Checked by counting.
 */
export function decisionCurve(
  data: BinaryScores,
  prevalence?: number,
  thresholds: readonly number[] = THRESHOLDS,
): NetBenefit[] {
  return netBenefits(data, fallingOrder(data.scores), prevalence, thresholds, data.weights);
}

/**
 * `decisionCurve` with 95 % bootstrap intervals of the model over groups.
 * @param data weights are those of the samples in the whole, which the replicates multiply. @param groups of the samples, any codes, [n].
 */
export function decisionCurveIntervals(
  data: BinaryScores,
  groups: Int32Array,
  random: RandomKey,
  prevalence?: number,
): (Omit<NetBenefit, 'model'> & { readonly model: Interval })[] {
  const order = fallingOrder(data.scores);
  const { weights: own } = data;
  const at = (drawn?: Float64Array) => {
    const weights = own && drawn ? drawn.map((w, i) => w * own[i]!) : (drawn ?? own);
    return netBenefits(data, order, prevalence, THRESHOLDS, weights);
  };
  const names = THRESHOLDS.map(String);
  const compute = (weights?: Float64Array) =>
    Object.fromEntries(at(weights).map(({ model }, t) => [names[t]!, model])) as Record<string, number>;
  const model = quantityIntervals(names, compute, groups, { random });
  return at().map(({ threshold, all }, t) => ({ threshold, all, model: model[names[t]!]! }));
}

function fallingOrder(scores: Float64Array): Int32Array {
  return Int32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
}

function netBenefits(
  { positive, scores }: BinaryScores,
  order: Int32Array,
  prevalence: number | undefined,
  thresholds: readonly number[],
  weights: Float64Array | undefined,
): NetBenefit[] {
  const weight = (i: number) => (weights ? weights[i]! : 1);
  let positives = 0;
  let negatives = 0;
  for (let i = 0; i < scores.length; i++) {
    if (positive[i] === 1) positives += weight(i);
    else negatives += weight(i);
  }
  const share = prevalence ?? positives / (positives + negatives);
  const out = new Array<NetBenefit>(thresholds.length);
  let r = 0;
  let truePositive = 0;
  let falsePositive = 0;
  for (let t = thresholds.length - 1; t >= 0; t--) {
    const threshold = thresholds[t]!;
    for (; r < order.length && scores[order[r]!]! >= threshold; r++) {
      const i = order[r]!;
      if (positive[i] === 1) truePositive += weight(i);
      else falsePositive += weight(i);
    }
    const odds = threshold / (1 - threshold);
    const model = (truePositive / positives) * share - (falsePositive / negatives) * (1 - share) * odds;
    out[t] = { threshold, model, all: share - (1 - share) * odds };
  }
  return out;
}
