// One linear SVM, timed without reading and scaling; then predictions for the test table. Arguments: folder, C.
import { checkParams } from '../dist/base/params.js';
import { randomKey } from '../dist/base/random.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { create } from '../dist/learn/svm/linear-svm.js';
import { linearSvmParams } from '../dist/learn/svm/params.js';
import { accuracyOf, readWide } from './wide.mjs';

const [folder, C] = process.argv.slice(2);
const train = readWide(folder, 'train');
const test = readWide(folder, 'test');
standardise(train.X, test.X);
const executor = await createExecutor(2);
const ctx = { executor, random: randomKey(1), signal: new AbortController().signal, progress() {}, warn() {} };
const learner = create(checkParams(linearSvmParams, { C: Number(C) }, 'linear-svm'));
const began = performance.now();
const model = await learner.fit(train, ctx);
const seconds = (performance.now() - began) / 1000;
const accuracy = accuracyOf(await model.predict(test, ctx), test.target);
await executor.close();
console.log(JSON.stringify({ seconds, accuracy, ...model.summary() }));

/** Both tables by the means and deviations of the first. */
function standardise(a, b) {
  for (let j = 0; j < a.nCols; j++) {
    const column = a.data.subarray(j * a.nRows, (j + 1) * a.nRows);
    const mean = column.reduce((sum, x) => sum + x, 0) / a.nRows;
    const sd = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / a.nRows);
    for (const { data, nRows } of [a, b]) {
      for (let i = j * nRows; i < (j + 1) * nRows; i++) data[i] = (data[i] - mean) / sd;
    }
  }
}
