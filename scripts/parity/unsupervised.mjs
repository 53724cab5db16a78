// Components and clusters against scikit-learn and scipy.
import { createMatrix, matrixFromRows } from '../../dist/index.js';
import { gramMatrix } from '../../dist/kernels/gram.js';
import { adjustedRandIndex } from '../../dist/metric/clustering/adjusted-rand-index.js';
import { dbscan } from '../../dist/numeric/dbscan.js';
import { gaussianMixture, responsibilities, rowMajor } from '../../dist/numeric/gaussian-mixture.js';
import { kMeans } from '../../dist/numeric/k-means.js';
import { optimalLeafOrder } from '../../dist/numeric/leaf-order.js';
import { linkage } from '../../dist/numeric/linkage.js';
import { pca } from '../../dist/numeric/pca.js';
import { principalComponents } from '../../dist/numeric/principal-components.js';
import { rowDistances } from '../../dist/numeric/row-distances.js';
import { apart, context, golden, size, Worst } from './support.mjs';

const cluster = golden('cluster');
const sklearn = `scikit-learn ${cluster.versions['scikit-learn']}`;
const tables = Object.fromEntries(Object.entries(cluster.tables).map(([name, rows]) => [name, matrixFromRows(rows)]));
const sizes = (names) => `simulated, ${names.map((name) => size(tables[name].nRows, tables[name].nCols)).join(', ')}`;
const largest = (values) => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

async function components() {
  const worst = new Worst();
  for (const [name, { k, axes, scores, variances, explained }] of Object.entries(cluster.pca)) {
    const [X, p] = [tables[name], tables[name].nCols];
    for (const solver of ['exact', 'randomised']) {
      const ours = await pca(context(), X, k, { solver });
      const turned = Array.from({ length: k * p }, (_, at) => ours.axes[(at % p) * k + Math.floor(at / p)]);
      const most = largest(scores);
      worst.see(solver, apart(turned, axes));
      worst.see(
        solver,
        apart(
          Array.from(ours.scores, (v) => v / most),
          scores.map((v) => v / most),
        ),
      );
      worst.see(solver, apart(ours.variances, variances, 'wholly relative'));
      worst.see(solver, apart(ours.explained, explained, 'wholly relative'));
    }
  }
  const { n, p, k, scores, explained, 'made by': madeBy } = golden('pca');
  const X = createMatrix(n, p); // as in test/golden/pca.py
  let state = 1n;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      state = (state * 1103515245n + 12345n) % 2147483648n;
      const planted = 100 * i * (j % 2) + (j % 3 === 0 ? 600 * (i % 4) : 0) + (j % 5 === 0 ? 900 * (i % 3) : 0);
      X.data[j * n + i] = ((Number(state) >> 8) % 1000) + planted;
    }
  }
  const ours = principalComponents(await gramMatrix(context(), X), n, k);
  const most = largest(scores);
  const step = Math.max(
    apart(
      Array.from(ours.scores, (v) => v / most),
      scores.map((v) => v / most),
    ),
    apart(ours.explained, explained),
  );
  const about = 'axes, scores (over the largest), variances; signs too';
  return [
    ...['exact', 'randomised'].map((solver) => ({
      ...{ work: `PCA, ${solver}`, reference: sklearn, data: sizes(Object.keys(cluster.pca)), compared: about },
      ...{ difference: worst.of(solver), tolerance: 1e-5 },
    })),
    {
      ...{ work: 'PCA from the Gram matrix', reference: madeBy.split(', ')[1], data: `simulated, ${size(n, p)}` },
      ...{ compared: 'scores (over the largest), shares explained', difference: step, tolerance: 1e-5 },
    },
  ];
}

