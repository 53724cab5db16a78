import { type ClassInput, macroMean, positiveClass } from './class-metric.ts';
import { descendingOrder } from './ranking.ts';

/**
 * Lowers the threshold on the probability of class k past one distinct value after the other. Samples with equal probabilities pass
 * together, so that their order cannot matter.
 * @param visit gets the weight of true and of false positives so far.
 * @returns the weight of all positives and of all negatives. Cost O(n) after ranking.
 */
export function walkThresholds(
  input: ClassInput,
  k: number,
  visit: (truePositive: number, falsePositive: number) => void,
): { positives: number; negatives: number } {
  const { truth, probabilities, nClasses, weights } = input;
  const order = descendingOrder(input, k);
  let positives = 0;
  let negatives = 0;
  for (let r = 0; r < order.length; r++) {
    const i = order[r]!;
    const w = weights ? weights[i]! : 1;
    if (truth[i] === k) positives += w;
    else negatives += w;
    const next = order[r + 1];
    if (next === undefined || probabilities[next * nClasses + k] !== probabilities[i * nClasses + k]) {
      visit(positives, negatives);
    }
  }
  return { positives, negatives };
}

/** A two-class score: with two classes of the positive one, else the mean over the classes for which it is defined. */
export function oneVsRest(input: ClassInput, score: (k: number) => number): number {
  return input.nClasses === 2 ? score(positiveClass(input)) : macroMean(input.nClasses, score);
}
