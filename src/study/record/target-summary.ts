import type { RandomKey } from '../../base/random.ts';
import { metricByName } from '../../metric/registry.ts';
import { type Field, writeDelimited } from '../../read/write.ts';
import type { Metrics, RunRecord, TargetMedians, TargetResult } from '../../report/record.ts';
import { medianInterval } from '../../validate/uncertainty/median-interval.ts';

/** `median-<metric>` over the targets, of the learner chosen for each. */
export function summarise(targets: readonly TargetResult[], random: RandomKey): Metrics {
  return mediansOf(targets.map(chosenMetrics), random);
}

/** The same of each learner and each baseline by itself, which takes no choice into account. */
export function mediansByName(targets: readonly TargetResult[], random: RandomKey): TargetMedians[] {
  const learners = names(targets.flatMap(({ results }) => results.map(({ learner }) => learner)));
  const baselines = names(targets.flatMap((target) => target.baselines.map(({ name }) => name)));
  return [
    ...learners.map((name): TargetMedians => {
      const metrics = targets.flatMap(({ results }) => results.filter(({ learner }) => learner === name));
      return {
        name,
        role: 'learner',
        metrics: mediansOf(
          metrics.map((one) => one.metrics),
          random,
        ),
      };
    }),
    ...baselines.map((name): TargetMedians => {
      const metrics = targets.flatMap((target) => target.baselines.filter((one) => one.name === name));
      return {
        name,
        role: 'baseline',
        metrics: mediansOf(
          metrics.map((one) => one.metrics),
          random,
        ),
      };
    }),
  ];
}

const names = (all: readonly string[]) => [...new Set(all)];

function chosenMetrics({ results, chosen }: TargetResult): Metrics {
  return results.find(({ learner }) => learner === chosen)!.metrics;
}

/** Of the metrics that half of the targets or more have: a mean has no correlation. */
function mediansOf(each: readonly Metrics[], random: RandomKey): Metrics {
  const metrics = names(each.flatMap(Object.keys));
  const common = metrics.filter((name) => 2 * each.filter((one) => one[name]).length >= each.length);
  return Object.fromEntries(
    common.map((name) => [
      `median-${name}`,
      medianInterval(
        each.flatMap((one) => (one[name] ? [one[name].value] : [])),
        random,
      ),
    ]),
  );
}

/**
 * `targets.tsv`: each target, learner and metric a row. `baseline` is the best value that a baseline has in that metric, `baseline-name` which;
 * empty where none has one.
 */
export function targetsTable(targets: readonly TargetResult[]): string {
  const head = ['target', 'n', 'learner', 'chosen', 'metric', 'value', 'low', 'high', 'baseline', 'baseline-name'];
  const rows = targets.flatMap(({ target, samples, results, chosen, baselines }) =>
    results.flatMap(({ learner, metrics }) =>
      Object.entries(metrics).map(([metric, { value, low, high }]): Field[] => {
        const rival = bestBaseline(baselines, metric);
        const is = learner === chosen ? 'yes' : 'no';
        return [target, samples, learner, is, metric, value, low, high, rival?.value ?? null, rival?.name ?? null];
      }),
    ),
  );
  return writeDelimited([head, ...rows]);
}

function bestBaseline(baselines: RunRecord['baselines'], metric: string) {
  // A metric within a column is as good as the metric itself.
  const sign = metricByName(metric.split('-within-')[0]!).greaterIsBetter ? 1 : -1;
  const known = baselines.flatMap(({ name, metrics }) =>
    metrics[metric] ? [{ name, value: metrics[metric].value }] : [],
  );
  return known.sort((a, b) => sign * (b.value - a.value))[0];
}
