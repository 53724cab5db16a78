import { ParamError, UnsupportedError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import type { Target, Task } from '../table/target.ts';
import { accuracy } from './classification/accuracy.ts';
import { adaptiveEce } from './classification/adaptive-ece.ts';
import { balancedAccuracy } from './classification/balanced-accuracy.ts';
import { brier } from './classification/brier.ts';
import { ece } from './classification/ece.ts';
import { logLoss } from './classification/log-loss.ts';
import { macroF1 } from './classification/macro-f1.ts';
import { mcc } from './classification/mcc.ts';
import { prAuc } from './classification/pr-auc.ts';
import { rocAuc } from './classification/roc-auc.ts';
import { weightedF1 } from './classification/weighted-f1.ts';
import { meanSilhouette } from './clustering/mean-silhouette.ts';
import { stability } from './clustering/stability.ts';
import type { Metric } from './metric.ts';
import { mae } from './regression/mae.ts';
import { pearson } from './regression/pearson.ts';
import { r2 } from './regression/r2.ts';
import { rmse } from './regression/rmse.ts';
import { spearman } from './regression/spearman.ts';
import { cIndex } from './survival/c-index.ts';
import { calibrationError } from './survival/calibration-error.ts';
import { integratedBrier } from './survival/integrated-brier.ts';
import { partialLikelihood } from './survival/partial-likelihood.ts';
import { tdAuc } from './survival/td-auc.ts';

/** Every metric of a fixed name, in the order of the report; `td-auc@<time>`, `calibration-error@<time>` and `ari-<column>` (`ariWith`) come beside them. */
export const metrics: readonly Metric[] = [
  ...[accuracy, balancedAccuracy, macroF1, weightedF1, rocAuc, prAuc, logLoss, brier, ece, adaptiveEce, mcc],
  ...[r2, rmse, mae, pearson, spearman],
  ...[cIndex, integratedBrier],
  ...[meanSilhouette, stability],
];

/**
 * The metrics that predictions of this target are scored by. For survival, td-auc stands at the quartiles of the event times, calibration-error at
 * their median, rounded to two digits.
 */
export function metricsOf(target: Target): readonly Metric[] {
  const fixed = metrics.filter(({ task }) => task === target.task);
  if (target.task !== 'survival') return fixed;
  const eventTimes = target.times.filter((_, i) => target.events[i] === 1).sort();
  const quartiles = [0.25, 0.5, 0.75].map((share) =>
    Number(eventTimes[Math.floor(share * (eventTimes.length - 1))]!.toPrecision(2)),
  );
  return [...fixed, ...[...new Set(quartiles)].map(tdAuc), calibrationError(quartiles[1]!)];
}

/** The metric that a study asks for when it names none. */
export function defaultMetric(target: Target): string {
  switch (target.task) {
    case 'classification':
      return target.classes.length > 2 ? 'macro-f1' : 'roc-auc';
    case 'regression':
      return 'r2';
    case 'survival':
      return 'c-index';
    case 'clustering':
      return 'silhouette';
  }
}

/** The loss by which a place on a penalty path is chosen, and equal scores are told apart: smooth where metrics are flat. */
export function lossOf({ task }: Target): Metric {
  switch (task) {
    case 'classification':
      return logLoss;
    case 'regression':
      return rmse;
    case 'survival':
      return partialLikelihood;
    case 'clustering':
      throw new UnsupportedError({ where: 'lossOf', problem: 'clustering has no loss to choose by' });
  }
}

/** @param task when known, only its metrics are accepted. @throws {ParamError} an unknown name, with the nearest known one. */
export function metricByName(name: string, where = 'metric', task?: Task): Metric {
  const [, kind, time] = /^(td-auc|calibration-error)@([0-9.]+)$/.exec(name) ?? [];
  const at = kind === 'td-auc' ? tdAuc : calibrationError;
  const dynamic = time !== undefined && Number(time) > 0 ? at(Number(time)) : undefined;
  const found = dynamic ?? metrics.find((metric) => metric.name === name);
  if (found && (task === undefined || found.task === task)) return found;
  const names = [
    ...metrics.filter((metric) => task === undefined || metric.task === task).map((metric) => metric.name),
    ...(task === undefined || task === 'survival' ? ['td-auc@<time>', 'calibration-error@<time>'] : []),
  ];
  const near = found ? undefined : nearest(name, names);
  throw new ParamError({
    where,
    problem: found
      ? `'${name}' is a metric of ${found.task}, the task is ${task}`
      : `must be the name of a metric, got '${name}'`,
    hint: near ? `did you mean '${near}'?` : `the metrics are: ${names.join(', ')}`,
  });
}
