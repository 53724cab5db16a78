// Nested cross-validation of a linear SVM on 1000 × 20,000: 5 outer and 4 inner folds, five costs, features standardised inside the folds.
// Whole processes, reading included; scikit-learn has the same outer folds and two jobs. Its run takes minutes: it is run once.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomKey, simulateCohort } from '../dist/index.js';
import { inTurn, PYTHON, printRow, scratch, timed } from './measure.mjs';
import { writeTable } from './tables.mjs';

const here = import.meta.dirname;
const folder = scratch();
const table = join(folder, 'nested.tsv');
if (!existsSync(table)) {
  const { expression, sheet } = simulateCohort({
    ...{ samples: 1000, features: 20_000, classes: 5, informative: 600, effect: 0.6 },
    ...{ duplicates: 0, missing: 0, random: randomKey(2) },
  });
  writeTable(table, expression, sheet.columns.find(({ name }) => name === 'subtype').values);
}
const study = join(folder, 'nested.yaml');
writeFileSync(
  study,
  `cistron: 1
title: bench
samples: { file: ${table}, id: sample, target: label }
blocks: { expression: { from: samples, prepare: [standardize] } }
learners: [{ linear-svm: { C: [1.0e-6, 1.0e-5, 1.0e-4, 1.0e-3, 1.0e-2] } }]
validate: { outer: 5, inner: 4, seed: 1 }
`,
);
const out = join(folder, 'nested-run');
const run = async () => {
  rmSync(out, { recursive: true, force: true });
  const cli = join(here, '../dist/cli/main.js');
  const facts = await timed(process.execPath, [cli, 'run', study, '--out', out, '--workers', '2']);
  const { results } = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'));
  return { ...facts, scores: results[0].metrics['macro-f1'].value.toFixed(3) };
};
const ours = (await inTurn({ ours: run }, 3)).ours;
const peer = await timed(PYTHON, [join(here, 'peers/nested.py'), table, join(out, 'predictions.tsv')]);
printRow(
  'nested CV 5 × 4 of a linear SVM, 5 costs, 1000 × 20,000, whole process',
  { ours, 'scikit-learn': { ...peer, seconds: peer.wallSeconds } },
  `macro-F1 ours ${ours.scores}, scikit-learn ${peer.scores}`,
);
