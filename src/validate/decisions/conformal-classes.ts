import { ParamError } from '../../base/errors.ts';
import type { HeldOutClasses } from './held-out.ts';
import { sidesOf } from './held-out.ts';

/**
 * For each class the least probability with which it belongs into the set of a sample, from samples whose class is known: of n members of the
 * class, the ⌊error·(n + 1)⌋-th smallest probability of their own class. A new member of the class, exchangeable with those, is then left out of
 * its own set with probability at most `error`: class by class, so that a rare class is not paid for by a common one (label-conditional, or
 * Mondrian). A class with fewer than 1/error − 1 members cannot be ruled out at all: its threshold is 0.
 * @param error in (0, 1). @returns [nClasses], each in [0, 1]. Cost O(n log n).
 * Source: Vovk, Gammerman & Shafer 2005, Algorithmic Learning in a Random World, §4.5; the score as Sadinle, Lei & Wasserman 2019, JASA 114.
 */
export function conformalThresholds(
  { truth, probabilities, nClasses }: Pick<HeldOutClasses, 'truth' | 'probabilities' | 'nClasses'>,
  error: number,
  rows: ArrayLike<number> = Array.from(truth.keys()),
): Float64Array {
  checkError(error);
  const own: number[][] = Array.from({ length: nClasses }, () => []);
  for (let r = 0; r < rows.length; r++) {
    const i = rows[r]!;
    own[truth[i]!]!.push(probabilities[i * nClasses + truth[i]!]!);
  }
  return Float64Array.from(own, (values) => {
    const rank = Math.floor(error * (values.length + 1) + 1e-9);
    return rank === 0 ? 0 : Float64Array.from(values).sort()[rank - 1]!;
  });
}

export function checkError(error: number): void {
  if (error > 0 && error < 1) return;
  throw new ParamError({ where: 'conformal.error', problem: `must be above 0 and below 1, got ${error}` });
}

/** 1: the class is in the set of the sample, [n, nClasses] row-major. */
export function conformalSets(probabilities: Float64Array, thresholds: Float64Array): Uint8Array {
  return Uint8Array.from(probabilities, (p, at) => Number(p >= thresholds[at % thresholds.length]!));
}

/**
 * Conformal sets judged honestly: the thresholds for the samples of a fold come of the out-of-fold probabilities of the other folds (cross-conformal),
 * so no sample has a say in its own set.
 *
 * The guarantee, precisely. Probabilities from one model and thresholds from samples it never saw (split conformal) hold each class at 1 − error
 * at least, for any distribution, when samples are exchangeable. Here the models of the other folds differ, and were fitted with the
 * judged fold among their training rows; a bound of about 1 − 2·error is all that is proved for such schemes, and close to 1 − error is what
 * they do: the coverage measured here is the evidence. It holds for samples of the same kind only.
 * @returns sets [n, nClasses] row-major. Cost O(folds · n log n).
 * Source: Vovk 2015, Ann. Math. Artif. Intell. 74; Barber, Candès, Ramdas & Tibshirani 2021, Ann. Stat. 49.
 */
export function crossConformalSets(data: HeldOutClasses, folds: Int32Array, error: number): Uint8Array {
  const { nClasses, probabilities } = data;
  const sets = new Uint8Array(probabilities.length);
  for (const { inside, outside } of sidesOf(folds)) {
    const thresholds = conformalThresholds(data, error, outside);
    for (const i of inside)
      for (let k = 0; k < nClasses; k++)
        sets[i * nClasses + k] = Number(probabilities[i * nClasses + k]! >= thresholds[k]!);
  }
  return sets;
}
