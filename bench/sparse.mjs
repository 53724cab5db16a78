// Sparse tables, 2,000 × 50,000 with 1 % of the values not 0: paths of penalties against glmnet and scikit-learn on the same sparse table, and
// a linear SVM against LinearSVC; beside them our own on the table in full. Paths on one thread, the SVM on two.
import { join } from 'node:path';
import { inTurn, PYTHON, printRow, timed } from './measure.mjs';
import { writeSparse } from './tables.mjs';

const here = import.meta.dirname;
const folder = writeSparse(2000, 50_000, 0.01);
const ours = (...args) => timed(process.execPath, [join(here, 'sparse.worker.mjs'), folder, ...args]);
const glmnet = (...args) => timed('Rscript', [join(here, 'peers/sparse.R'), folder, ...args]);
const sklearn = (...args) => timed(PYTHON, [join(here, 'peers/sparse.py'), folder, ...args]);
const shape = '2,000 × 50,000, 1 % not 0';
const gap = ({ gap }) => (gap == null ? '' : gap.toExponential(0));

for (const family of ['gaussian', 'binomial']) {
  const contenders = {
    ours: () => ours(family, 'sparse'),
    'Cistron, dense': () => ours(family, 'dense'),
    'glmnet, sparse': () => glmnet(family),
  };
  if (family === 'gaussian') contenders['scikit-learn, sparse'] = () => sklearn(family);
  const results = await inTurn(contenders, 3);
  const { explained } = results.ours;
  printRow(
    `${family === 'gaussian' ? 'lasso' : 'binomial lasso'} path, 100 penalties, ${shape}`,
    results,
    `largest gap: ${Object.entries(results)
      .filter(([, one]) => one.gap != null)
      .map(([name, one]) => `${name} ${gap(one)}`)
      .join(
        ', ',
      )}; explained at its end: ours ${explained.toFixed(4)}, glmnet ${results['glmnet, sparse'].explained.toFixed(4)}`,
  );
}
const machines = await inTurn(
  {
    ours: () => ours('svm', 'sparse'),
    'Cistron, dense': () => ours('svm', 'dense'),
    'scikit-learn LinearSVC, sparse': () => sklearn('svm'),
  },
  3,
);
const theirs = machines['scikit-learn LinearSVC, sparse'].objectives;
const above = Math.max(...machines.ours.objectives.map((objective, c) => objective / theirs[c] - 1));
printRow(
  `linear SVM, two classes, 5 values of C, ${shape}`,
  machines,
  `objective: ours above LinearSVC's by at most ${above.toExponential(0)} of it; gap at most ${gap(machines.ours)}`,
);
