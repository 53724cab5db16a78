import { randomKey } from '../../src/base/random.ts';
import type { OutOfFold, ReportInput } from '../../src/report/input.ts';
import type { Interval, LearnerResult, Metrics } from '../../src/report/record.ts';
import { requireTask } from '../../src/table/target.ts';
import { plainFolds } from './plain-folds.ts';

const CLASSES = ['Basal', 'Her2', 'LumA', 'LumB', 'Normal'];
const SIZES = [171, 78, 455, 197, 33];
/** Where each class lies on the two first components, and how clear its samples are to a learner. */
const CENTRES = [
  [-38, 6],
  [-6, -24],
  [19, 6],
  [9, -13],
  [8, 25],
] as const;
/** Classes that are mistaken for one another: added to the wrong class's score. */
const PULL = [
  [0, 0.3, 0, 0.1, 0.5],
  [0.5, 0, 0, 0.8, 0],
  [0, 0, 0, 1.5, 0.6],
  [0, 0.4, 1.8, 0, 0],
  [0.5, 0, 2.3, 0, 0],
];

/**
 * A made-up run of 934 samples in 5 classes, shaped like the intrinsic subtypes of breast tumours: for tests, and to look at the
 * report without computing a study. Everything in it follows from the seed.
 */
export function exampleInput(seed = 1): ReportInput {
  const truth = SIZES.flatMap((size, k) => Array<number>(size).fill(k));
  const predictions = [predict('elastic-net', 3.6, truth, seed), predict('forest', 3.3, truth, seed)];
  const majority = SIZES[2]! / truth.length;
  return {
    target: { task: 'classification', classes: CLASSES, codes: Int32Array.from(truth) },
    predictions,
    ids: truth.map((_, i) => `TCGA-EX-${String(1000 + i)}`),
    map: mapOf(truth, seed),
    topFeatures: FEATURES.map((feature, i) => ({
      feature,
      weight: Math.round(1000 / (1 + 0.13 * i)) / 1000,
      folds: i < 9 ? 5 : i < 15 ? 4 - (i % 2) : 2 + (i % 3) - Number(i > 17),
      of: 5,
    })),
    reproduce: {
      command: 'cistron run --table brca_expression.tsv.gz --target PAM50 --id patient_id --out runs/pam50 --seed 1',
      versions: { node: '20.20.0', platform: 'linux x64' },
      hashes: { splits: '1f0c7a5de1b3', model: '9e8b04c2d77a' },
    },
    record: {
      cistron: '0.1.0',
      study: {
        title: 'Intrinsic subtype of a breast tumour from its expression',
        task: 'classification',
        target: 'PAM50',
        classes: CLASSES,
        metric: 'macro-f1',
        seed: 1,
        outer: 5,
        inner: 4,
        repeats: 1,
        id: 'patient_id',
        group: 'patient_id',
      },
      data: {
        samples: truth.length,
        blocks: {
          expression: {
            features: 17_814,
            hash: '6b1d3f0a9c52e87741f6b0d2c9a8e35f4477120bb6cf0d1e98a3c5f7e2d4b6a8',
            kind: 'expression',
            file: 'brca_expression.tsv.gz',
            prepare: [
              'drop features that are constant',
              'fill missing values with the median of the training rows',
              'keep the 5,000 features of largest variance',
              'standardise to mean 0 and variance 1, clipped at ±5',
            ],
          },
        },
      },
      folds: plainFolds(5, 934),
      audit: AUDIT,
      baselines: [
        {
          name: 'majority',
          metrics: {
            accuracy: around(majority, 0.032),
            'balanced-accuracy': around(0.2, 0),
            'macro-f1': around((2 * majority) / (1 + majority) / 5, 0.006),
            'roc-auc': around(0.5, 0),
            'log-loss': around(1.29, 0.05),
          },
        },
      ],
      results: predictions.map((entry, i) => resultOf(entry, truth, i === 0 ? 6.84 : 11.27)),
      chosen: 'elastic-net',
      warnings: [
        {
          code: 'small-class',
          message: 'Class Normal has 33 samples: about 7 in a test fold, so its recall is uncertain.',
          where: 'PAM50',
        },
        { code: 'missing-values', message: '214 missing values in 37 features were filled in.', where: 'expression' },
      ],
      seconds: { total: 19.6, read: 0.5, validate: 16.9, fit: 2.2 },
    },
  };
}

