// One piece of work of bench/unsupervised.mjs. Arguments: work, file of float32 columns, rows, features.
import { readFileSync } from 'node:fs';
import { randomKey } from '../dist/base/random.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { kMeans } from '../dist/numeric/k-means.js';
import { optimalLeafOrder } from '../dist/numeric/leaf-order.js';
import { linkage } from '../dist/numeric/linkage.js';
import { pca } from '../dist/numeric/pca.js';
import { rowDistances } from '../dist/numeric/row-distances.js';
import { tsne } from '../dist/numeric/tsne.js';

const [work, path, n, p] = process.argv.slice(2);
const bytes = readFileSync(path);
const data = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
const X = { nRows: Number(n), nCols: Number(p), data };
const executor = await createExecutor(2);
const ctx = { executor, random: randomKey(1), signal: new AbortController().signal, progress() {}, warn() {} };
const tree = async () => {
  const distances = await rowDistances(ctx, X);
  return { distances, merges: await linkage(ctx, distances, X.nRows, 'ward') };
};
const works = {
  pca: async () => (await pca(ctx, X, 50)).explained.reduce((sum, share) => sum + share, 0),
  'k-means': async () => (await kMeans(ctx, X, 5)).inertia,
  ward: async () => (await tree()).merges.at(-2),
  'leaf-order': async () => {
    const { distances, merges } = await tree();
    const order = await optimalLeafOrder(ctx, merges, distances, X.nRows);
    let length = 0;
    for (let q = 1; q < X.nRows; q++) length += distances[order[q] * X.nRows + order[q - 1]];
    return length;
  },
  tsne: async () => (await tsne(ctx, X)).divergence,
};
const began = performance.now();
const value = await works[work]();
const seconds = (performance.now() - began) / 1000;
await executor.close();
console.log(JSON.stringify({ seconds, value }));
