// Random forest against scikit-learn and ranger on the same simulated cohort: the time of the fit alone (ours with out-of-bag accuracy and
// importance, theirs without) and the accuracy on 1000 further samples. Each round has another seed.
import { join } from 'node:path';
import { inTurn, PYTHON, printRow, timed } from './measure.mjs';
import { writeWide } from './tables.mjs';
import { wide } from './wide.mjs';

const [TREES, THREADS, ROUNDS] = [500, 2, 5];
const folder = writeWide();

const accuracies = {};
const contender = (name, command, script) => {
  let seed = 0;
  accuracies[name] = [];
  return async () => {
    const run = await timed(command, [
      join(import.meta.dirname, script),
      folder,
      ...[TREES, THREADS, ++seed].map(String),
    ]);
    accuracies[name].push(run.accuracy);
    return run;
  };
};
const results = await inTurn(
  {
    ours: contender('ours', process.execPath, 'forest.worker.mjs'),
    'scikit-learn': contender('scikit-learn', PYTHON, 'peers/forest.py'),
    ranger: contender('ranger', 'Rscript', 'peers/forest.R'),
  },
  ROUNDS,
);
const mean = (values) => (values.reduce((a, b) => a + b, 0) / values.length).toFixed(3);
const deviation = (values) =>
  Math.sqrt(values.reduce((sum, x) => sum + (x - mean(values)) ** 2, 0) / (values.length - 1)).toFixed(3);
const shown = Object.entries(accuracies).map(([name, values]) => `${name} ${mean(values)} ± ${deviation(values)}`);
printRow(
  `random forest, ${TREES} trees, ${wide.train} × ${wide.features.toLocaleString('en')}, ${wide.classes} classes`,
  results,
  `accuracy, mean ± SD over ${ROUNDS} seeds: ${shown.join(', ')}; 1000 predictions: ours ${(results.ours.predictSeconds * 1000).toFixed(0)} ms`,
);
