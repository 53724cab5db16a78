import { randomKey } from '../../src/base/random.ts';
import { metricsOf } from '../../src/metric/registry.ts';
import { scorer } from '../../src/metric/scorer.ts';
import type { OutOfFold, ReportInput } from '../../src/report/input.ts';
import type { Metrics } from '../../src/report/record.ts';
import type { Prediction } from '../../src/table/prediction.ts';
import type { Target } from '../../src/table/target.ts';
import { plainFolds } from './plain-folds.ts';
import { around, exampleInput } from './report-input.ts';

const N = 640;

/** A made-up run of 640 cell lines and their response to a drug, beside `exampleInput`: numbers instead of classes. */
export function exampleRegression(seed = 1): ReportInput {
  const base = exampleInput(seed);
  const random = randomKey(seed).at('example', 'regression').stream();
  // What the features know of the response, and what they do not; a tail of sensitive lines.
  const known = Float64Array.from({ length: N }, () => random.normal());
  const values = known.map((z) => 2.6 + 0.85 * z + 0.95 * random.normal() - (z < -1.1 ? 1.4 : 0));
  const target: Target = { task: 'regression', values };
  const folds = Int32Array.from(known, (_, i) => i % 5);
  const predictions = [['elastic-net', 0.32] as const, ['boosting', 0.55] as const].map(
    ([learner, noise]): OutOfFold => ({
      learner,
      folds,
      prediction: { task: 'regression', values: known.map((z) => 2.45 + 0.8 * z + noise * random.normal()) },
    }),
  );
  const mean = values.reduce((sum, value) => sum + value, 0) / N;
  const points = Array.from(known, (z) => [14 * z + 9 * random.normal(), 12 * random.normal()] as const);
  return {
    ...base,
    target,
    predictions,
    ids: points.map((_, i) => `ACH-EX-${String(1000 + i)}`),
    map: {
      x: points.map(([x]) => x),
      y: points.map(([, y]) => y),
      explained: [0.112, 0.074],
    },
    reproduce: {
      ...base.reproduce!,
      command: 'cistron run --table ccle.tsv.gz --target ln_IC50 --id cell_line --seed 1',
    },
    record: {
      ...base.record,
      study: {
        title: 'Response of cell lines to a MEK inhibitor',
        task: 'regression',
        target: 'ln_IC50',
        classes: [],
        metric: 'r2',
        seed: 1,
        outer: 5,
        inner: 4,
        repeats: 1,
        id: 'cell_line',
        group: 'cell_line',
      },
      data: { ...base.record.data, samples: N },
      folds: plainFolds(5, 640),
      warnings: base.record.warnings.slice(1),
      baselines: [
        { name: 'mean', metrics: scoresOf(target, { task: 'regression', values: values.map(() => mean) }, folds, 0) },
      ],
      results: predictions.map(({ learner, prediction }, i) => ({
        learner,
        metrics: scoresOf(target, prediction, folds, 0.06),
        seconds: i === 0 ? 4.2 : 21.6,
        settings: [0, 1, 2, 3, 4].map(
          (fold): Record<string, number> =>
            i === 0 ? { alpha: 0.5, lambda: [0.041, 0.037, 0.052][fold % 3]! } : { rounds: [140, 155, 120][fold % 3]! },
        ),
      })),
      chosen: 'elastic-net',
    },
  };
}

/** All metrics of the task with made-up intervals: `half` is their half width on the scale of 0 … 1. */
export function scoresOf(target: Target, prediction: Prediction, folds: Int32Array, half: number): Metrics {
  const score = scorer(target, prediction, { folds });
  return Object.fromEntries(metricsOf(target).map((metric) => [metric.name, around(score.value(metric), half)]));
}
