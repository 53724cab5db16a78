import { log } from '../../base/elementary.ts';
import { UnsupportedError } from '../../base/errors.ts';
import { predictedClasses } from '../../metric/classification/ranking.ts';
import { type Prediction, survivalAt } from '../../table/prediction.ts';
import { requireTask, type Target } from '../../table/target.ts';

/** What happened to each row, and what was expected; a group is calibrated when the sums agree. */
export interface ObservedExpected {
  /**
   * ratio: observed ÷ expected, 1 is right (classes and events); difference: mean measured − mean predicted, 0 is right (numbers).
   */
  readonly kind: 'ratio' | 'difference';
  /** [n] each. */
  readonly observed: Float64Array;
  readonly expected: Float64Array;
}

/** Survival below this counts as this: one row that was said to be lost for sure must not outweigh all others. */
const LEAST_SURVIVAL = 1e-3;
const ONE_ROW = new Float64Array(1);

/**
 * Observed and expected of each row. Two classes: the positive one and its probability. More: whether the answer is right, and the probability of
 * the class answered. Survival: the event, and the cumulative hazard −ln S that was predicted up to the end of the row's observation
 * (Crowson, Atkinson & Therneau 2016, Stat. Methods Med. Res. 25). Numbers: measured and predicted.
 * @param positive with two classes, the index of the positive one; default 1. @throws {UnsupportedError} of clusters, or tasks that disagree.
 */
export function observedExpected(target: Target, prediction: Prediction, positive = 1): ObservedExpected {
  switch (target.task) {
    case 'classification': {
      const { probabilities } = requireTask(prediction, target.task, 'observedExpected');
      const nClasses = target.classes.length;
      const truth = target.codes;
      const two = nClasses === 2;
      const called = two ? truth.map(() => positive) : predictedClasses({ truth, probabilities, nClasses });
      return {
        kind: 'ratio',
        observed: Float64Array.from(called, (k, i) => Number(truth[i] === k)),
        expected: Float64Array.from(called, (k, i) => probabilities[i * nClasses + k]!),
      };
    }
    case 'survival': {
      const { times, survival } = requireTask(prediction, target.task, 'observedExpected');
      const width = times.length;
      const expected = target.times.map((time, i) => {
        const curve = survival.subarray(i * width, (i + 1) * width);
        const own = { task: target.task, risks: ONE_ROW, times, survival: curve };
        return -log(Math.max(LEAST_SURVIVAL, survivalAt(own, Float64Array.of(time))[0]!));
      });
      return { kind: 'ratio', observed: Float64Array.from(target.events), expected };
    }
    case 'regression': {
      const { values } = requireTask(prediction, target.task, 'observedExpected');
      return { kind: 'difference', observed: target.values, expected: values };
    }
    case 'clustering':
      throw new UnsupportedError({ where: 'observedExpected', problem: 'clusters have no truth to agree with' });
  }
}
