import { randomKey } from '../../src/base/random.ts';
import type { ReportInput } from '../../src/report/input.ts';
import type { Interval } from '../../src/report/record.ts';
import { exampleInput } from './report-input.ts';

const SIZES = [520, 260, 140];
const NAMES = ['Basal', 'Her2', 'LumA', 'LumB', 'Normal'];
/** The subtypes of the samples of each group, and of noise, in tenths. */
const MIX = [
  [0, 0, 7, 2, 1],
  [0, 2, 2, 6, 0],
  [9, 1, 0, 0, 0],
  [2, 2, 2, 2, 2],
];

/** A made-up clustering of 934 samples into 3 groups and some noise, beside two columns of the sheet. Everything follows from the seed. */
export function exampleClustering(seed = 1): ReportInput {
  const { record, map, ids, reproduce } = exampleInput(seed);
  const n = ids.length;
  const stream = randomKey(seed).at('clusters').stream();
  const starts = [0, SIZES[0]!, SIZES[0]! + SIZES[1]!, SIZES.reduce((a, b) => a + b)];
  const labels = Int32Array.from({ length: n }, (_, i) =>
    i >= starts[3]! ? -1 : starts.findLastIndex((at) => i >= at),
  );
  const silhouettes = Float64Array.from(labels, (label) =>
    label < 0 ? Number.NaN : 0.2 - 0.04 * label + 0.08 * stream.normal(),
  );
  const subtypes = Int32Array.from(labels, (label) => {
    const tenths = MIX[label < 0 ? 3 : label]!.flatMap((count, k) => Array<number>(count).fill(k));
    return stream.below(20) === 0 ? -1 : tenths[stream.below(10)]!;
  });
  const around = (value: number, half: number): Interval => ({ value, low: value - half, high: value + half });
  const count = (value: number) => ({ value, low: Number.NaN, high: Number.NaN });
  const scores = (silhouette: number, clusters: number, stability: number, subtype: number) => ({
    silhouette: around(silhouette, 0.01),
    stability: around(stability, 0.03),
    'ari-PAM50': around(subtype, 0.04),
    'ari-tissue source site': around(0.01, 0.02),
    clusters: count(clusters),
  });
  const facts = (clusters: number) => ({ clusters, inertia: 967_333.33 + clusters });
  return {
    target: { task: 'clustering', nSamples: n },
    predictions: [
      {
        learner: 'k-means',
        prediction: { task: 'clustering', nClusters: 3, labels },
        folds: Int32Array.from(labels, (_, i) => i % 5),
      },
    ],
    clusters: {
      silhouettes,
      known: [
        { column: 'PAM50', names: NAMES, codes: subtypes },
        {
          column: 'tissue source site',
          names: Array.from({ length: 14 }, (_, k) => `site number ${k + 1}`),
          codes: Int32Array.from({ length: n }, () => stream.below(14)),
        },
      ],
    },
    ids,
    map: map!,
    topFeatures: [],
    reproduce: { ...reproduce, command: 'cistron run studies/subtypes/study.yaml --seed 1' },
    record: {
      ...record,
      warnings: [],
      study: {
        ...record.study,
        title: 'Groups of breast tumours from their expression',
        task: 'clustering',
        target: 'clusters',
        classes: [],
        metric: 'silhouette',
        compared: ['PAM50', 'tissue source site'],
      },
      baselines: [{ name: 'shuffled-features', metrics: { silhouette: around(0.02, 0.004) } }],
      results: [
        {
          learner: 'k-means',
          metrics: scores(0.16, 3, 0.91, 0.41),
          seconds: 11,
          settings: [2, 3, 3, 3, 3].map(facts),
          settingsOnAll: facts(3),
        },
        {
          learner: 'hierarchical',
          metrics: scores(0.09, 2, 0.27, 0.18),
          seconds: 4,
          settings: [2, 4, 2, 2, 3].map(facts),
          settingsOnAll: facts(2),
        },
        {
          learner: 'consensus',
          metrics: scores(0.04, 5, 0.35, 0.2),
          seconds: 30,
          settings: [5, 5, 6, 5, 8].map(facts),
          settingsOnAll: facts(5),
        },
      ],
      chosen: 'k-means',
    },
  };
}
