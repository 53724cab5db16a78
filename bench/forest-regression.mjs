// Regression forest against scikit-learn and ranger on the simulated cohort of forest.mjs with a number to predict: the time of the fit alone (ours
// with out-of-bag R² and importance, theirs without) and R² on 1000 further samples. The same settings for all: square root of the features at a
// split, leaves of one sample. Each round has another seed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomKey } from '../dist/index.js';
import { inTurn, PYTHON, printRow, timed } from './measure.mjs';
import { writeWide } from './tables.mjs';
import { wide } from './wide.mjs';

const [TREES, THREADS, ROUNDS] = [500, 2, 5];
const folder = writeWide();

/** A number that goes with the class of a sample, and noise. [n] float64 for train and test rows. */
function writeValues() {
  for (const name of ['train', 'test']) {
    const bytes = readFileSync(join(folder, `${name}.codes`));
    const codes = new Int32Array(bytes.buffer, bytes.byteOffset, wide[name]);
    const noise = randomKey(8).at(name).stream();
    const values = Float64Array.from(codes, (code) => [0, 1, 2, 4, 7][code] + noise.normal());
    writeFileSync(join(folder, `forest-${name}.values`), values);
  }
}
writeValues();

const scores = {};
const contender = (name, command, script) => {
  let seed = 0;
  scores[name] = [];
  return async () => {
    const numbers = [TREES, THREADS, ++seed].map(String);
    const run = await timed(command, [join(import.meta.dirname, script), folder, ...numbers]);
    scores[name].push(run.r2);
    return run;
  };
};
const results = await inTurn(
  {
    ours: contender('ours', process.execPath, 'forest-regression.worker.mjs'),
    'scikit-learn': contender('scikit-learn', PYTHON, 'peers/forest-regression.py'),
    ranger: contender('ranger', 'Rscript', 'peers/forest-regression.R'),
  },
  ROUNDS,
);
const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values) =>
  Math.sqrt(values.reduce((sum, x) => sum + (x - mean(values)) ** 2, 0) / (values.length - 1));
const shown = Object.entries(scores).map(
  ([name, values]) => `${name} ${mean(values).toFixed(4)} ± ${deviation(values).toFixed(4)}`,
);
printRow(
  `regression forest, ${TREES} trees, ${wide.train} × ${wide.features.toLocaleString('en')}`,
  results,
  `R² on 1000 further samples, mean ± SD over ${ROUNDS} seeds: ${shown.join(', ')}`,
);
