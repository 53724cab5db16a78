// One survival forest, timed without reading. Arguments: folder, rows, columns, trees, threads, seed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkParams } from '../dist/base/params.js';
import { randomKey } from '../dist/base/random.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { create } from '../dist/learn/tree/forest.js';
import { forestParams } from '../dist/learn/tree/params.js';

const [folder, ...numbers] = process.argv.slice(2);
const [n, p, trees, threads, seed] = numbers.map(Number);
const read = (Type, name) => {
  const bytes = readFileSync(join(folder, name));
  return new Type(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};
const target = { task: 'survival', times: read(Float64Array, 'kirc.times'), events: read(Uint8Array, 'kirc.events') };
const X = { nRows: n, nCols: p, data: read(Float32Array, 'kirc.f32') };
const features = Array.from({ length: p }, (_, j) => `g${j}`);
const executor = await createExecutor(threads);
const ctx = { executor, random: randomKey(seed), signal: new AbortController().signal, progress() {}, warn() {} };
const began = performance.now();
const model = await create(checkParams(forestParams, { trees, 'min-samples-leaf': 2 }, 'forest')).fit(
  { X, features, target },
  ctx,
);
const seconds = (performance.now() - began) / 1000;
const peakMiB = process.resourceUsage().maxRSS / 1024;
await executor.close();
console.log(JSON.stringify({ seconds, peakMiB, cIndex: model.summary()['oob-c-index'] }));
