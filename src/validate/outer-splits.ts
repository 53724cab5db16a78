import { DataError, UnsupportedError } from '../base/errors.ts';
import type { RandomKey } from '../base/random.ts';
import type { Warning } from '../base/warning.ts';
import { checkStrata } from '../sample/check-strata.ts';
import type { Split } from '../sample/split.ts';
import { isRandom, makeSplits, type SplitPlan, type SplitSamples } from '../sample/split-plan.ts';
import { targetLength } from '../table/target.ts';

export interface OuterSplits {
  /** For each repeat, the splits. */
  readonly repeats: readonly (readonly Split[])[];
  readonly warnings: readonly Warning[];
}

const WHERE = 'validate.outer';

/**
 * The outer splits of a study: by the plan, made anew for each repeat where there is a chance in them.
 * @throws {DataError} too few groups for the folds (says the largest number that works), a class with one sample, survival one at a time.
 * @throws {UnsupportedError} clusters by anything but folds.
 */
export function outerSplits(plan: SplitPlan, samples: SplitSamples, repeats: number, random: RandomKey): OuterSplits {
  const rows = Int32Array.from({ length: targetLength(samples.target) }, (_, i) => i);
  const warnings = checkTarget(plan, samples);
  const made = Array.from({ length: isRandom(plan) ? repeats : 1 }, (_, repeat) =>
    makeSplits(plan, samples, rows, random.at('outer', repeat), WHERE),
  );
  return { repeats: made, warnings: [...warnings, ...untestedRows(made[0]!, rows.length, plan)] };
}

/**
 * The inner splits of some training rows: the same for every learner, so that they are compared on the same folds.
 * @param random of the outer split that the rows are the training part of.
 */
export function innerSplits(plan: SplitPlan, samples: SplitSamples, rows: Int32Array, random: RandomKey): Split[] {
  return makeSplits(plan, samples, rows, random.at('inner'), 'validate.inner');
}

function checkTarget(plan: SplitPlan, { target, groups }: SplitSamples): readonly Warning[] {
  if (target.task === 'clustering' && plan.kind !== 'folds') {
    throw new UnsupportedError({
      where: WHERE,
      problem: `clusters are compared over folds, got ${plan.kind}`,
      hint: 'give a number of folds',
    });
  }
  if (target.task === 'classification') {
    const { codes, classes } = target;
    // Only folds promise every class on both sides; a class of one sample is on one side of anything.
    const k = plan.kind === 'folds' ? plan.k : 2;
    return checkStrata({ codes, classes, nClasses: classes.length, groups, k, where: WHERE });
  }
  if (target.task !== 'survival') return [];
  const events = target.events.reduce((sum, event) => sum + event, 0);
  if (plan.kind === 'leave-one-out') {
    throw new DataError({
      where: WHERE,
      problem: 'risks are compared within a fold, got leave-one-out, whose folds hold a single group',
      hint: 'use 5 or 10 folds',
    });
  }
  // With 10 events in a test part the standard error of a C-index is about 0.1.
  if (plan.kind !== 'folds' || events >= 10 * plan.k) return [];
  const message = `${events} events in ${plan.k} folds: about ${Math.round(events / plan.k)} in each test part, too few for a steady C-index`;
  return [{ code: 'few-events', message, where: WHERE }];
}

/** Not every plan tests every sample, or learns from every other one: how many, for the user to know. */
function untestedRows(splits: readonly Split[], n: number, plan: SplitPlan): Warning[] {
  const tested = splits.reduce((sum, { test }) => sum + test.length, 0);
  const unused = n - new Set(splits.flatMap(({ train, test }) => [...train, ...test])).size;
  if (plan.kind !== 'leave-out' && plan.kind !== 'predefined' && plan.kind !== 'time') return [];
  const left = [
    ...(tested < n ? [`${n - tested} of ${n} samples are never tested`] : []),
    ...(unused > 0 ? [`${unused} are on no side at all`] : []),
  ];
  return left.length === 0 ? [] : [{ code: 'samples-not-tested', message: left.join(', '), where: WHERE }];
}
