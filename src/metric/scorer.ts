import { ShapeError, UnsupportedError } from '../base/errors.ts';
import type { Prediction } from '../table/prediction.ts';
import { requireTask, type Target, targetLength } from '../table/target.ts';
import type { ClassMetric } from './classification/class-metric.ts';
import { rankScores } from './classification/ranking.ts';
import type { ClusterMetric } from './clustering/cluster-metric.ts';
import type { Metric } from './metric.ts';
import { type NumberMetric, orderNumbers } from './regression/number-metric.ts';
import { orderSurvival, type SurvivalMetric } from './survival/survival-metric.ts';

/** Predictions beside the truth, sorted once, to be scored by any metric of their task under any weights. */
export interface Scorer {
  /** @param weights of the samples, ≥ 0, [n]; default 1 each. @throws {UnsupportedError} a metric of another task. */
  value(metric: Metric, weights?: Float64Array): number;
}

export interface ScorerOptions {
  /** With two classes, the index of the one called positive; default 1. */
  readonly positive?: number | undefined;
  /** The fold whose model predicted each sample, [n]: risks of survival, and names of clusters, are compared within a fold only. */
  readonly folds?: Int32Array | undefined;
  /** Which samples of the cohort are scored, [n], where they are not all: metrics within strata know the strata of all. */
  readonly rows?: Int32Array | undefined;
  /** Of clusters: the silhouette of each sample, [n]. Without it silhouette is undefined. */
  readonly silhouettes?: Float64Array | undefined;
  /** Of clusters: the one that a fit without its fold assigns each sample to, [n]. Without it stability is undefined. */
  readonly assigned?: Int32Array | undefined;
}

/** @throws {ShapeError} lengths that disagree. @throws {UnsupportedError} tasks that disagree. Cost that of sorting. */
export function scorer(target: Target, prediction: Prediction, options: ScorerOptions = {}): Scorer {
  const compute = computation(target, prediction, options);
  return {
    value(metric, weights) {
      if (metric.task !== target.task) {
        const problem = `${metric.name} is a metric of ${metric.task}, the predictions are of ${target.task}`;
        throw new UnsupportedError({ where: 'scorer', problem });
      }
      return compute(metric, weights ? { weights } : {});
    },
  };
}

type Weights = { readonly weights?: Float64Array };

/** The one place where a metric, chosen by name, meets the input of its task: the caller has compared the tasks. */
function computation(target: Target, prediction: Prediction, options: ScorerOptions) {
  const { positive, folds } = options;
  const which = options.rows ? { rows: options.rows } : {};
  switch (target.task) {
    case 'classification': {
      const { probabilities } = requireTask(prediction, target.task, 'scorer');
      const nClasses = target.classes.length;
      const plain = {
        truth: target.codes,
        probabilities,
        nClasses,
        ...which,
        ...(positive === undefined ? {} : { positive }),
      };
      const input = { ...plain, ranking: rankScores(plain) };
      return (metric: Metric, weights: Weights) => (metric as ClassMetric).compute({ ...input, ...weights });
    }
    case 'regression': {
      const { values: predicted } = requireTask(prediction, target.task, 'scorer');
      requireLength(predicted, target);
      const plain = { truth: target.values, predicted, ...which };
      const input = { ...plain, orders: orderNumbers(plain) };
      return (metric: Metric, weights: Weights) => (metric as NumberMetric).compute({ ...input, ...weights });
    }
    case 'survival': {
      const predicted = requireTask(prediction, target.task, 'scorer');
      const { risks, times: curveTimes } = predicted;
      requireLength(risks, target);
      const { times, events } = target;
      const plain = { times, events, risks, curveTimes, ...which, ...(folds ? { strata: folds } : {}) };
      const orders = orderSurvival(plain);
      const input = (weights: Weights) => ({
        ...{ ...plain, orders, ...weights },
        // Read only by the metrics that need curves: making them costs more than all the others.
        get survival() {
          return predicted.survival;
        },
      });
      return (metric: Metric, weights: Weights) => (metric as SurvivalMetric).compute(input(weights));
    }
    case 'clustering': {
      const { labels } = requireTask(prediction, target.task, 'scorer');
      requireLength(labels, target);
      const { silhouettes, assigned } = options;
      const input = {
        labels,
        ...(silhouettes ? { silhouettes } : {}),
        ...(assigned ? { assigned } : {}),
        ...(folds ? { folds } : {}),
      };
      return (metric: Metric, weights: Weights) => (metric as ClusterMetric).compute({ ...input, ...weights });
    }
  }
}

function requireLength(predicted: ArrayLike<number>, target: Target): void {
  const n = targetLength(target);
  if (predicted.length === n) return;
  throw new ShapeError({
    where: 'scorer',
    problem: `${n} samples must have ${n} predictions, got ${predicted.length}`,
  });
}
