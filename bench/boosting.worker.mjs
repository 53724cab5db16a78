// One boosting fit, timed without reading; then predictions for the test table. Arguments: folder, rounds, bins, threads.
import { checkParams } from '../dist/base/params.js';
import { randomKey } from '../dist/base/random.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { create } from '../dist/learn/boosting/boosting.js';
import { boostingParams } from '../dist/learn/boosting/params.js';
import { accuracyOf, peakMemory, readWide } from './wide.mjs';

const [folder, ...numbers] = process.argv.slice(2);
const [rounds, bins, threads] = numbers.map(Number);
// XGBoost's defaults, so that both grow the same number of equally deep trees.
const settings = {
  ...{ rounds, 'max-bins': bins, 'learning-rate': 0.3, 'max-depth': 6, 'min-child-weight': 1, lambda: 1 },
  ...{ 'row-sample': 1, 'column-sample': 1 },
};

const executor = await createExecutor(threads);
const ctx = { executor, random: randomKey(1), signal: new AbortController().signal, progress() {}, warn() {} };
const ownMiB = process.memoryUsage().rss / 2 ** 20; // Node itself
let table = readWide(folder, 'train');
const tableMiB = (table.X.nRows * table.X.nCols * 5) / 2 ** 20;
const began = performance.now();
const learner = create(checkParams(boostingParams, settings, 'boosting'));
const model = await learner.fit(table, ctx);
const seconds = (performance.now() - began) / 1000;
const peakMiB = peakMemory();
table = readWide(folder, 'test');
const accuracy = accuracyOf(await model.predict(table, ctx), table.target);
await executor.close();
const timesTable = (peakMiB - ownMiB) / tableMiB;
console.log(JSON.stringify({ seconds, peakMiB, timesTable, accuracy, ...model.summary() }));
