// Random forest against scikit-learn and ranger on the same simulated cohort: the time of the fit alone (ours with out-of-bag accuracy and
// importance, theirs without) and the accuracy on 1000 further samples. Each round has another seed.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomKey, simulateCohort } from '../dist/index.js';
import { takeRows } from '../dist/table/matrix.js';
import { inTurn, PYTHON, printRow, scratch, timed } from './measure.mjs';

const [TREES, THREADS, ROUNDS] = [500, 2, 3];
const shape = { train: 1000, test: 1000, features: 20_000, classes: 5 };
const folder = scratch();
if (!existsSync(join(folder, 'shape.json'))) writeCohort();

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
const shown = Object.entries(accuracies).map(([name, values]) => `${name} ${mean(values)}`);
printRow(
  `random forest, ${TREES} trees, ${shape.train} × ${shape.features.toLocaleString('en')}, ${shape.classes} classes`,
  results,
  `mean accuracy: ${shown.join(', ')}; 1000 predictions: ours ${(results.ours.predictSeconds * 1000).toFixed(0)} ms`,
);

function writeCohort() {
  const { expression, sheet } = simulateCohort({
    ...{
      samples: shape.train + shape.test,
      features: shape.features,
      classes: shape.classes,
      informative: 600,
      effect: 1.2,
    },
    ...{ duplicates: 0, missing: 0, random: randomKey(1) },
  });
  const { values } = sheet.columns.find(({ name }) => name === 'subtype');
  const names = [...new Set(values)].sort();
  let from = 0;
  for (const name of ['train', 'test']) {
    const rows = Array.from({ length: shape[name] }, (_, i) => from + i);
    writeFileSync(join(folder, `${name}.f32`), takeRows(expression.matrix, rows).data);
    writeFileSync(
      join(folder, `${name}.codes`),
      Int32Array.from(rows, (i) => names.indexOf(values[i])),
    );
    from += shape[name];
  }
  writeFileSync(join(folder, 'shape.json'), `${JSON.stringify(shape)}\n`);
}
