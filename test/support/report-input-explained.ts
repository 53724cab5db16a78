import { randomKey } from '../../src/base/random.ts';
import type { FoldRows, ReportInput } from '../../src/report/input.ts';
import type { ExplanationRecord } from '../../src/report/record.ts';
import { exampleInput } from './report-input.ts';

const CLASSES = ['A', 'B', 'C'];
const FEATURES = ['g0', 'g1', 'g2', 'g3', 'g4'];
/** What one unit of each feature adds to each class. */
const WEIGHTS = [
  [1.5, 0.1, 0, 0.8, 0],
  [-1.2, 0.3, 0.9, 0, 0.2],
  [0, 0, 0.2, -0.5, 0.1],
];
const BASE = [0.4, 0.1, -1];
const N = 64;

/**
 * A made-up run of 64 samples in 3 classes, explained in two folds; the first fold keeps no single values of g4. `answers`: of each output and sample, what
 * base, values and rest must make up.
 */
export function exampleExplained(): ReportInput & { readonly answers: readonly Float64Array[] } {
  const draws = randomKey(3).stream();
  const x = FEATURES.map(() => Float32Array.from({ length: N }, () => Number(draws.normal().toFixed(2))));
  const codes = Int32Array.from({ length: N }, (_, i) => (i % 16 === 15 ? 2 : x[0]![i]! > 0 ? 0 : 1));
  const value = (k: number, f: number, i: number) => WEIGHTS[k]![f]! * x[f]![i]!;
  const rest = (k: number, i: number) => 0.1 * k + 0.01 * i;
  const fold = (start: number, end: number, kept: readonly number[]): FoldRows => {
    const rows = Int32Array.from({ length: end - start }, (_, i) => start + i);
    const left = FEATURES.map((_, f) => f).filter((f) => !kept.includes(f));
    const at = <T>(of: (k: number, i: number) => T) => CLASSES.flatMap((_, k) => Array.from(rows, (i) => of(k, i)));
    return {
      ...{ features: kept.map((f) => FEATURES[f]!), rows, outputs: CLASSES, base: Float64Array.from(BASE) },
      values: Float64Array.from(
        CLASSES.flatMap((_, k) => kept.flatMap((f) => Array.from(rows, (i) => value(k, f, i)))),
      ),
      rest: Float64Array.from(at((k, i) => left.reduce((sum, f) => sum + value(k, f, i), rest(k, i)))),
      x: Float32Array.from(kept.flatMap((f) => Array.from(rows, (i) => x[f]![i]!))),
    };
  };
  const mean = (k: number, f: number) =>
    Array.from(x[f]!, (v) => Math.abs(WEIGHTS[k]![f]! * v)).reduce((a, b) => a + b) / N;
  const features = FEATURES.map((feature, f) => {
    const byOutput = CLASSES.map((_, k) => mean(k, f));
    const importance = byOutput.reduce((a, b) => a + b) / CLASSES.length;
    return {
      ...{ feature, importance, 'by-output': byOutput },
      'by-fold': [0.8 * importance, 1.2 * importance],
      ...{ share: importance / 3, frequency: f === 4 ? 0.5 : 1, 'frequency-with-equivalents': 1 },
      direction: CLASSES.map((_, k) => Math.sign(WEIGHTS[k]![f]!)),
      equivalents: f === 0 ? [{ feature: 'g1', r: 0.9 }] : [],
    };
  }).sort((a, b) => b.importance - a.importance);
  const explanation: ExplanationRecord = {
    ...{ learner: 'elastic-net', method: 'linear-shap', outputs: CLASSES, scale: 'log-odds', folds: 2, k: 4, features },
    agreement: { stability: 0.7, 'rank-correlation': 0.9 },
  };
  const example = exampleInput();
  const around = (value: number) => ({ value, low: value - 0.05, high: value + 0.05 });
  return {
    ...example,
    ids: Array.from({ length: N }, (_, i) => `patient-${i}`),
    target: { task: 'classification', classes: CLASSES, codes },
    predictions: [],
    attributions: [fold(0, 30, [0, 1, 2, 3]), fold(30, N, [0, 1, 2, 3, 4])],
    answers: CLASSES.map((_, k) =>
      Float64Array.from({ length: N }, (_, i) =>
        FEATURES.reduce((sum, _, f) => sum + value(k, f, i), BASE[k]! + rest(k, i)),
      ),
    ),
    record: {
      ...example.record,
      study: { ...example.record.study, classes: CLASSES },
      explanation,
      network: {
        ...{ file: 'nets/string.tsv', 'min-weight': 700, missing: ['g4'], between: ['TP53'] },
        ...{ edges: 2, expectedEdges: 0.41, p: 0.012, largest: 3, largestP: 0.02 },
        found: features
          .filter(({ feature }) => feature !== 'g4')
          .map(({ feature: gene, importance }) => ({ gene, importance })),
        drawn: [
          ['g0', 'g1'],
          ['g0', 'TP53'],
          ['g2', 'TP53'],
          ['g1', 'g2'],
        ],
      },
      signature: {
        ...{ learner: 'elastic-net', metric: 'macro-f1', folds: 2, size: 10, enough: true, all: around(0.8) },
        points: [5, 10, 20].map((size, i) => ({ size, features: size, ...around(0.7 + 0.06 * i) })),
        features: features.map(({ feature, frequency, equivalents }) => ({ feature, frequency, equivalents })),
      },
    },
  };
}
