import { log } from '../base/elementary.ts';
import type { Metric } from '../metric/metric.ts';
import { scorer } from '../metric/scorer.ts';
import {
  applyCalibration,
  type Calibration,
  type CalibrationMethod,
  fitCalibration,
} from '../numeric/calibration/calibrators.ts';
import type { DirichletOptions } from '../numeric/calibration/dirichlet-calibrator.ts';
import type { RowPredictions } from '../table/prediction.ts';
import { type ClassTarget, requireTask, takeTargetRows } from '../table/target.ts';

/** How probabilities are calibrated: one method, the best of them where it is shown to help, or not at all. */
export type CalibrateBy = 'auto' | 'none' | CalibrationMethod;

/** What was chosen, and how it was judged. */
export interface ChosenCalibration {
  readonly method: CalibrationMethod | 'none';
  /** Absent with none. */
  readonly calibration?: Calibration;
  /** Mean log-loss of the held-out rows as the models predicted them, and by maps that were fitted without their fold. */
  readonly logLoss: { readonly before: number; readonly after: number };
}

export interface CalibrateOptions {
  readonly by: Exclude<CalibrateBy, 'none'>;
  /** Of all rows that `rows` counts in. */
  readonly target: ClassTarget;
  /** Group of each of them, any codes, [n]: what the standard errors count. */
  readonly groups: Int32Array;
  /** With `auto`, what a calibration must not cost. */
  readonly metric: Metric;
  readonly positive?: number | undefined;
}

/** Penalties of the Dirichlet map, strongest first; Infinity is vector scaling. */
const PENALTIES = [Number.POSITIVE_INFINITY, 0.1, 0.01, 0.001];
/** With more classes the full matrix has more numbers than most cohorts have samples: only vector scaling is tried. */
const MOST_CLASSES = 8;
/** Of the metric: flips of an answer or two are no loss. */
const MOST_LOST = 0.005;
/** Parts that rows of a single inner fold, or inner folds too many to fit a map without each, are dealt into. */
const PARTS = 4;
const MOST_FOLDS = 10;
/** As in log-loss. */
const SMALLEST = 2.220446049250313e-16;

/** One way to calibrate. */
interface Candidate {
  readonly method: CalibrationMethod;
  readonly options?: DirichletOptions;
}

/**
 * Learns a calibration from predictions of rows that the models had not seen (the inner folds), never from rows they were fitted on or are
 * judged by. What a method does to a row is judged by a map fitted on the other folds. `auto` goes from the simplest to the richest
 * (temperature; with two classes the sigmoid, with more vector scaling; isotonic; Dirichlet with falling penalties) and takes a step when it lowers
 * the log-loss by more than the standard error of the difference (over groups), and costs at most 0.005 of the metric against none: models that are
 * calibrated are left alone, and a balance of classes that was asked for stays. A method that was asked for is taken as it is; of the
 * Dirichlet maps the one of least log-loss.
 * @param parts of the inner folds; of a row that occurs twice the first counts.
 * Cost (folds + 1) fits of each method. Source: cross-fitting as in Platt 1999, §2.1; the one-standard-error rule Breiman et al. 1984, §3.4.3.
 */
export function chooseCalibration(parts: readonly RowPredictions[], options: CalibrateOptions): ChosenCalibration {
  const held = heldOut(parts, options);
  const before = lossesOf(held.probabilities, held);
  const tried = candidatesOf(options.by, held.nClasses).map((candidate) => {
    const probabilities = crossFitted(held, candidate);
    return { candidate, probabilities, losses: lossesOf(probabilities, held) };
  });
  let chosen: (typeof tried)[number] | undefined;
  if (options.by === 'auto') {
    const least = metricOf(held.probabilities, held, options) - MOST_LOST;
    for (const next of tried) {
      const { gain, standardError } = gainOf(chosen?.losses ?? before, next.losses, held.groups);
      if (gain > standardError && metricOf(next.probabilities, held, options) >= least) chosen = next;
    }
  } else {
    chosen = tried.reduce((best, next) => (mean(next.losses) < mean(best.losses) ? next : best));
  }
  if (!chosen) return { method: 'none', logLoss: { before: mean(before), after: mean(before) } };
  const { method, options: of } = chosen.candidate;
  return {
    method,
    calibration: fitCalibration(method, held, of),
    logLoss: { before: mean(before), after: mean(chosen.losses) },
  };
}

function candidatesOf(by: Exclude<CalibrateBy, 'none'>, nClasses: number): Candidate[] {
  const [vector, ...full] = PENALTIES.map(
    (offDiagonal): Candidate => ({ method: 'dirichlet', options: { offDiagonal } }),
  );
  const richer = nClasses > MOST_CLASSES ? [] : full;
  if (by === 'dirichlet') return [vector!, ...richer];
  if (by !== 'auto') return [{ method: by }];
  // Vector scaling of two classes is the sigmoid with a penalty.
  return nClasses === 2
    ? [{ method: 'temperature' }, { method: 'sigmoid' }, { method: 'isotonic' }, ...richer]
    : [{ method: 'temperature' }, vector!, { method: 'isotonic' }, ...richer];
}

