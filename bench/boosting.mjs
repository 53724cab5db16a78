// Gradient boosting against XGBoost (tree_method hist) on the same simulated cohort, with XGBoost's defaults on both sides: the time of the
// fit alone and the accuracy on 1000 further samples. XGBoost at 256 bins takes minutes.
import { join } from 'node:path';
import { inTurn, PYTHON, printRow, timed } from './measure.mjs';
import { writeWide } from './tables.mjs';
import { wide } from './wide.mjs';

const [BOOSTING_ROUNDS, THREADS] = [20, 2];
const folder = writeWide();
for (const [bins, rounds] of [
  [64, 3],
  [256, 1],
]) {
  const run = (command, script) => () =>
    timed(command, [join(import.meta.dirname, script), folder, ...[BOOSTING_ROUNDS, bins, THREADS].map(String)]);
  const results = await inTurn(
    { ours: run(process.execPath, 'boosting.worker.mjs'), XGBoost: run(PYTHON, 'peers/boosting.py') },
    rounds,
  );
  const { ours, XGBoost } = results;
  printRow(
    `boosting, ${BOOSTING_ROUNDS} rounds, ${wide.train} × ${wide.features.toLocaleString('en')}, ${wide.classes} classes, ${bins} bins`,
    results,
    `accuracy: ours ${ours.accuracy.toFixed(3)}, XGBoost ${XGBoost.version} ${XGBoost.accuracy.toFixed(3)}; peak beyond Node's own ${ours.timesTable.toFixed(2)} × (table as bytes + float32)`,
  );
}
