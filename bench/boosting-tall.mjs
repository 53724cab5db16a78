// Gradient boosting where samples are many, against XGBoost (tree_method hist) and scikit-learn's HistGradientBoosting: trees of depth 6 with
// the same penalties, 256 bins (scikit-learn: 255), the time of the fit alone and the loss on as many further samples.
import { join } from 'node:path';
import { inTurn, PYTHON, printRow, timed } from './measure.mjs';
import { tall, writeTall } from './tall.mjs';

const [ROUNDS, BINS, THREADS] = [100, 256, 2];
const folder = writeTall();
const peer = join(import.meta.dirname, 'peers/boosting-tall.py');
for (const [task, loss] of [
  ['classification', 'log-loss'],
  ['regression', 'mean squared error'],
]) {
  const args = [folder, task, ROUNDS, BINS, THREADS].map(String);
  const results = await inTurn(
    {
      ours: () => timed(process.execPath, [join(import.meta.dirname, 'boosting-tall.worker.mjs'), ...args]),
      XGBoost: () => timed(PYTHON, [peer, 'xgboost', ...args]),
      'scikit-learn HGB': () => timed(PYTHON, [peer, 'sklearn', ...args]),
    },
    5,
  );
  const losses = Object.entries(results).map(([name, { loss }]) => `${name} ${loss.toFixed(4)}`);
  printRow(
    `boosting, ${ROUNDS} rounds, ${tall.train.toLocaleString('en')} × ${tall.features}, ${task}`,
    results,
    `${loss}: ${losses.join(', ')}`,
  );
}
