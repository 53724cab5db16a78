// One regression forest, timed without reading; then R² on the test table. Arguments: folder, trees, threads, seed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkParams } from '../dist/base/params.js';
import { randomKey } from '../dist/base/random.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { create } from '../dist/learn/tree/forest.js';
import { forestParams } from '../dist/learn/tree/params.js';
import { r2 } from '../dist/metric/regression/r2.js';
import { peakMemory, readWide } from './wide.mjs';

const [folder, ...numbers] = process.argv.slice(2);
const [trees, threads, seed] = numbers.map(Number);
const read = (name) => {
  const bytes = readFileSync(join(folder, `forest-${name}.values`));
  const values = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return { ...readWide(folder, name), target: { task: 'regression', values } };
};
const executor = await createExecutor(threads);
const ctx = { executor, random: randomKey(seed), signal: new AbortController().signal, progress() {}, warn() {} };
const train = read('train');
const began = performance.now();
const model = await create(checkParams(forestParams, { trees }, 'forest')).fit(train, ctx);
const seconds = (performance.now() - began) / 1000;
const peakMiB = peakMemory();
const test = read('test');
const { values: predicted } = await model.predict(test, ctx);
await executor.close();
const score = r2.compute({ truth: test.target.values, predicted });
console.log(JSON.stringify({ seconds, peakMiB, r2: score, ...model.summary() }));
