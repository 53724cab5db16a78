// One forest, timed without reading; then predictions for the test table. Arguments: folder, trees, threads, seed.
import { checkParams } from '../dist/base/params.js';
import { randomKey } from '../dist/base/random.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { create } from '../dist/learn/tree/forest.js';
import { forestParams } from '../dist/learn/tree/params.js';
import { accuracyOf, peakMemory, readWide } from './wide.mjs';

const [folder, ...numbers] = process.argv.slice(2);
const [trees, threads, seed] = numbers.map(Number);

const executor = await createExecutor(threads);
const ctx = { executor, random: randomKey(seed), signal: new AbortController().signal, progress() {}, warn() {} };
let table = readWide(folder, 'train');
let began = performance.now();
const model = await create(checkParams(forestParams, { trees }, 'forest')).fit(table, ctx);
const seconds = (performance.now() - began) / 1000;
const peakMiB = peakMemory();
table = readWide(folder, 'test');
began = performance.now();
const prediction = await model.predict(table, ctx);
const predictSeconds = (performance.now() - began) / 1000;
const accuracy = accuracyOf(prediction, table.target);
await executor.close();
console.log(JSON.stringify({ seconds, predictSeconds, peakMiB, accuracy, ...model.summary() }));
