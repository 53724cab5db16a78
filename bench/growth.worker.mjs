// One fit of bench/growth.mjs, timed without reading. Arguments: folder, learner, rows, features. Peak memory is that beyond Node's own. The
// table lies in kernel memory, as that of a study's fold does.
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { checkParams } from '../dist/base/params.js';
import { randomKey } from '../dist/base/random.js';
import { elasticNetPath, strongestGradient } from '../dist/kernels/elastic-net.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { withKernelTables } from '../dist/kernels/shared-matrix.js';
import { learnerByWord } from '../dist/learn/registry.js';
import { peakMemory, typed } from './wide.mjs';

const [folder, learner, n, p] = process.argv.slice(2);
const executor = await createExecutor(2);
const ctx = { executor, random: randomKey(1), signal: new AbortController().signal, progress() {}, warn() {} };
const settings = {
  forest: { trees: 500 },
  boosting: {
    rounds: 20,
    'learning-rate': 0.3,
    'max-depth': 6,
    'min-child-weight': 1,
    'row-sample': 1,
    'column-sample': 1,
  },
  'linear-svm': { C: 0.0001 },
}[learner];
const entry = settings && learnerByWord(learner, 'bench');
const model = entry && (await entry.load()).create(checkParams(entry.params, settings, learner));

const ownMiB = process.memoryUsage().rss / 2 ** 20;
const codes = Int32Array.from({ length: Number(n) }, (_, i) => i % 5);
const target = { task: 'classification', classes: ['a', 'b', 'c', 'd', 'e'], codes };
const features = Array.from({ length: Number(p) }, (_, j) => `g${j}`);
const seconds = await withKernelTables(ctx, async (create) => {
  const X = create(Number(n), Number(p));
  readInto(X.data, join(folder, 'x.f32'));
  const began = performance.now();
  if (model) await model.fit({ X, features, target }, ctx);
  else {
    const y = typed(Float64Array, join(folder, 'y.f64'));
    const data = { family: 'gaussian', y, X, weights: new Float64Array(X.nRows).fill(1 / X.nRows) };
    const strongest = await strongestGradient(data, ctx);
    const lambdas = Array.from({ length: 100 }, (_, l) => strongest * 0.01 ** (l / 99));
    await elasticNetPath({ ...data, l1Ratio: 1, lambdas, tolerance: 1e-3, maxCycles: 5000 }, ctx);
  }
  return (performance.now() - began) / 1000;
});
const learnerMiB = peakMemory() - ownMiB;
await executor.close();
console.log(JSON.stringify({ seconds, learnerMiB }));

/** A megabyte at a time: no second copy of the table. */
function readInto(values, path) {
  const bytes = new Uint8Array(1 << 20);
  const to = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const file = openSync(path, 'r');
  for (let at = 0; at < to.length; at += bytes.length) {
    to.set(bytes.subarray(0, readSync(file, bytes, 0, Math.min(bytes.length, to.length - at), at)), at);
  }
  closeSync(file);
}
