import { ParamError, UnsupportedError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import type { Target, Task } from '../table/target.ts';
import { accuracy } from './classification/accuracy.ts';
import { adaptiveEce } from './classification/adaptive-ece.ts';
import { balancedAccuracy } from './classification/balanced-accuracy.ts';
import { brier } from './classification/brier.ts';
import { cohenKappa } from './classification/cohen-kappa.ts';
import { ece } from './classification/ece.ts';
import { logLoss } from './classification/log-loss.ts';
import { macroF1 } from './classification/macro-f1.ts';
import { mcc } from './classification/mcc.ts';
import { npv } from './classification/npv.ts';
import { ppv } from './classification/ppv.ts';
import { prAuc } from './classification/pr-auc.ts';
import { rocAuc } from './classification/roc-auc.ts';
import { sensitivity } from './classification/sensitivity.ts';
import { sensitivityAtSpecificity } from './classification/sensitivity-at-specificity.ts';
import { specificity } from './classification/specificity.ts';
import { specificityAtSensitivity } from './classification/specificity-at-sensitivity.ts';
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
import { withinStrata } from './within-strata.ts';

/** Of two classes only. */
const OF_TWO = [sensitivity, specificity, ppv, npv] as const;
/** Known by name, and scored when a study asks for them: what they say others say already. */
const ON_REQUEST: readonly Metric[] = [cohenKappa];

/**
 * Every metric of a fixed name, in the order of the report. Beside them come those with a number in their name (`td-auc@<time>`, `calibration-error@<time>`,
 * `sensitivity-at-specificity@<share>`, `specificity-at-sensitivity@<share>`), `<metric>-within-<column>` (`withinStrata`) and `ari-<column>` (`ariWith`).
 */
export const metrics: readonly Metric[] = [
  ...[accuracy, balancedAccuracy, macroF1, weightedF1, rocAuc, prAuc, logLoss, brier, ece, adaptiveEce, mcc],
  ...OF_TWO,
  ...ON_REQUEST,
  ...[r2, rmse, mae, pearson, spearman],
  ...[cIndex, integratedBrier],
  ...[meanSilhouette, stability],
];

/**
 * The metrics that predictions of this target are scored by. For survival, td-auc stands at the times given and calibration-error
 * at the middle one; where none are, at the quartiles of the event times, rounded to two digits.
 * @param given rising, in the unit of the times of the target.
 */
export function metricsOf(target: Target, given?: readonly number[]): readonly Metric[] {
  const two = target.task === 'classification' && target.classes.length === 2;
  const left = new Set<Metric>([...ON_REQUEST, ...(two ? [] : OF_TWO)]);
  const fixed = metrics.filter((metric) => metric.task === target.task && !left.has(metric));
  if (target.task !== 'survival') return fixed;
  if (given) return [...fixed, ...given.map(tdAuc), calibrationError(middleOf(given))];
  const eventTimes = target.times.filter((_, i) => target.events[i] === 1).sort();
  const quartiles = [0.25, 0.5, 0.75].map((share) =>
    Number(eventTimes[Math.floor(share * (eventTimes.length - 1))]!.toPrecision(2)),
  );
  return [...fixed, ...[...new Set(quartiles)].map(tdAuc), calibrationError(quartiles[1]!)];
}

/** Of some times the one that stands for them: the middle one, of two the earlier. */
export function middleOf(times: readonly number[]): number {
  return times[Math.floor((times.length - 1) / 2)]!;
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

/** Metrics with a number in their name: what it is called there, what it may be, and the metric. */
const NUMBERED: readonly {
  readonly prefix: string;
  readonly placeholder: string;
  readonly task: Task;
  readonly allows: (x: number) => boolean;
  readonly make: (x: number) => Metric;
}[] = [
  { prefix: 'td-auc', placeholder: '<time>', task: 'survival', allows: (time) => time > 0, make: tdAuc },
  {
    prefix: 'calibration-error',
    placeholder: '<time>',
    task: 'survival',
    allows: (time) => time > 0,
    make: calibrationError,
  },
  ...[sensitivityAtSpecificity, specificityAtSensitivity].map((make) => ({
    prefix: make(1).name.replace('@1', ''),
    placeholder: '<share>',
    task: 'classification' as const,
    allows: (share: number) => share <= 1,
    make,
  })),
];

/** Stratum of each sample by a column of the sample sheet, −1 where it is not known, [n]. */
export type StrataOf = (column: string) => Int32Array;

/**
 * The metric of a name: a fixed one, one with a number (`td-auc@365`), or either within a column (`c-index-within-site`).
 * @param task when known, only its metrics are accepted. @param strata of the samples that will be scored; without it a metric within a column can be
 * named and asked what it is, but its `compute` throws an UnsupportedError.
 * @throws {ParamError} an unknown name, with the nearest known one.
 */
export function metricByName(name: string, where = 'metric', task?: Task, strata?: StrataOf): Metric {
  const [, inner, column] = /^(.+?)-within-(.+)$/.exec(name) ?? [];
  if (inner !== undefined && column !== undefined) {
    const metric = metricByName(inner, where, task);
    if (strata) return withinStrata(metric, column, strata(column));
    const compute = () => {
      throw new UnsupportedError({ where: name, problem: `the strata of '${column}' are not known here` });
    };
    return { ...withinStrata(metric, column, new Int32Array()), compute };
  }
  const found = numbered(name) ?? metrics.find((metric) => metric.name === name);
  if (found && (task === undefined || found.task === task)) return found;
  const names = [
    ...metrics.filter((metric) => task === undefined || metric.task === task).map((metric) => metric.name),
    ...NUMBERED.filter((one) => task === undefined || one.task === task).map(
      ({ prefix, placeholder }) => `${prefix}@${placeholder}`,
    ),
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

function numbered(name: string): Metric | undefined {
  const [, prefix, text] = /^(.+)@([0-9.]+)$/.exec(name) ?? [];
  const value = Number(text);
  return NUMBERED.find((one) => one.prefix === prefix && value >= 0 && one.allows(value))?.make(value);
}
