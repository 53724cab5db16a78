import { type BaselineHazard, survivalFromHazard } from './hazard-curves.ts';
import { requireTask, type SurvivalTarget, type Target, type Task } from './target.ts';

/** What a model says of some rows. */
export type Prediction = ClassPrediction | NumberPrediction | SurvivalPrediction | ClusterPrediction;

export interface ClassPrediction {
  readonly task: 'classification';
  readonly classes: readonly string[];
  /** [nRows, nClasses] row-major, rows summing to 1. */
  readonly probabilities: Float64Array;
}

export interface NumberPrediction {
  readonly task: 'regression';
  /** In the unit of the target, [nRows]. */
  readonly values: Float64Array;
}

export interface SurvivalPrediction {
  readonly task: 'survival';
  /** Higher: an earlier event is expected; the log of the hazard ratio where the model has one. Comparable within one model only. [nRows]. */
  readonly risks: Float64Array;
  /** Rising, in the unit of the training times, [nTimes]. */
  readonly times: Float64Array;
  /** Probability to be free of the event beyond each time, [nRows, nTimes] row-major; a step function, 1 before the first time. */
  readonly survival: Float64Array;
  /** Present when survival = exp(−H(t)·e^risk): H at each of the times, [nTimes], so that curves can be read off at a few of them alone. */
  readonly cumulativeHazard?: Float64Array;
}

export interface ClusterPrediction {
  readonly task: 'clustering';
  readonly nClusters: number;
  /** 0 … nClusters − 1, or −1 for noise, [nRows]. */
  readonly labels: Int32Array;
}

/** Predictions of some of the rows of a cohort. */
export interface RowPredictions {
  readonly rows: ArrayLike<number>;
  readonly prediction: Prediction;
}

/**
 * Predictions of parts of a cohort as one prediction of all its rows; a row that no part holds is 0 (probabilities, values, risks), and
 * one that two hold is the later's. Survival curves are read off at common times: up to 100 of the cohort's event times, evenly among them.
 * @param target of all rows: it gives their number and, for survival, the times.
 */
export function poolPredictions(parts: readonly RowPredictions[], target: Target): Prediction {
  switch (target.task) {
    case 'classification': {
      const width = target.classes.length;
      const probabilities = new Float64Array(target.codes.length * width);
      for (const { rows, prediction } of ofTask(parts, target.task))
        place(probabilities, prediction.probabilities, rows, width);
      return { task: target.task, classes: target.classes, probabilities };
    }
    case 'regression': {
      const values = new Float64Array(target.values.length);
      for (const { rows, prediction } of ofTask(parts, target.task)) place(values, prediction.values, rows, 1);
      return { task: target.task, values };
    }
    case 'survival': {
      const times = evaluationTimes(target);
      const risks = new Float64Array(target.times.length);
      const known = ofTask(parts, target.task);
      for (const { rows, prediction } of known) place(risks, prediction.risks, rows, 1);
      let survival: Float64Array | undefined;
      const read = () => {
        const curves = new Float64Array(target.times.length * times.length);
        for (const { rows, prediction } of known) place(curves, survivalAt(prediction, times), rows, times.length);
        return curves;
      };
      return {
        ...{ task: target.task, risks, times },
        // Most metrics look at risks alone, and a search pools as many predictions as it has settings.
        get survival() {
          survival ??= read();
          return survival;
        },
      };
    }
    case 'clustering': {
      const labels = new Int32Array(target.nSamples);
      let nClusters = 0;
      for (const { rows, prediction } of ofTask(parts, target.task)) {
        place(labels, prediction.labels, rows, 1);
        nClusters = Math.max(nClusters, prediction.nClusters);
      }
      return { task: target.task, nClusters, labels };
    }
  }
}

/** Survival curves read off at other times, [nRows, times] row-major. Cost O(nRows · (times + nTimes)). */
export function survivalAt(prediction: SurvivalPrediction, times: Float64Array): Float64Array {
  const { times: own, cumulativeHazard } = prediction;
  // The last own time that is not after each asked one; −1: none, the curve is still 1.
  const at = new Int32Array(times.length);
  for (let t = 0, last = -1; t < times.length; t++) {
    while (last + 1 < own.length && own[last + 1]! <= times[t]!) last++;
    at[t] = last;
  }
  if (cumulativeHazard) {
    // Before the first time the hazard is 0.
    const read = Float64Array.from(at, (s) => (s < 0 ? 0 : cumulativeHazard[s]!));
    return survivalFromHazard({ times, cumulativeHazard: read }, prediction.risks);
  }
  const { survival } = prediction;
  const out = new Float64Array(prediction.risks.length * times.length);
  for (let i = 0; i < prediction.risks.length; i++) {
    for (let t = 0; t < times.length; t++)
      out[i * times.length + t] = at[t]! < 0 ? 1 : survival[i * own.length + at[t]!]!;
  }
  return out;
}

/**
 * The prediction of a model of proportional hazards. Its curves are computed when they are asked for: comparing risks takes none of them, and a
 * validation reads them at a hundred times, where the training data may have thousands.
 */
export function hazardPrediction(baseline: BaselineHazard, risks: Float64Array): SurvivalPrediction {
  let survival: Float64Array | undefined;
  return {
    task: 'survival',
    risks,
    times: baseline.times,
    get survival() {
      survival ??= survivalFromHazard(baseline, risks);
      return survival;
    },
    cumulativeHazard: baseline.cumulativeHazard,
  };
}

/** The same prediction with survival curves at the cohort's common times only: a model may hold a time for every event it learned from. */
export function thinned(prediction: Prediction, target: Target): Prediction {
  if (prediction.task !== 'survival' || target.task !== 'survival') return prediction;
  const times = evaluationTimes(target);
  return { task: 'survival', risks: prediction.risks, times, survival: survivalAt(prediction, times) };
}

/** At most 100 of the distinct event times, evenly spaced among them, the first and the last included. */
function evaluationTimes({ times, events }: SurvivalTarget): Float64Array {
  const distinct = Float64Array.from(new Set(times.filter((_, i) => events[i] === 1))).sort();
  const most = 100;
  if (distinct.length <= most) return distinct;
  return Float64Array.from({ length: most }, (_, t) => distinct[Math.round((t * (distinct.length - 1)) / (most - 1))]!);
}

function ofTask<T extends Task>(parts: readonly RowPredictions[], task: T) {
  return parts.map(({ rows, prediction }) => ({ rows, prediction: requireTask(prediction, task, 'poolPredictions') }));
}

function place(
  into: Float64Array | Int32Array,
  from: Float64Array | Int32Array,
  rows: ArrayLike<number>,
  width: number,
): void {
  for (let r = 0; r < rows.length; r++) into.set(from.subarray(r * width, (r + 1) * width), rows[r]! * width);
}
