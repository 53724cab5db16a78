// What each trick gives, by leaving it out once: the same work with and without it, in turn. The switches are those that learners and kernels have.
// WORKS=forest-lanes,… and ROUNDS in the environment make it shorter.
import { join } from 'node:path';
import { inTurn, printFact, timed } from './measure.mjs';
import { writeResponses, writeWide } from './tables.mjs';

const wanted = process.env.WORKS?.split(',');
const wide = writeWide();
const responses = writeResponses(500, 20_000);
const works = [
  ['forest-threads', 'two threads', 'forest, 100 trees, 1000 × 20,000, 5 classes', 'one thread', wide],
  [
    'forest-lanes',
    'classes in the lanes of a vector',
    'forest, 100 trees, 1000 × 20,000, 5 classes',
    'one count after another',
    wide,
  ],
  ['boosting-threads', 'two threads', 'boosting, 5 rounds, 1000 × 20,000, 5 classes', 'one thread', wide],
  ['boosting-bins', '64 bins', 'boosting, 5 rounds, 1000 × 20,000, 5 classes', '256 bins', wide],
  [
    'boosting-general',
    'four features at once, and siblings by subtraction',
    'boosting, 20 trees, 1000 × 20,000, squared error',
    'each histogram summed, one feature after another',
    wide,
  ],
  [
    'lasso-warm',
    'warm starts and sequential strong rules',
    'lasso path, 30 penalties, 500 × 20,000',
    'each penalty from nothing',
    responses,
  ],
  [
    'pca-exact',
    'PCA from the Gram matrix (exact)',
    'PCA, 50 components, 1000 × 20,000',
    'randomised (not exact)',
    wide,
  ],
  ['k-means-gram', 'distances from the Gram matrix', 'k-means, k = 5, 10 starts, 1000 × 20,000', 'on the rows', wide],
  [
    'svm-gram',
    'the Gram matrix once for all machines and folds',
    'linear SVM, 1000 × 1000, 5 classes (at p = 999: the rows)',
    'on the rows',
    wide,
  ],
  [
    'filter-folds',
    'filters of all folds from one pass over the table',
    'top-variance of an outer fold and its 4 inner ones, 1000 × 20,000',
    'each fold by itself',
    wide,
  ],
];
for (const [name, trick, work, without, folder] of works) {
  if (wanted && !wanted.includes(name)) continue;
  const run = (on) => () =>
    timed(process.execPath, [join(import.meta.dirname, 'ablation.worker.mjs'), folder, name, on]);
  const results = await inTurn({ with: run('with'), without: run('without') }, 3);
  const [a, b] = [results.with, results.without];
  printFact('ablation', { trick, work, without, seconds: a.seconds, secondsWithout: b.seconds, rounds: a.rounds });
}
