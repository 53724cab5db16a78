// Paths of penalties with far more features than samples: lasso and Cox against glmnet and scikit-learn at 500 × 20,000, ridge against
// scikit-learn at 1000 × 20,000. Ours and glmnet on one thread; ridge and scikit-learn on two.
import { join } from 'node:path';
import { inTurn, PYTHON, printRow, timed } from './measure.mjs';
import { writeResponses } from './tables.mjs';

const here = import.meta.dirname;
const ours = (folder, ...args) => timed(process.execPath, [join(here, 'penalised.worker.mjs'), folder, ...args]);
const glmnet = (folder, ...args) => timed('Rscript', [join(here, 'peers/penalised.R'), folder, ...args]);
const sklearn = (folder, ...args) => timed(PYTHON, [join(here, 'peers/penalised.py'), folder, ...args]);
const gaps = (results) =>
  Object.entries(results)
    .filter(([, { gap }]) => gap != null)
    .map(([name, { gap }]) => `${name} ${gap.toExponential(0)}`)
    .join(', ');

const folder = writeResponses(500, 20_000);
for (const [family, tolerance] of [
  ['gaussian', '1e-3'],
  ['gaussian', '1e-5'],
  ['cox', '1e-3'],
]) {
  const contenders = {
    ours: () => ours(folder, family, '100', tolerance),
    glmnet: () => glmnet(folder, family, '100'),
  };
  // Its tolerance is its own: once is enough where only rows with goals are wanted.
  const again = process.env.GOALS && tolerance === '1e-5';
  if (family === 'gaussian' && !again) contenders['scikit-learn'] = () => sklearn(folder, family, '100');
  const results = await inTurn(contenders, family === 'cox' ? 3 : 5);
  printRow(
    `${family === 'cox' ? 'Cox' : 'lasso'} path, 100 penalties, 500 × 20,000, gap at most ${tolerance}`,
    results,
    `largest gap: ${gaps(results)}`,
  );
}
const wide = writeResponses(1000, 20_000);
for (const [name, what, length] of [
  ['Ridge at each', 'ridge', '10'],
  ['RidgeCV', 'ridge-cv', '100'],
]) {
  const results = await inTurn(
    { ours: () => ours(wide, 'ridge', length, '1e-8'), [name]: () => sklearn(wide, what, length) },
    what === 'ridge' ? 1 : 3, // two minutes of scikit-learn
  );
  printRow(
    `ridge path, ${length} penalties, 1000 × 20,000`,
    results,
    `largest gap: ours ${results.ours.gap.toExponential(0)}`,
  );
}
