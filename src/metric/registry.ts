import { ParamError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import { accuracy } from './accuracy.ts';
import { balancedAccuracy } from './balanced-accuracy.ts';
import { brier } from './brier.ts';
import { ece } from './ece.ts';
import { logLoss } from './log-loss.ts';
import { macroF1 } from './macro-f1.ts';
import { mcc } from './mcc.ts';
import type { Metric } from './metric.ts';
import { prAuc } from './pr-auc.ts';
import { rocAuc } from './roc-auc.ts';
import { weightedF1 } from './weighted-f1.ts';

/** Every metric of classification, in the order of the report. */
export const metrics: readonly Metric[] = [
  accuracy,
  balancedAccuracy,
  macroF1,
  weightedF1,
  rocAuc,
  prAuc,
  logLoss,
  brier,
  ece,
  mcc,
];

/** @throws {ParamError} an unknown name, with the nearest known one. */
export function metricByName(name: string, where = 'metric'): Metric {
  const found = metrics.find((metric) => metric.name === name);
  if (found) return found;
  const names = metrics.map((metric) => metric.name);
  const near = nearest(name, names);
  throw new ParamError({
    where,
    problem: `must be the name of a metric, got '${name}'`,
    hint: near ? `did you mean '${near}'?` : `the metrics are: ${names.join(', ')}`,
  });
}
