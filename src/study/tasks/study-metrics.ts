import type { Metric } from '../../metric/metric.ts';
import { metricByName } from '../../metric/registry.ts';
import { withinStrata } from '../../metric/within-strata.ts';
import { findColumn, textValues } from '../../table/annotations.ts';
import type { Task } from '../../table/target.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import type { Study } from '../file/study.ts';

/** The metric of a name, with the strata of the cohort for one within a column (`c-index-within-site`). */
export function metricOf(name: string, loaded: LoadedCohort): Metric {
  return metricByName(name, 'validate.metric', loaded.target.task, (column) => strataByColumn(column, loaded));
}

/** More values than this are not strata: each would hold a handful of samples. */
const MOST_STRATA = 200;
/** Of a column of numbers: more are a measurement. */
const MOST_NUMBERS = 10;

/**
 * What is left of the score within each declared confounder: a confounder that the outcome follows can carry a score on its own, and then
 * says nothing of the features. None for confounders that are measurements (age) or name next to every sample.
 */
export function metricsWithinConfounders(study: Study, loaded: LoadedCohort): Metric[] {
  const { task } = loaded.target;
  if (task === 'clustering') return [];
  const metric = metricByName(WITHIN[task]);
  return study.samples.confounders.flatMap((name) => {
    const column = findColumn(loaded.annotations, name, study.samples.file);
    const values = new Set(textValues(column));
    if (values.size > (column.type === 'number' ? MOST_NUMBERS : MOST_STRATA)) return [];
    return values.size > 1 ? [withinStrata(metric, name, strataByColumn(name, loaded))] : [];
  });
}

const WITHIN: Readonly<Record<Exclude<Task, 'clustering'>, string>> = {
  classification: 'roc-auc',
  regression: 'pearson',
  survival: 'c-index',
};

function strataByColumn(name: string, { annotations }: LoadedCohort): Int32Array {
  const codes = new Map<string, number>();
  const labels = textValues(findColumn(annotations, name, 'metric'));
  return Int32Array.from(labels, (label) => {
    if (label === null) return -1;
    if (!codes.has(label)) codes.set(label, codes.size);
    return codes.get(label)!;
  });
}
