import { type BinaryScores, chooseThreshold, type ThresholdRule } from './choose-threshold.ts';
import { sidesOf } from './held-out.ts';

export interface CrossFittedThreshold {
  /** The one to use: chosen on all samples. */
  readonly threshold: number;
  /** What each fold was judged by, in the order of the folds: how steady the choice is. */
  readonly byFold: readonly number[];
  /** 1: called, by the threshold that the other folds chose, [n]. Scores of these calls are honest. */
  readonly calls: Uint8Array;
}

/**
 * A threshold on out-of-fold probabilities, chosen for each fold on the other folds alone: whoever is judged had no say in the threshold.
 * The threshold to use is then chosen on all samples by the same rule.
 * @param folds of each sample, at least two, [n]. @throws as `chooseThreshold`. Cost O(folds · n log n).
 */
export function crossFittedThreshold(data: BinaryScores, folds: Int32Array, rule: ThresholdRule): CrossFittedThreshold {
  const { positive, scores, weights } = data;
  const calls = new Uint8Array(scores.length);
  const byFold = sidesOf(folds).map(({ inside, outside }) => {
    const threshold = chooseThreshold(
      {
        positive: Uint8Array.from(outside, (i) => positive[i]!),
        scores: Float64Array.from(outside, (i) => scores[i]!),
        ...(weights ? { weights: Float64Array.from(outside, (i) => weights[i]!) } : {}),
      },
      rule,
    );
    for (const i of inside) calls[i] = Number(scores[i]! >= threshold);
    return threshold;
  });
  return { threshold: chooseThreshold(data, rule), byFold, calls };
}