interface HeldOut {
  readonly truth: Int32Array;
  readonly nClasses: number;
  /** [n, nClasses] row-major. */
  readonly probabilities: Float64Array;
  /** The fold of each row, [n]. */
  readonly folds: Int32Array;
  readonly groups: Int32Array;
  readonly target: ClassTarget;
}

function heldOut(parts: readonly RowPredictions[], { target, groups }: CalibrateOptions): HeldOut {
  const seen = new Set<number>();
  const rows: number[] = [];
  const folds: number[] = [];
  const probabilities: number[] = [];
  const nClasses = target.classes.length;
  parts.forEach((part, fold) => {
    const said = requireTask(part.prediction, 'classification', 'calibrate').probabilities;
    Array.from(part.rows).forEach((i, r) => {
      if (seen.has(i)) return;
      seen.add(i);
      rows.push(i);
      folds.push(parts.length === 1 ? groups[i]! % PARTS : parts.length > MOST_FOLDS ? fold % PARTS : fold);
      for (let k = 0; k < nClasses; k++) probabilities.push(said[r * nClasses + k]!);
    });
  });
  const own = takeTargetRows(target, rows);
  return {
    truth: own.codes,
    nClasses,
    probabilities: Float64Array.from(probabilities),
    folds: Int32Array.from(folds),
    groups: Int32Array.from(rows, (i) => groups[i]!),
    target: own,
  };
}

/** Each row by the map that was fitted without its fold. */
function crossFitted(held: HeldOut, { method, options }: Candidate): Float64Array {
  const { folds, nClasses: K, probabilities, truth } = held;
  const out = probabilities.slice();
  for (const fold of new Set(folds)) {
    const weights = Float64Array.from(folds, (of) => (of === fold ? 0 : 1));
    if (!weights.includes(1)) continue;
    const own = Array.from(folds.keys()).filter((i) => folds[i] === fold);
    const said = Float64Array.from(own.flatMap((i) => [...probabilities.subarray(i * K, (i + 1) * K)]));
    const map = fitCalibration(method, { probabilities, truth, nClasses: K, weights }, options);
    const better = applyCalibration(map, said);
    own.forEach((i, r) => {
      out.set(better.subarray(r * K, (r + 1) * K), i * K);
    });
  }
  return out;
}

/** −ln p of the true class, [n]. */
function lossesOf(probabilities: Float64Array, { truth, nClasses }: HeldOut): Float64Array {
  return Float64Array.from(truth, (k, i) => -log(Math.max(SMALLEST, probabilities[i * nClasses + k]!)));
}

/**
 * Mean over the folds; larger is better. Each fold has a map of its own, and samples of different maps are not to be ranked together: pooled, the
 * area under the ROC curve would fall although no map changes an order.
 */
function metricOf(
  probabilities: Float64Array,
  { target, folds, nClasses: K }: HeldOut,
  { metric, positive }: CalibrateOptions,
): number {
  const values = [...new Set(folds)].map((fold) => {
    const own = Array.from(folds.keys()).filter((i) => folds[i] === fold);
    const said = Float64Array.from(own.flatMap((i) => [...probabilities.subarray(i * K, (i + 1) * K)]));
    const prediction = { task: 'classification', classes: target.classes, probabilities: said } as const;
    return scorer(takeTargetRows(target, own), prediction, { positive }).value(metric);
  });
  // Undefined on a fold: it is so for every map.
  const defined = Float64Array.from(values.filter((value) => !Number.isNaN(value)));
  return defined.length === 0 ? 0 : metric.greaterIsBetter ? mean(defined) : -mean(defined);
}

const mean = (values: Float64Array) => values.reduce((sum, v) => sum + v, 0) / values.length;

/** Mean fall of the loss, and its standard error with groups as what is independent. */
function gainOf(before: Float64Array, after: Float64Array, groups: Int32Array) {
  const gains = before.map((loss, i) => loss - after[i]!);
  const gain = mean(gains);
  const sums = new Map<number, number>();
  gains.forEach((own, i) => {
    sums.set(groups[i]!, (sums.get(groups[i]!) ?? 0) + own - gain);
  });
  const squares = [...sums.values()].reduce((total, sum) => total + sum * sum, 0);
  const spread = sums.size > 1 ? Math.sqrt((squares * sums.size) / (sums.size - 1)) : Number.POSITIVE_INFINITY;
  return { gain, standardError: spread / gains.length };
}
