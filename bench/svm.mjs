// Kernel SVM (rbf, gamma = scale) against scikit-learn's SVC at the same C: the time of the fit alone. Ours has probabilities (four fits for
// every pair of classes); SVC is timed without, its accuracy that of its votes.
import { join } from 'node:path';
import { inTurn, PYTHON, printRow, timed } from './measure.mjs';
import { writeWide } from './tables.mjs';
import { wide } from './wide.mjs';

const folder = writeWide();
const C = '10';
const run = (command, script) => () => timed(command, [join(import.meta.dirname, script), folder, C]);
const results = await inTurn(
  {
    ours: run(process.execPath, 'svm.worker.mjs'),
    'scikit-learn SVC': run(PYTHON, 'peers/svm.py'),
  },
  3,
);
const { ours, 'scikit-learn SVC': peer } = results;
printRow(
  `rbf SVM, ${wide.train} × ${wide.features.toLocaleString('en')}, ${wide.classes} classes`,
  results,
  `accuracy: ours ${ours.accuracy.toFixed(3)}, SVC ${peer.accuracy.toFixed(3)}; predicting ${wide.test}: ours ${ours.predictSeconds.toFixed(2)} s, SVC ${peer.predictSeconds.toFixed(2)} s`,
);