async function clusters() {
  const worst = new Worst();
  for (const [name, cases] of Object.entries(cluster.kMeans)) {
    for (const { k, inertia } of cases) {
      const model = await kMeans(context(), tables[name], k, { starts: 300 });
      worst.see('k-means', model.inertia / inertia - 1);
    }
  }
  let longest = 0;
  for (const [name, methods] of Object.entries(cluster.linkage)) {
    const n = tables[name].nRows;
    const D = await rowDistances(context(), tables[name]);
    for (const [method, { merges, length }] of Object.entries(methods)) {
      const Z = await linkage(context(), D, n, method);
      const [heights, others] = [2, -1].map((one) =>
        [...Z.keys()].filter((at) => (one === 2 ? at % 4 === 2 : at % 4 !== 2)),
      );
      worst.see(
        method,
        apart(
          heights.map((at) => Z[at]),
          heights.map((at) => merges[at]),
          'wholly relative',
        ),
      );
      worst.see(
        'merges',
        apart(
          others.map((at) => Z[at]),
          others.map((at) => merges[at]),
        ),
      );
      const order = await optimalLeafOrder(context(), Z, D, n);
      let sum = 0;
      for (let q = 1; q < n; q++) sum += D[order[q] * n + order[q - 1]];
      longest = Math.max(longest, sum / length - 1);
    }
  }
  const D = await rowDistances(context(), tables.low);
  const wrong = cluster.dbscan.map(({ eps, minPoints, labels }) => {
    const ours = dbscan(D, tables.low.nRows, eps, minPoints).labels;
    return labels.filter((label, i) => label !== ours[i]).length;
  });
  const X = tables.overlapping;
  for (const [covariance, expected] of Object.entries(cluster.mixture)) {
    const settings = { covariance, tolerance: 1e-10, maxIterations: 5000 };
    const { gaussians, logLikelihood, bic } = await gaussianMixture(context(), X, 3, settings);
    worst.see('mixture', apart([logLikelihood], [expected.logLikelihood]));
    worst.see('mixture', Math.abs(bic / expected.bic - 1));
    const { weights } = responsibilities(rowMajor(X), X.nRows, gaussians, 0);
    const labels = expected.labels.map((_, i) => {
      const row = weights.subarray(3 * i, 3 * i + 3);
      return row.indexOf(Math.max(...row));
    });
    worst.see('labels', 1 - adjustedRandIndex(labels, expected.labels));
  }
  const scipy = `scipy ${cluster.versions.scipy}`;
  const trees = sizes(Object.keys(cluster.linkage));
  return [
    {
      ...{ work: 'k-means, 300 starts', reference: `${sklearn}, 200 starts`, data: sizes(Object.keys(cluster.kMeans)) },
      ...{
        compared: 'sum of squares: ours above theirs by, as a share',
        difference: worst.of('k-means'),
        tolerance: 1e-5,
      },
    },
    ...['ward', 'average', 'complete', 'single'].map((method) => ({
      ...{ work: `hierarchical, ${method}`, reference: scipy, data: trees, compared: 'heights, relative' },
      ...{ difference: worst.of(method), tolerance: 1e-5 },
    })),
    {
      work: 'hierarchical, all four',
      reference: scipy,
      data: trees,
      compared: 'clusters merged, sizes',
      difference: worst.of('merges'),
      tolerance: 0,
    },
    {
      ...{
        work: 'optimal leaf order',
        reference: scipy,
        data: trees,
        compared: 'length: ours above theirs by, as a share',
      },
      ...{ difference: longest, tolerance: 1e-6, certificate: 'the shortest of all orders on trees of 8' },
    },
    {
      ...{
        work: 'DBSCAN',
        reference: sklearn,
        data: `${sizes(['low'])}, ${wrong.length} settings`,
        compared: 'labels that differ',
      },
      ...{ difference: wrong.reduce((a, b) => a + b), tolerance: 0 },
    },
    {
      ...{ work: 'Gaussian mixture', reference: sklearn, data: sizes(['overlapping']) },
      ...{
        compared: 'log-likelihood, BIC (relative); four covariances',
        difference: worst.of('mixture'),
        tolerance: 1e-6,
      },
    },
    {
      ...{ work: 'Gaussian mixture', reference: sklearn, data: sizes(['overlapping']) },
      ...{ compared: 'labels: 1 − adjusted Rand index', difference: worst.of('labels'), tolerance: 1e-12 },
    },
  ];
}

export const title = 'Components and clusters';
export const rows = async () => [...(await components()), ...(await clusters())];
