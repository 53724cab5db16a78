// Linear SVM, one machine a class, against scikit-learn's LinearSVC at the same C: the time of the fit alone. Ours fits each machine three
// times more for its cross-fitted probabilities, which LinearSVC does not give.
import { join } from 'node:path';
import { inTurn, PYTHON, printRow, timed } from './measure.mjs';
import { writeWide } from './tables.mjs';
import { wide } from './wide.mjs';

const folder = writeWide();
const C = '0.0001';
const run = (command, script) => () => timed(command, [join(import.meta.dirname, script), folder, C]);
const results = await inTurn(
  {
    ours: run(process.execPath, 'linear-svm.worker.mjs'),
    'scikit-learn LinearSVC': run(PYTHON, 'peers/linear-svm.py'),
  },
  3,
);
const { ours, 'scikit-learn LinearSVC': peer } = results;
printRow(
  `linear SVM, ${wide.train} × ${wide.features.toLocaleString('en')}, ${wide.classes} classes`,
  results,
  `ours with probabilities (20 fits), LinearSVC without (5); accuracy: ours ${ours.accuracy.toFixed(3)}, LinearSVC ${peer.accuracy.toFixed(3)}`,
);
