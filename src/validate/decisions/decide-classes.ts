import { ParamError } from '../../base/errors.ts';
import type { RandomKey } from '../../base/random.ts';
import { answersAtPrevalence, predictiveScores } from './answers-at-prevalence.ts';
import type { BinaryScores } from './choose-threshold.ts';
import { crossFittedThreshold } from './cross-fitted-threshold.ts';
import { decisionCurveIntervals } from './decision-curve.ts';
import type { CurveDecision, DecisionSpec, Decisions, PrevalenceDecisions, ThresholdDecision } from './decisions.ts';
import { checkHeldOut, type HeldOutClasses, judgingFolds } from './held-out.ts';
import { judgeConformalClasses } from './judge-conformal.ts';
import { judgeReject } from './judge-reject.ts';
import { priorsAt, shiftPriors } from './prior-shift.ts';
import { quantityIntervals } from './quantity-intervals.ts';

export interface DecideClassesOptions {
  readonly classes: readonly string[];
  /** With two classes, the index of the positive one. */
  readonly positive?: number | undefined;
  /** Share of each class that the model learned from, see `shiftPriors`; default: the shares in the data. */
  readonly learned?: readonly number[];
  readonly spec: DecisionSpec;
  readonly random: RandomKey;
}

/**
 * Everything that a study asks of decisions, from out-of-fold probabilities: predictive values and re-weighted answers at a stated prevalence,
 * a cross-fitted threshold, decision curves, the reject option, conformal sets. Whatever is chosen from data is judged on folds that had
 * no part in the choice. Without a stated prevalence thresholds and curves are at the shares in the data.
 * @throws {ParamError} a class that is none, a share or cost out of range. @throws {DataError} fewer than two groups.
 * Cost a few hundred passes over the rows for each part and bootstrap replicate: under a second at 1,000 rows.
 */
export function decideClasses(data: HeldOutClasses, options: DecideClassesOptions): Omit<Decisions, 'learner'> {
  const { classes, spec, random } = options;
  checkHeldOut(data, 'decideClasses');
  const shares = sharesOf(data);
  const learned = options.learned ?? shares;
  const stated = spec.prevalence ?? {};
  const priors = priorsAt(stated, classes, shares, 'report.prevalence');
  const folds = judgingFolds(data, data.truth, random.at('folds'));
  const place: Place = { data, folds, priors, probabilities: shiftPriors(data.probabilities, learned, priors), random };
  const called = calledClass(options);
  const curved = [...Object.keys(stated).map((name) => classes.indexOf(name)), ...(called === null ? [] : [called])];
  return {
    ...(spec.prevalence ? { prevalence: atPrevalence(place, classes, Object.keys(stated), learned) } : {}),
    ...(spec.threshold && called !== null
      ? { threshold: atThreshold(place, classes[called]!, called, spec.threshold.rule) }
      : {}),
    curves: [...new Set(curved)].map((k) => curveOf(place, classes[k]!, k)),
    reject: judgeReject(data, folds, spec.reject ?? {}, random),
    conformal: judgeConformalClasses(data, classes, folds, spec.conformalError),
  };
}

interface Place {
  readonly data: HeldOutClasses;
  readonly folds: Int32Array;
  readonly priors: readonly number[];
  /** At these priors. */
  readonly probabilities: Float64Array;
  readonly random: RandomKey;
}

/** The class that a threshold is about; null when there are several and none is named. */
function calledClass({ classes, positive, spec }: DecideClassesOptions): number | null {
  const name = spec.threshold?.class;
  if (name !== undefined) {
    const k = classes.indexOf(name);
    if (k < 0) {
      const problem = `no class '${name}'; the classes are: ${classes.join(', ')}`;
      throw new ParamError({ where: 'report.threshold.class', problem });
    }
    return k;
  }
  if (classes.length === 2) return positive ?? 1;
  if (spec.threshold) {
    const problem = `with ${classes.length} classes a threshold must name the one that is called`;
    throw new ParamError({
      where: 'report.threshold',
      problem,
      hint: `add class: ${classes[0]}; the others are then the rest`,
    });
  }
  return null;
}

function sharesOf({ truth, nClasses }: HeldOutClasses): number[] {
  const counts = new Array<number>(nClasses).fill(0);
  for (const k of truth) counts[k]!++;
  // A class without a tested sample still was learned: half a sample keeps its share above 0.
  const total = counts.reduce((sum, count) => sum + (count || 0.5), 0);
  return counts.map((count) => (count || 0.5) / total);
}

function atPrevalence(
  { data, priors, random }: Place,
  classes: readonly string[],
  stated: readonly string[],
  learned: readonly number[],
): PrevalenceDecisions {
  const named = (shares: readonly number[]) => Object.fromEntries(classes.map((name, k) => [name, shares[k]!]));
  return {
    priors: named(priors),
    learned: named(learned),
    classes: stated.map((name) => ({
      class: name,
      ...answersAtPrevalence(data, classes.indexOf(name), { priors, learned, random }),
    })),
  };
}

/** Scores of one class at the stated priors, each sample weighing as its class does there. */
function scoresOf({ data, probabilities, priors }: Place, k: number): Required<BinaryScores> {
  const shares = sharesOf(data);
  const { truth, nClasses } = data;
  return {
    positive: Uint8Array.from(truth, (code) => Number(code === k)),
    scores: Float64Array.from(truth, (_, i) => probabilities[i * nClasses + k]!),
    weights: Float64Array.from(truth, (code) => priors[code]! / shares[code]!),
  };
}

function atThreshold(
  place: Place,
  name: string,
  k: number,
  rule: NonNullable<DecisionSpec['threshold']>['rule'],
): ThresholdDecision {
  const { data, folds, priors, random } = place;
  const binary = scoresOf(place, k);
  const { threshold, byFold, calls } = crossFittedThreshold(binary, folds, rule);
  const prevalence = priors[k]!;
  const weighted = (weights?: Float64Array) => {
    let total = 0;
    let called = 0;
    let cost = 0;
    for (let i = 0; i < calls.length; i++) {
      const w = binary.weights[i]! * (weights ? weights[i]! : 1);
      total += w;
      called += w * calls[i]!;
      if ('cost' in rule && calls[i] !== binary.positive[i])
        cost += w * (calls[i] === 1 ? rule.cost.falsePositive : rule.cost.falseNegative);
    }
    return { called: called / total, cost: cost / total };
  };
  return {
    class: name,
    rule,
    threshold,
    byFold,
    scores: predictiveScores(data, calls, k, priors, random),
    prevalence,
    called: weighted().called,
    ...('cost' in rule
      ? {
          cost: {
            model: quantityIntervals(['cost'], weighted, data.groups, { random }).cost,
            all: rule.cost.falsePositive * (1 - prevalence),
            none: rule.cost.falseNegative * prevalence,
          },
        }
      : {}),
  };
}

function curveOf(place: Place, name: string, k: number): CurveDecision {
  const prevalence = place.priors[k]!;
  const points = decisionCurveIntervals(scoresOf(place, k), place.data.groups, place.random, prevalence);
  return { class: name, prevalence, points };
}
