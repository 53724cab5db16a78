import { randomKey } from '../../src/base/random.ts';
import type { ReportInput } from '../../src/report/input.ts';
import type { RunRecord } from '../../src/report/record.ts';
import { around, exampleInput } from './report-input.ts';

/** Share, samples, what is missing to the score of the whole, half the interval. */
const POINTS = [
  [0.2, 150, -0.1, 0.045],
  [0.4, 299, -0.05, 0.042],
  [0.6, 448, -0.025, 0.04],
  [0.8, 598, -0.01, 0.038],
  [1, 747, 0, 0.036],
] as const;
const SIZES = [234, 330, 467, 660, 934, 1321, 1868, 2642, 3736, 5284, 7472, 10567, 14944];
const POWER = [0.2, 0.27, 0.36, 0.48, 0.61, 0.75, 0.87, 0.95, 0.985, 0.997, 1, 1, 1];

/** The made-up run of five classes, of which everything about its uncertainty was asked. */
export function exampleUncertainty(): ReportInput {
  const input = exampleInput();
  const stream = randomKey(8).stream();
  const nullScores = Float64Array.from({ length: 200 }, () => 0.195 + 0.014 * stream.normal());
  const sorted = nullScores.slice().sort();
  const metric = 'macro-f1';
  const reached = input.record.results[0]!.metrics[metric]!.value;
  const pair = (a: string, b: string, difference: number, half: number, p: number) => {
    return { a, b, metric, difference, low: difference - half, high: difference + half, p, adjusted: p };
  };
  const record: RunRecord = {
    ...input.record,
    baselines: [...input.record.baselines, { name: 'best-feature', metrics: { [metric]: around(0.41, 0.03) } }],
    comparisons: [
      { ...pair('elastic-net', 'forest', 0.021, 0.034, 0.16), method: 'corrected-resampled-t' },
      { ...pair('elastic-net', 'forest', 0.021, 0.019, 0.031), method: 'paired-bootstrap' },
      { ...pair('elastic-net', 'best-feature', 0.35, 0.06, 0.0004), method: 'corrected-resampled-t' },
      { ...pair('forest', 'best-feature', 0.33, 0.06, 0.0005), method: 'corrected-resampled-t' },
      { ...pair('elastic-net', 'best-feature', 0.35, 0.04, 0.004), method: 'paired-bootstrap' },
      { ...pair('forest', 'best-feature', 0.33, 0.04, 0.004), method: 'paired-bootstrap' },
    ],
    'chosen-corrected': { [metric]: { ...around(reached - 0.007, 0.055), method: 'bbc-cv' } },
    permutation: {
      ...{ learner: 'elastic-net', metric, observed: reached, p: 1 / 201, n: 200, 'chosen-of': 2 },
      null: { mean: 0.195, q95: sorted[190]! },
    },
    'learning-curve': {
      metric,
      points: POINTS.map(([share, samples, value, half]) => ({ share, samples, ...around(reached + value, half) })),
      fit: { a: reached + 0.078, b: 1.87, c: 0.48 },
      doubled: { samples: 1494, ...around(reached + 0.022, 0.04) },
      gain: { value: 0.022, low: 0.011, high: 0.036 },
    },
    power: {
      ...{
        learner: 'elastic-net',
        baseline: 'best-feature',
        metric,
        asked: 0.8,
        now: 0.61,
        needed: 1534,
        growth: true,
      },
      sizes: SIZES.map((samples, i) => ({ samples, power: POWER[i]! })),
    },
  };
  return { ...input, record, nullScores };
}
