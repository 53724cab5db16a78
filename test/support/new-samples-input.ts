import type { NewSamplesInput } from '../../src/report/new-samples/input.ts';

const FEATURES = ['ESR1', 'FOXA1', 'ERBB2', 'KRT5', 'MKI67', 'AURKA', 'BIRC5', 'GATA3', 'EGFR', 'FOXC1'];

/** Explained samples that were made up: of the first the answer stands, the second's is not sure enough, the third is unlike all others, the rest stand. */
export function exampleNewSamples(n = 4): NewSamplesInput {
  const ids = Array.from({ length: n }, (_, i) => `S<${i + 1}>`);
  const classes = ['Basal', 'LumA', 'LumB'];
  const probabilities = Float64Array.from(ids.flatMap((_, i) => (i === 1 ? [0.2, 0.42, 0.38] : [0.04, 0.91, 0.05])));
  const explained = ids.flatMap((_, i) =>
    classes.map((_, k) => ({
      base: -1 + k,
      features: FEATURES.map((feature, f) => ({
        ...{ feature, value: (f - 4 + i) / 2, attribution: (f % 2 === 0 ? 1 : -0.6) / (f + 1 + k) },
      })),
      others: 0.25,
    })),
  );
  const flag = (at: readonly number[]) => ids.map((_, i) => (at.includes(i) ? 'yes' : 'no'));
  return {
    model: {
      ...{ cistron: '0.1.0', title: 'Subtypes', target: 'PAM50', learner: 'elastic-net', samples: 934, seed: 1 },
      scores: { 'macro-f1': { value: 0.79, low: 0.75, high: 0.83 }, accuracy: { value: 0.87, low: 0.84, high: 0.89 } },
      hashes: { 'lock of the run': 'a'.repeat(64) },
    },
    ids,
    prediction: { task: 'classification', classes, probabilities },
    decided: [
      { name: 'set', values: ids.map((_, i) => (i === 1 ? 'LumA|LumB' : i === 2 ? '' : 'LumA')) },
      { name: 'distance', values: ids.map((_, i) => (i === 2 ? 8.01 : -0.4)) },
      { name: 'alien', values: flag([2]) },
      { name: 'rejected', values: flag([1, 2]) },
    ],
    limit: 2.69,
    ...{ method: 'linear-shap', scale: 'log-odds', outputs: classes, explained },
    notes: ['new.tsv: 10 of 10 features of the model found in the header'],
    command: 'cistron explain model.cistron new.tsv --html new.html',
  };
}
