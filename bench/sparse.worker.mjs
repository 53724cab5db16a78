// One fit on a table of bench/sparse.mjs, timed without reading: folder, gaussian, binomial, drugs (a path for each) or svm, sparse or dense.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMatrix, densified, randomKey, sparseMatrix, takeRows } from '../dist/index.js';
import { createExecutor } from '../dist/index.node.js';
import { elasticNetPath, strongestGradient } from '../dist/kernels/elastic-net.js';
import { linearSvmPaths } from '../dist/kernels/linear-svm.js';
import { typed } from './wide.mjs';

const [folder, what, form] = process.argv.slice(2);
const { samples: n, features: p } = JSON.parse(readFileSync(join(folder, 'shape.json'), 'utf8'));
const read = (Type, name) => typed(Type, join(folder, name));
const kept = { starts: read(Int32Array, 'starts.i32'), rows: read(Int32Array, 'rows.i32') };
const lean = sparseMatrix(n, { ...kept, values: read(Float32Array, 'values.f32'), base: new Float32Array(p) });
const X = form === 'sparse' ? lean : what === 'svm' ? densified(lean) : centred(densified(lean));
const executor = await createExecutor(what === 'svm' ? 2 : 1);
const ctx = { executor, random: randomKey(1), signal: new AbortController().signal, progress() {}, warn() {} };
const began = performance.now();
const result = await { svm: machine, drugs, gaussian: path, binomial: path }[what]();
const seconds = (performance.now() - began) / 1000;
await executor.close();
console.log(JSON.stringify({ seconds, ...result }));

async function path() {
  const codes = read(Int32Array, 'codes.i32');
  const response =
    what === 'gaussian'
      ? { family: what, y: read(Float64Array, 'y.f64') }
      : { family: 'multinomial', codes, nClasses: 2 };
  const points = await lasso({ ...response, X, weights: new Float64Array(n).fill(1 / n) });
  return {
    gap: Math.max(...points.map((point) => point.gap)),
    points: points.length,
    explained: points.at(-1).explained,
    features: points.at(-1).indices.length,
  };
}

async function lasso(data) {
  const strongest = await strongestGradient(data, ctx);
  const lambdas = Array.from({ length: 100 }, (_, l) => strongest * 0.01 ** (l / 99));
  return elasticNetPath({ ...data, l1Ratio: 1, lambdas, tolerance: 1e-3, maxCycles: 5000 }, ctx);
}

/** A path for each drug, on the cell lines that it was tried on. */
async function drugs() {
  const all = read(Float64Array, 'ic50.f64');
  let explained = 0;
  const gaps = [];
  for (let d = 0; d < all.length / n; d++) {
    const values = all.subarray(d * n, (d + 1) * n);
    const rows = [...values.keys()].filter((i) => !Number.isNaN(values[i]));
    const y = Float64Array.from(rows, (i) => values[i]);
    const weights = new Float64Array(rows.length).fill(1 / rows.length);
    const points = await lasso({ family: 'gaussian', y, X: takeRows(X, rows), weights });
    gaps.push(...points.map((point) => point.gap));
    explained += points.at(-1).explained / (all.length / n);
  }
  return { gap: Math.max(...gaps), explained };
}

async function machine() {
  const codes = read(Int32Array, 'codes.i32');
  const signs = Float64Array.from(codes, (code) => 2 * code - 1);
  const Cs = [1e-5, 1e-4, 1e-3, 1e-2, 0.1];
  const problem = { X, loss: 'squared_hinge', interceptScaling: 1, Cs, tolerance: 1e-4, maxPasses: 10_000 };
  const task = { signs, costs: new Float64Array(n).fill(1), random: randomKey(1) };
  const [points] = await linearSvmPaths(problem, [task], ctx);
  return { objectives: points.map(({ objective }) => objective), gap: Math.max(...points.map((point) => point.gap)) };
}

/** What `standardize` makes of columns of spread 1. */
function centred(matrix) {
  const out = createMatrix(n, p);
  for (let j = 0; j < p; j++) {
    let mean = 0;
    for (let i = j * n; i < (j + 1) * n; i++) mean += matrix.data[i] / n;
    for (let i = j * n; i < (j + 1) * n; i++) out.data[i] = matrix.data[i] - mean;
  }
  return out;
}
