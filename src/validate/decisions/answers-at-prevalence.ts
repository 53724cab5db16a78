import type { RandomKey } from '../../base/random.ts';
import type { Interval } from '../intervals.ts';
import { answersOf, checkHeldOut, type HeldOutClasses } from './held-out.ts';
import { predictiveValues } from './predictive-values.ts';
import { shiftPriors } from './prior-shift.ts';
import { quantityIntervals } from './quantity-intervals.ts';

/** What answers of one class are worth, with 95 % bootstrap intervals over groups. */
export type PredictiveScores = Readonly<Record<PredictiveName, Interval>>;
const NAMES = ['sensitivity', 'specificity', 'ppv', 'npv'] as const;
type PredictiveName = (typeof NAMES)[number];

export interface PrevalenceOptions {
  /** Share of each class where the model is to be used, [nClasses]. */
  readonly priors: readonly number[];
  /** Share of each class that the model learned from, [nClasses], see `shiftPriors`. */
  readonly learned: readonly number[];
  readonly random: RandomKey;
}

/**
 * Sensitivity, specificity, PPV and NPV of the answer "class k" against all other answers, where the classes are as frequent as stated: once
 * of the answers as the model gives them, once of those after its probabilities were re-weighted to that place (`shiftPriors`).
 * The specificity is that over the other classes in their stated proportions.
 * @throws {ShapeError} lengths that disagree. Cost O(replicates · n).
 */
export function answersAtPrevalence(
  data: HeldOutClasses,
  k: number,
  { priors, learned, random }: PrevalenceOptions,
): { readonly asAnswered: PredictiveScores; readonly reweighted: PredictiveScores } {
  checkHeldOut(data, 'answersAtPrevalence');
  const score = (probabilities: Float64Array) => {
    const { called } = answersOf({ ...data, probabilities });
    const calls = Uint8Array.from(called, (answer) => Number(answer === k));
    return predictiveScores(data, calls, k, priors, random);
  };
  return { asAnswered: score(data.probabilities), reweighted: score(shiftPriors(data.probabilities, learned, priors)) };
}

/** What calls (1: "it is class k") are worth at the given shares of the classes. @param calls [n]. */
export function predictiveScores(
  { truth, nClasses, groups }: Pick<HeldOutClasses, 'truth' | 'nClasses' | 'groups'>,
  calls: Uint8Array,
  k: number,
  priors: readonly number[],
  random: RandomKey,
): PredictiveScores {
  const compute = (weights?: Float64Array) => {
    const all = new Float64Array(nClasses);
    const called = new Float64Array(nClasses);
    for (let i = 0; i < truth.length; i++) {
      const w = weights ? weights[i]! : 1;
      all[truth[i]!]! += w;
      if (calls[i] === 1) called[truth[i]!]! += w;
    }
    let spared = 0;
    let missed = 0;
    for (let j = 0; j < nClasses; j++) {
      if (j === k || all[j] === 0) continue;
      const share = called[j]! / all[j]!;
      missed += priors[j]! * share;
      spared += priors[j]! * (1 - share);
    }
    const character = {
      sensitivity: called[k]! / all[k]!,
      specificity: spared / (spared + missed),
      prevalence: priors[k]!,
    };
    return { ...character, ...predictiveValues(character) };
  };
  return quantityIntervals(NAMES, compute, groups, { random });
}
