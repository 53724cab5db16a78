// One fit of bench/growth.mjs, timed without reading. Arguments: folder, learner, rows, features. Peak memory is that beyond Node's own.
import { join } from 'node:path';
import { checkParams } from '../dist/base/params.js';
import { randomKey } from '../dist/base/random.js';
import { elasticNetPath, strongestGradient } from '../dist/kernels/elastic-net.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
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
const X = { nRows: Number(n), nCols: Number(p), data: typed(Float32Array, join(folder, 'x.f32')) };
const codes = Int32Array.from({ length: X.nRows }, (_, i) => i % 5);
const target = { task: 'classification', classes: ['a', 'b', 'c', 'd', 'e'], codes };
const features = Array.from({ length: X.nCols }, (_, j) => `g${j}`);
const began = performance.now();
if (model) await model.fit({ X, features, target }, ctx);
else {
  const y = typed(Float64Array, join(folder, 'y.f64'));
  const data = { family: 'gaussian', y, X, weights: new Float64Array(X.nRows).fill(1 / X.nRows) };
  const strongest = await strongestGradient(data, ctx);
  const lambdas = Array.from({ length: 100 }, (_, l) => strongest * 0.01 ** (l / 99));
  await elasticNetPath({ ...data, l1Ratio: 1, lambdas, tolerance: 1e-3, maxCycles: 5000 }, ctx);
}
const seconds = (performance.now() - began) / 1000;
const learnerMiB = peakMemory() - ownMiB;
await executor.close();
console.log(JSON.stringify({ seconds, learnerMiB }));