export const AUDIT: ReportInput['record']['audit'] = [
  {
    rule: 'duplicate-samples',
    status: 'pass',
    message: 'No two samples have the same values.',
    evidence: { 'largest correlation': 0.9712 },
  },
  {
    rule: 'groups-kept-together',
    status: 'pass',
    message: 'Each patient is on one side of every split.',
    evidence: { groups: 934 },
  },
  {
    rule: 'target-among-features',
    status: 'pass',
    message: 'No feature gives the label away by itself.',
    evidence: { 'best single feature': 'ESR1', 'ROC AUC': 0.931 },
  },
  {
    rule: 'scaled-on-all-rows',
    status: 'warn',
    message: 'The values look standardised on the whole cohort: each feature has mean 0 over all samples.',
    evidence: { 'features with mean 0': 17_640, of: 17_814 },
  },
  {
    rule: 'row-order',
    status: 'pass',
    message: 'The order of the rows says nothing about the label.',
    evidence: { 'runs test p': 0.413 },
  },
];

const FEATURES = [
  ...['ESR1', 'FOXA1', 'ERBB2', 'GATA3', 'MLPH', 'KRT5', 'FOXC1', 'UBE2C', 'MKI67', 'GRB7', 'CENPF', 'AGR3', 'TFF3'],
  ...['KRT17', 'SFRP1', 'MIA', 'CDH3', 'BCL2', 'PGR', 'EGFR', 'MYBL2', 'NAT1', 'CCNB1', 'PTTG1', 'TYMS'],
];

function predict(learner: string, clarity: number, truth: readonly number[], seed: number): OutOfFold {
  const random = randomKey(seed).at('example', learner).stream();
  const probabilities = new Float64Array(truth.length * CLASSES.length);
  truth.forEach((k, i) => {
    const scores = CLASSES.map(
      (_, j) => (j === k ? clarity * (k === 4 ? 0.6 : 1) : PULL[k]![j]! * (5 - clarity) * 0.7) + 1.1 * random.normal(),
    );
    const total = scores.reduce((sum, score) => sum + 2 ** score, 0);
    scores.forEach((score, j) => {
      probabilities[i * CLASSES.length + j] = 2 ** score / total;
    });
  });
  const folds = Int32Array.from(truth, (_, i) => i % 5);
  return { learner, folds, prediction: { task: 'classification', classes: CLASSES, probabilities } };
}

function mapOf(truth: readonly number[], seed: number): NonNullable<ReportInput['map']> {
  const random = randomKey(seed).at('example', 'map').stream();
  const points = truth.map((k) => CENTRES[k]!.map((centre) => centre + 10 * random.normal()));
  return {
    x: points.map((point) => point[0]!),
    y: points.map((point) => point[1]!),
    explained: [0.127, 0.083],
  };
}

function resultOf({ learner, prediction }: OutOfFold, truth: readonly number[], seconds: number): LearnerResult {
  const counts = CLASSES.map(() => CLASSES.map(() => 0));
  const { probabilities } = requireTask(prediction, 'classification', 'example');
  let loss = 0;
  for (let i = 0; i < truth.length; i++) {
    const row = CLASSES.map((_, j) => probabilities[i * CLASSES.length + j]!);
    const k = truth[i]!;
    counts[k]![row.indexOf(Math.max(...row))]!++;
    loss -= Math.log(row[k]!) / truth.length;
  }
  const metrics = metricsFrom(counts);
  return {
    learner,
    metrics: {
      ...metrics,
      'roc-auc': around(learner === 'forest' ? 0.951 : 0.962, 0.009),
      'log-loss': around(loss, 0.05),
    },
    seconds,
    confusion: { classes: CLASSES, counts },
    settings: [0, 1, 2, 3, 4].map((fold) =>
      learner === 'forest'
        ? { trees: 500, features: 'sqrt' }
        : { alpha: 0.5, lambda: [0.0131, 0.0119, 0.0144][fold % 3]! },
    ),
  };
}

function metricsFrom(counts: readonly (readonly number[])[]): Metrics {
  const row = (k: number) => counts[k]!.reduce((a, b) => a + b, 0);
  const column = (k: number) => counts.reduce((total, other) => total + other[k]!, 0);
  const n = counts.reduce((total, _, k) => total + row(k), 0);
  const mean = (value: (k: number) => number) => counts.reduce((total, _, k) => total + value(k) / counts.length, 0);
  const right = (k: number) => counts[k]![k]!;
  return {
    accuracy: around(
      counts.reduce((total, _, k) => total + right(k) / n, 0),
      0.023,
    ),
    'balanced-accuracy': around(
      mean((k) => right(k) / row(k)),
      0.034,
    ),
    'macro-f1': around(
      mean((k) => (2 * right(k)) / (row(k) + column(k))),
      0.036,
    ),
  };
}

export function around(value: number, half: number): Interval {
  return { value, low: value - half, high: value + half };
}
