// One boosting fit where samples are many, timed without reading; then the log-loss or the mean squared error on the test table.
// Arguments: folder, task, rounds, bins, threads.
import { checkParams } from '../dist/base/params.js';
import { randomKey } from '../dist/base/random.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { create } from '../dist/learn/boosting/boosting.js';
import { boostingParams } from '../dist/learn/boosting/params.js';
import { readTall } from './tall.mjs';

const [folder, task, ...numbers] = process.argv.slice(2);
const [rounds, bins, threads] = numbers.map(Number);
const settings = {
  ...{ rounds, 'max-bins': bins, 'learning-rate': 0.1, 'max-depth': 6, 'min-child-weight': 1, lambda: 1 },
  ...{ 'row-sample': 1, 'column-sample': 1 },
};

const executor = await createExecutor(threads);
const ctx = { executor, random: randomKey(1), signal: new AbortController().signal, progress() {}, warn() {} };
const train = readTall(folder, 'train', task);
const learner = create(checkParams(boostingParams, settings, 'boosting'));
const began = performance.now();
const model = await learner.fit(train, ctx);
const seconds = (performance.now() - began) / 1000;
const peakMiB = process.resourceUsage().maxRSS / 1024;
const test = readTall(folder, 'test', task);
const prediction = await model.predict(test, ctx);
await executor.close();
const n = test.X.nRows;
let loss = 0;
for (let i = 0; i < n; i++) {
  loss +=
    task === 'regression'
      ? (prediction.values[i] - test.target.values[i]) ** 2 / n
      : -Math.log(prediction.probabilities[2 * i + test.target.codes[i]]) / n;
}
console.log(JSON.stringify({ seconds, peakMiB, loss, ...model.summary() }));
