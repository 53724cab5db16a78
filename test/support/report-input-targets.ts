import { randomKey } from '../../src/base/random.ts';
import type { Metrics, TargetResult } from '../../src/report/record.ts';
import type { TargetsInput } from '../../src/report/targets-input.ts';
import { exampleRegression } from './report-input-regression.ts';

/** A made-up run of some drugs on one panel, beside `exampleRegression`: every third is no better than its tissue. */
export function exampleTargets(nTargets = 9): TargetsInput {
  const { record, ids } = exampleRegression();
  const stream = randomKey(7).at('targets').stream();
  const scores = (value: number): Metrics => ({
    pearson: { value, low: value - 0.06, high: value + 0.05 },
    rmse: { value: 1.6 - value, low: 1.5 - value, high: 1.7 - value },
  });
  const targets = Array.from({ length: nTargets }, (_, t): TargetResult => {
    const value = 0.3 + 0.4 * stream.uniform();
    const gain = t % 3 === 0 ? 0.01 : 0.15;
    return {
      target: t === 0 ? 'A drug <of a long name> in trial' : `DRUG${t}`,
      samples: 500 + t,
      results: [{ learner: 'ridge', metrics: scores(value), seconds: 1, settings: [] }],
      baselines: [
        { name: 'mean', metrics: { rmse: { value: 1.8, low: 1.7, high: 1.9 } } },
        { name: 'site-alone', metrics: scores(value - gain) },
      ],
      chosen: 'ridge',
      comparisons: [
        {
          ...{ a: 'ridge', b: 'site-alone', metric: 'pearson', method: 'paired-bootstrap', p: 0.01, adjusted: 0.01 },
          ...{ difference: gain, low: gain - 0.05, high: gain + 0.05 },
        },
      ],
      model: `models/DRUG${t}.cistron`,
    };
  });
  const median = { value: 0.5, low: 0.45, high: 0.55 };
  return {
    ids,
    record: {
      ...record,
      study: { ...record.study, title: 'Response to drugs', target: `${nTargets} targets`, metric: 'pearson' },
      results: [],
      baselines: [],
      chosen: '',
      targets,
      summary: { 'median-pearson': median, 'median-rmse': { value: 1.1, low: 1, high: 1.2 } },
      medians: [
        { name: 'ridge', role: 'learner', metrics: { 'median-pearson': median } },
        { name: 'site-alone', role: 'baseline', metrics: { 'median-pearson': { value: 0.4, low: 0.35, high: 0.45 } } },
      ],
    },
  };
}
