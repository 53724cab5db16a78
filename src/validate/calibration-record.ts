import type { RandomKey } from '../base/random.ts';
import { type BrierDecomposition, brierDecomposition } from '../metric/classification/brier-decomposition.ts';
import { calibrationIntercept } from '../metric/classification/calibration-intercept.ts';
import { calibrationSlope } from '../metric/classification/calibration-slope.ts';
import type { Metric } from '../metric/metric.ts';
import { numberCalibrationIntercept } from '../metric/regression/number-calibration-intercept.ts';
import { numberCalibrationSlope } from '../metric/regression/number-calibration-slope.ts';
import { survivalCalibrationCurve } from '../numeric/survival/survival-calibration.ts';
import { survivalAt } from '../table/prediction.ts';
import { requireTask, type Target, takeTargetRows } from '../table/target.ts';
import type { ChosenCalibration } from './calibrate.ts';
import type { Interval } from './intervals.ts';
import { type OutOfFold, scoredRows } from './score.ts';
import { bootstrapIntervals } from './uncertainty/bootstrap-intervals.ts';

/** How far the out-of-fold predictions of a learner mean what they say. */
export interface CalibrationRecord {
  /** Of classes: what was chosen in each outer fold, and the log-loss of its inner folds before and after; absent without calibration. */
  readonly folds?: readonly Pick<ChosenCalibration, 'method' | 'logLoss'>[];
  /** Right is 1; below it the predictions were too extreme. Absent where undefined. */
  readonly slope?: Interval;
  /** Right is 0. Of numbers in the unit of the target. */
  readonly intercept?: Interval;
  /** Of classes. */
  readonly brier?: BrierDecomposition;
  /** Of survival: distances between predicted and smoothed observed probability of the event by `time`, the median time of the events. */
  readonly survival?: {
    readonly time: number;
    readonly ici: number;
    readonly e50: number;
    readonly e90: number;
  };
}

export interface CalibrationRecordOptions {
  /** Of all samples of the cohort. */
  readonly target: Target;
  readonly groups: Int32Array;
  readonly positive?: number | undefined;
  readonly random: RandomKey;
}

/** The regressions of a thousand replicates would take longer than the study. */
const REPLICATES = 200;

/**
 * Slope and intercept with 95 % bootstrap intervals over groups (percentiles of 200 replicates; of survival the slope by Wald), Brier score in parts,
 * and the integrated calibration index of survival. With several repeats the means over them. Null for clusters. @param repeats one entry a repeat.
 */
export function calibrationRecord(
  repeats: readonly OutOfFold[],
  options: CalibrationRecordOptions,
): CalibrationRecord | null {
  switch (options.target.task) {
    case 'clustering':
      return null;
    case 'regression':
      return lines(repeats, options, numberCalibrationSlope, numberCalibrationIntercept);
    case 'classification': {
      const brier = meanOf(repeats.map((one) => brierOf(one, options)));
      return { ...lines(repeats, options, calibrationSlope, calibrationIntercept), brier };
    }
    case 'survival': {
      const each = repeats.map((one) => survivalOf(one, options));
      return each.includes(null) ? {} : meanOf(each as CalibrationRecord[]);
    }
  }
}

/** Those that are defined. */
function lines(
  repeats: readonly OutOfFold[],
  { target, groups, positive, random }: CalibrationRecordOptions,
  slope: Metric,
  intercept: Metric,
): Pick<CalibrationRecord, 'slope' | 'intercept'> {
  const made = bootstrapIntervals([slope, intercept], scoredRows(repeats, { target, positive }), groups, {
    ...{ random, replicates: REPLICATES, method: 'percentile' },
  });
  const known = ({ name }: Metric) => made[name] && !Number.isNaN(made[name].value) && made[name];
  const [bold, shift] = [known(slope), known(intercept)];
  return { ...(bold ? { slope: bold } : {}), ...(shift ? { intercept: shift } : {}) };
}

function brierOf({ rows, prediction }: OutOfFold, { target, positive }: CalibrationRecordOptions): BrierDecomposition {
  const { codes, classes } = requireTask(takeTargetRows(target, rows), 'classification', 'calibration');
  const { probabilities } = requireTask(prediction, 'classification', 'calibration');
  const input = { truth: codes, probabilities, nClasses: classes.length };
  return brierDecomposition(positive === undefined ? input : { ...input, positive });
}

/** Null without an event, or when all predictions are the same. */
function survivalOf(
  { rows, prediction }: OutOfFold,
  { target }: CalibrationRecordOptions,
): Pick<CalibrationRecord, 'slope' | 'survival'> | null {
  const { times, events } = requireTask(takeTargetRows(target, rows), 'survival', 'calibration');
  const eventTimes = times.filter((_, i) => events[i] === 1).sort();
  if (eventTimes.length === 0) return null;
  const time = eventTimes[Math.floor((eventTimes.length - 1) / 2)]!;
  const survival = survivalAt(requireTask(prediction, 'survival', 'calibration'), Float64Array.of(time));
  const predicted = survival.map((s) => 1 - s);
  if (predicted.every((p) => p === predicted[0])) return null;
  const { ici, e50, e90, slope, slopeError } = survivalCalibrationCurve(predicted, times, events, time);
  const half = 1.959963984540054 * slopeError;
  return { slope: { value: slope, low: slope - half, high: slope + half }, survival: { time, ici, e50, e90 } };
}

/** Number by number. */
function meanOf<T>(values: readonly T[]): T {
  const [first] = values;
  if (typeof first === 'number') return (values.reduce((sum, v) => sum + (v as number), 0) / values.length) as T;
  const keys = Object.keys(first as object);
  return Object.fromEntries(
    keys.map((key) => [key, meanOf(values.map((value) => (value as Record<string, unknown>)[key]))]),
  ) as T;
}
