// One path of penalties, timed without reading: folder, family (gaussian, cox, ridge), number of penalties, tolerance.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomKey } from '../dist/index.js';
import { createExecutor } from '../dist/index.node.js';
import { elasticNetPath, strongestGradient } from '../dist/kernels/elastic-net.js';
import { ridgePath } from '../dist/numeric/ridge-path.js';
import { typed } from './wide.mjs';

const [folder, family, length, tolerance] = process.argv.slice(2);
const { samples: nRows, features: nCols } = JSON.parse(readFileSync(join(folder, 'shape.json'), 'utf8'));
const read = (Type, name) => typed(Type, join(folder, name));
const X = { nRows, nCols, data: read(Float32Array, 'x.f32') };
const y = read(Float64Array, 'y.f64');
const executor = await createExecutor(family === 'ridge' ? 2 : 1);
const ctx = { executor, random: randomKey(1), signal: new AbortController().signal, progress() {}, warn() {} };
const data = {
  ...(family === 'cox'
    ? {
        family,
        times: read(Float64Array, 'times.f64'),
        events: Uint8Array.from(read(Float64Array, 'events.f64')),
      }
    : { family: 'gaussian', y }),
  X,
  weights: new Float64Array(nRows).fill(1 / nRows),
};
const below = (strongest, ratio) =>
  Array.from({ length: Number(length) }, (_, l) => strongest * ratio ** (l / (Number(length) - 1)));
const began = performance.now();
let points;
if (family === 'ridge') points = await ridgePath(X, y, below(100, 1e-4), ctx, Number(tolerance));
else {
  const lambdas = below(await strongestGradient(data, ctx), 0.01);
  points = await elasticNetPath({ ...data, l1Ratio: 1, lambdas, tolerance: Number(tolerance), maxCycles: 5000 }, ctx);
}
const seconds = (performance.now() - began) / 1000;
await executor.close();
const gap = Math.max(...points.map((point) => point.gap));
console.log(JSON.stringify({ seconds, gap, points: points.length, explained: points.at(-1).explained }));
