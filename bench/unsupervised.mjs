// Principal components, clusters and embeddings against scikit-learn and scipy: the time of the work alone, on tables of planted groups.
// ROUNDS=1 and WORKS=tsne,ward in the environment make it shorter.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomKey } from '../dist/index.js';
import { inTurn, PYTHON, printRow, scratch, timed } from './measure.mjs';
import { writeWide } from './tables.mjs';
import { wide } from './wide.mjs';

const wideTable = join(writeWide(), 'train.f32');
const figures = (value) => (value === undefined ? '' : Number(value).toPrecision(6));

/** n × p with 5 groups, column-major float32; its path. */
function groups(n, p) {
  const path = join(scratch(), `groups-${n}-${p}.f32`);
  if (existsSync(path)) return path;
  const draws = randomKey(9).at(n, p).stream();
  const data = new Float32Array(n * p);
  for (let j = 0; j < p; j++) {
    const moves = Array.from({ length: 5 }, () => 0.8 * draws.normal());
    for (let i = 0; i < n; i++) data[j * n + i] = draws.normal() + moves[i % 5];
  }
  writeFileSync(path, data);
  return path;
}

const works = [
  {
    ...{ work: 'pca', title: 'PCA, 50 components', path: wideTable, n: wide.train, p: wide.features },
    peers: { 'scikit-learn (auto: randomised)': 'pca-auto', 'scikit-learn (exact)': 'pca-full' },
    note: 'ours exact; explained variance',
  },
  {
    ...{ work: 'k-means', title: 'k-means, k = 5, 10 starts', path: wideTable, n: wide.train, p: wide.features },
    peers: { 'scikit-learn': 'k-means' },
    note: 'sum of squares',
  },
  {
    ...{ work: 'k-means', title: 'k-means, k = 5, 10 starts', path: groups(20000, 50), n: 20000, p: 50 },
    peers: { 'scikit-learn': 'k-means' },
    note: 'sum of squares',
  },
  {
    ...{ work: 'ward', title: 'Ward tree', path: wideTable, n: wide.train, p: wide.features },
    peers: { scipy: 'ward' },
    note: 'height of the root',
  },
  {
    ...{ work: 'ward', title: 'Ward tree', path: groups(4000, 200), n: 4000, p: 200 },
    peers: { scipy: 'ward' },
    note: 'height of the root',
  },
  {
    ...{ work: 'leaf-order', title: 'optimal leaf order', path: groups(1000, 200), n: 1000, p: 200 },
    peers: { scipy: 'leaf-order' },
    note: 'length of the order',
  },
  {
    ...{ work: 'tsne', title: 't-SNE, 1,000 iterations', path: groups(2000, 50), n: 2000, p: 50 },
    peers: { 'scikit-learn': 'tsne' },
    note: 'divergence',
  },
];
const wanted = (process.env.GOALS ? 'pca' : process.env.WORKS)?.split(',');
for (const { work, title, path, n, p, peers, note } of works) {
  if (wanted && !wanted.includes(work)) continue;
  const here = (script) => join(import.meta.dirname, script);
  const results = await inTurn(
    {
      ours: () => timed(process.execPath, [here('unsupervised.worker.mjs'), work, path, n, p].map(String)),
      ...Object.fromEntries(
        Object.entries(peers).map(([name, of]) => [
          name,
          () => timed(PYTHON, [here('peers/unsupervised.py'), of, path, n, p].map(String)),
        ]),
      ),
    },
    5,
  );
  const values = Object.entries(results).map(([name, { value }]) => `${name} ${figures(value)}`);
  printRow(`${title}, ${n.toLocaleString('en')} × ${p.toLocaleString('en')}`, results, `${note}: ${values.join(', ')}`);
}
