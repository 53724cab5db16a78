// One explanation by tree SHAP, timed without reading: of the model of bench/tree-shap.mjs, or of a survival forest that is fitted first.
// Arguments: folder, rows, columns, threads, [survival].
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkParams } from '../dist/base/params.js';
import { randomKey } from '../dist/base/random.js';
import { treeShap } from '../dist/explain/tree-shap.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { importXgboost } from '../dist/learn/boosting/xgboost-json.js';
import { create } from '../dist/learn/tree/forest.js';
import { forestParams } from '../dist/learn/tree/params.js';
import { peakMemory, typed } from './wide.mjs';

const [folder, rows, columns, threads, survival] = process.argv.slice(2);
const X = { nRows: Number(rows), nCols: Number(columns), data: typed(Float32Array, join(folder, 'x.f32')) };
const features = Array.from({ length: X.nCols }, (_, j) => `g${j}`);
const executor = await createExecutor(Number(threads));
const ctx = { executor, random: randomKey(1), signal: new AbortController().signal, progress() {}, warn() {} };
const target = survival && {
  task: 'survival',
  times: typed(Float64Array, join(folder, 'times.f64')),
  events: Uint8Array.from(typed(Float64Array, join(folder, 'events.f64'))),
};
const model = survival
  ? await create(checkParams(forestParams, { trees: 500 }, 'forest')).fit({ X, features, target }, ctx)
  : importXgboost(readFileSync(join(folder, 'model.json'), 'utf8'));
const began = performance.now();
const { values, features: used, base } = await treeShap(model, { X, features }, ctx);
const seconds = (performance.now() - began) / 1000;
await executor.close();
const sample = Array.from({ length: X.nCols + 1 }, () => 0);
used.forEach((j, at) => {
  sample[j] = values[at * X.nRows];
});
sample[X.nCols] = base[0];
console.log(JSON.stringify({ seconds, peakMiB: peakMemory(), used: used.length, sample: survival ? [] : sample }));
