import type { RandomKey } from '../../base/random.ts';
import type { DecisionSpec, JudgedSelection, RejectDecision } from './decisions.ts';
import { answersOf, type HeldOutClasses, sidesOf } from './held-out.ts';
import { quantityIntervals } from './quantity-intervals.ts';
import { areaInOrder, curveInOrder, type RiskPoint, surestFirst } from './risk-coverage.ts';
import { chowThreshold, fewestForTarget, selectAnswers } from './select-answers.ts';
import { shareInterval } from './share-interval.ts';

/** Points of the curve that are kept. */
const POINTS = 200;

/**
 * Risk against coverage of out-of-fold answers, and what the asked options to withhold would have done: a threshold for a target error is chosen
 * for each fold on the other folds alone (`selectAnswers`); that of Chow's costs is given by the costs.
 * @param folds of each row, at least two, [n]. Cost O(replicates · n + folds · n log n).
 */
export function judgeReject(
  data: HeldOutClasses,
  folds: Int32Array,
  spec: NonNullable<DecisionSpec['reject']>,
  random: RandomKey,
): RejectDecision {
  const answers = { ...answersOf(data), groups: data.groups };
  const { confidence, wrong, groups } = answers;
  const order = surestFirst(confidence);
  const { points, best } = curveInOrder(order, confidence, wrong);
  const { aurc } = quantityIntervals(
    ['aurc'],
    (weights) => ({ aurc: areaInOrder(order, confidence, wrong, weights) }),
    groups,
    { random },
  );
  const { maxError, confidence: sureness = 0.95, cost } = spec;
  return {
    risk: points.at(-1)!.risk,
    points: thin(points),
    aurc,
    best,
    ...(maxError === undefined ? {} : { target: judgeTarget(answers, folds, maxError, sureness, random) }),
    ...(cost === undefined ? {} : { chow: judgeChow(answers, cost, random) }),
  };
}

type Answers = { confidence: Float64Array; wrong: Uint8Array; groups: Int32Array };

function judgeTarget(answers: Answers, folds: Int32Array, maxError: number, confidence: number, random: RandomKey) {
  const target = { maxError, confidence };
  const given = new Uint8Array(folds.length);
  for (const { inside, outside } of sidesOf(folds)) {
    const { threshold } = selectAnswers(takeAnswers(answers, outside), target);
    if (threshold !== null) for (const i of inside) given[i] = Number(answers.confidence[i]! >= threshold);
  }
  const { threshold, bound } = selectAnswers(answers, target);
  return { ...target, bound, fewest: fewestForTarget(target), ...judged(answers, given, threshold, random) };
}

function judgeChow(answers: Answers, cost: { readonly error: number; readonly reject: number }, random: RandomKey) {
  const { confidence, wrong, groups } = answers;
  const threshold = chowThreshold(cost);
  const given = Uint8Array.from(confidence, (p) => Number(p >= threshold));
  const mean = (of: (i: number) => number, weights?: Float64Array) => {
    let sum = 0;
    let total = 0;
    for (let i = 0; i < wrong.length; i++) {
      const w = weights ? weights[i]! : 1;
      sum += w * of(i);
      total += w;
    }
    return sum / total;
  };
  const costOf = (i: number) => (given[i] === 1 ? cost.error * wrong[i]! : cost.reject);
  const { withOption } = quantityIntervals(
    ['withOption'],
    (weights) => ({ withOption: mean(costOf, weights) }),
    groups,
    { random },
  );
  const without = mean((i) => cost.error * wrong[i]!);
  return { cost, mean: { withOption, without }, ...judged(answers, given, threshold, random) };
}

function judged(
  { wrong, groups }: Answers,
  given: Uint8Array,
  threshold: number | null,
  random: RandomKey,
): JudgedSelection {
  const { coverage } = quantityIntervals(
    ['coverage'],
    (weights) => {
      let answered = 0;
      let total = 0;
      for (let i = 0; i < given.length; i++) {
        const w = weights ? weights[i]! : 1;
        answered += w * given[i]!;
        total += w;
      }
      return { coverage: answered / total };
    },
    groups,
    { random },
  );
  const answered = given.reduce((sum, one) => sum + one, 0);
  const errors = given.reduce((sum, one, i) => sum + one * wrong[i]!, 0);
  return {
    threshold,
    samples: given.length,
    answered,
    wrong: errors,
    coverage,
    error: shareInterval(errors, answered),
  };
}

function takeAnswers({ confidence, wrong, groups }: Answers, rows: Int32Array): Answers {
  return {
    confidence: Float64Array.from(rows, (i) => confidence[i]!),
    wrong: Uint8Array.from(rows, (i) => wrong[i]!),
    groups: Int32Array.from(rows, (i) => groups[i]!),
  };
}

/** Evenly spaced among the points, the last included. */
function thin(points: readonly RiskPoint[]): RiskPoint[] {
  const stride = Math.ceil(points.length / POINTS);
  return points.filter((_, at) => (points.length - 1 - at) % stride === 0);
}
