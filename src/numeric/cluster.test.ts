import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clusterContext, clusterGolden as golden, planted, shuffledRows } from '../../test/support/cluster-golden.ts';
import type { Executor } from '../base/context.ts';
import { CancelledError, DataError, NumericError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import { gramMatrix } from '../kernels/gram.ts';
import { kMeansRuns } from '../kernels/k-means.ts';
import { adjustedRandIndex } from '../metric/clustering/adjusted-rand-index.ts';
import { type Matrix, matrixFromRows, takeRows } from '../table/matrix.ts';
import { consensus, deltaAreas } from './consensus.ts';
import { dbscan, kneeDistance } from './dbscan.ts';
import { gapChoice, gapStatistic } from './gap-statistic.ts';
import { gaussianMixture, responsibilities, rowMajor } from './gaussian-mixture.ts';
import { kMeans } from './k-means.ts';
import { kMeansGram } from './k-means-gram.ts';
import { optimalLeafOrder } from './leaf-order.ts';
import { cutTree, type LinkageMethod, linkage } from './linkage.ts';
import { rowDistances } from './row-distances.ts';

const executors: Executor[] = [];
beforeAll(async () => {
  for (const threads of [1, 3]) executors.push(await createExecutor(threads));
});
afterAll(() => Promise.all(executors.map((executor) => executor.close())));
const ctx = (executor = executors[0]!) => clusterContext(executor);
const tables = Object.entries(golden.tables).map(([name, rows]) => ({ name, X: matrixFromRows(rows) }));
const METHODS = ['ward', 'average', 'complete', 'single'] as const;

/** Σ ‖xᵢ − mean of its cluster‖², in float64, from the rows. */
function inertiaOf({ data, nRows: n, nCols: p }: Matrix, labels: Int32Array): number {
  let total = 0;
  for (const c of new Set(labels)) {
    const rows = [...labels.keys()].filter((i) => labels[i] === c);
    for (let j = 0; j < p; j++) {
      const mean = rows.reduce((sum, i) => sum + data[j * n + i]!, 0) / rows.length;
      for (const i of rows) total += (data[j * n + i]! - mean) ** 2;
    }
  }
  return total;
}

describe('rowDistances', () => {
  it.each(tables)('on $name: those of the rows in float64, to 1e-6; symmetric, diagonal 0', async ({ X }) => {
    const { nRows: n, nCols: p } = X;
    const d = await rowDistances(ctx(), X);
    for (let i = 0; i < n; i++) {
      expect(d[i * n + i]).toBe(0);
      for (let l = 0; l < n; l++) {
        let s = 0;
        for (let j = 0; j < p; j++) s += (X.data[j * n + i]! - X.data[j * n + l]!) ** 2;
        expect(Math.abs(d[i * n + l]! - Math.sqrt(s))).toBeLessThanOrEqual(1e-6 * Math.sqrt(s));
        expect(d[l * n + i]).toBe(d[i * n + l]);
      }
    }
  });
  it('equal rows are at distance 0, nearly equal ones keep their digits', async () => {
    const { X } = planted(6, 200, 2, 30);
    for (let j = 0; j < 200; j++) {
      X.data[j * 6 + 1] = X.data[j * 6]!;
      X.data[j * 6 + 2] = X.data[j * 6]! + (j === 7 ? 0.0078125 : 0);
    }
    const d = await rowDistances(ctx(), X);
    expect(d[1]).toBe(0);
    expect(d[2]).toBeCloseTo(0.0078125, 5);
  });
});

describe('kMeans', () => {
  const cases = tables.flatMap(({ name, X }) => golden.kMeans[name]!.map((of) => ({ name, X, ...of })));
  it.each(cases)('on $name, k $k: no worse than the best of 200 starts of scikit-learn', async ({ X, k, inertia }) => {
    const model = await kMeans(ctx(), X, k, { starts: 300 });
    expect(model.inertia).toBeLessThanOrEqual(inertia * (1 + 1e-5));
    expect(inertiaOf(X, model.labels) / model.inertia).toBeCloseTo(1, 5);
    expect(model.converged).toBe(true);
  });

  it.each([
    { name: 'on the rows', n: 300, p: 13 },
    { name: 'in the Gram matrix', n: 60, p: 90 },
  ])(
    'ends at a fixed point $name: every row is nearest to its own centre, which is the mean of its rows',
    async ({ n, p }) => {
      const { X } = planted(n, p, 5, 0.7);
      const { centres, labels } = await kMeans(ctx(), X, 7);
      for (let i = 0; i < n; i++) {
        const distance = (c: number) => {
          let s = 0;
          for (let j = 0; j < p; j++) s += (X.data[j * n + i]! - centres.data[j * centres.nRows + c]!) ** 2;
          return s;
        };
        const own = distance(labels[i]!);
        for (let c = 0; c < centres.nRows; c++) expect(own).toBeLessThanOrEqual(distance(c) * (1 + 1e-5));
      }
      for (let c = 0; c < centres.nRows; c++) {
        const rows = [...labels.keys()].filter((i) => labels[i] === c);
        for (let j = 0; j < p; j++) {
          const mean = rows.reduce((sum, i) => sum + X.data[j * n + i]!, 0) / rows.length;
          expect(centres.data[j * centres.nRows + c]).toBeCloseTo(mean, 5);
        }
      }
    },
  );

  it('finds planted clusters by either way, and the two ways agree on them', async () => {
    const { X, truth } = planted(80, 40, 4, 3);
    const ctx0 = ctx();
    const rows = Int32Array.from({ length: 80 }, (_, i) => i);
    const inGram = kMeansGram(await gramMatrix(ctx0, X), 80, rows, 4, randomKey(1), 300);
    const onRows = (await kMeansRuns(ctx0, X, 4, 3, 300)).reduce((a, b) => (b.inertia < a.inertia ? b : a));
    expect(adjustedRandIndex(inGram.labels, truth)).toBe(1);
    expect(adjustedRandIndex(onRows.labels, truth)).toBe(1);
    expect(onRows.inertia / inGram.inertia).toBeCloseTo(1, 5);
  });

  it('the largest cluster comes first; the order of the rows changes names only', async () => {
    const { X } = planted(90, 6, 3, 4);
    const uneven = takeRows(
      X,
      [...Array(90).keys()].filter((i) => i % 3 !== 2 || i < 30),
    );
    const order = shuffledRows(uneven.nRows);
    const { labels } = await kMeans(ctx(), uneven, 3);
    const other = await kMeans(ctx(), takeRows(uneven, order), 3);
    expect(
      adjustedRandIndex(
        other.labels,
        order.map((i) => labels[i]!),
      ),
    ).toBe(1);
    const sizes = [0, 1, 2].map((c) => labels.filter((label) => label === c).length);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  });

  it('gives the same bits with 1 and 3 threads', async () => {
    for (const [n, p] of [
      [300, 13],
      [60, 90],
    ] as const) {
      const { X } = planted(n, p, 5, 0.7);
      expect(await kMeans(ctx(executors[1]), X, 5)).toEqual(await kMeans(ctx(executors[0]), X, 5));
    }
  });

  it('warns where the distinct rows are fewer than k; refuses k above the rows', async () => {
    for (const p of [2, 40]) {
      const X = takeRows(planted(3, p, 3, 3).X, [0, 1, 2, 0, 1, 2, 0, 1, 2]);
      const context = ctx();
      const model = await kMeans(context, X, 6);
      expect(model.centres.nRows).toBe(3);
      expect(model.inertia).toBeCloseTo(0, 4);
      expect(context.warnings[0]?.code).toBe('fewer-clusters');
      await expect(kMeans(ctx(), X, 10)).rejects.toThrow(DataError);
    }
  });
});

describe('linkage', () => {
  const cases = tables.flatMap(({ name, X }) => METHODS.map((method) => ({ name, X, method })));
  it.each(cases)(
    '$method on $name: the merges of scipy; the leaf order keeps the clusters whole and is no longer than scipy’s',
    async ({ name, X, method }) => {
      const n = X.nRows;
      const expected = golden.linkage[name]![method]!;
      const D = await rowDistances(ctx(), X);
      const Z = await linkage(ctx(), D, n, method);
      Z.forEach((value, at) => {
        const want = expected.merges[at]!;
        if (at % 4 === 2) expect(Math.abs(value - want)).toBeLessThanOrEqual(1e-5 * want);
        else expect(value).toBe(want);
      });
      const order = await optimalLeafOrder(ctx(), Z, D, n);
      expect([...order].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
      // scipy 1.10.1 does not always find the shortest: 'is the shortest of all orders' below is the proof, this a bound.
      expect(lengthOf(order, D)).toBeLessThanOrEqual(expected.length * (1 + 1e-6));
      for (let k = 2; k < n; k++) {
        const labels = cutTree(Z, n, k);
        const changes = [...order].filter((i, q) => q > 0 && labels[i] !== labels[order[q - 1]!]).length;
        expect(changes).toBe(k - 1);
      }
    },
  );

  it('by hand: single, complete and average on a line', async () => {
    const at = [0, 1, 3, 7];
    const D = Float64Array.from(at.flatMap((x) => at.map((y) => Math.abs(x - y))));
    const heights = async (method: LinkageMethod) =>
      [...(await linkage(ctx(), D, 4, method))].filter((_, q) => q % 4 === 2);
    expect(await heights('single')).toEqual([1, 2, 4]);
    expect(await heights('complete')).toEqual([1, 3, 7]);
    expect(await heights('average')).toEqual([1, 2.5, 17 / 3]);
    const ward = await heights('ward');
    expect(ward[1]).toBeCloseTo(2.5 * Math.sqrt(4 / 3), 12); // √(2·n₁n₂/(n₁+n₂)) times the distance of the means
    expect(ward[2]).toBeCloseTo((17 / 3) * Math.sqrt(6 / 4), 12);
  });

  it('cuts into k clusters for every k, each a union of those of the finer cut', async () => {
    const { X } = tables[1]!;
    const Z = await linkage(ctx(), await rowDistances(ctx(), X), 90, 'ward');
    let finer = cutTree(Z, 90, 90);
    for (let k = 89; k >= 1; k--) {
      const cut = cutTree(Z, 90, k);
      expect(new Set(cut).size).toBe(k);
      const parents = new Set(finer.map((label, i) => label * 100 + cut[i]!));
      expect(parents.size).toBe(k + 1);
      finer = cut;
    }
  });

  it('one row and two rows', async () => {
    expect((await linkage(ctx(), Float64Array.of(0), 1, 'ward')).length).toBe(0);
    expect([...cutTree(new Float64Array(0), 1, 1)]).toEqual([0]);
    expect([...(await linkage(ctx(), Float64Array.of(0, 2, 2, 0), 2, 'ward'))]).toEqual([0, 1, 2, 2]);
  });
});

function lengthOf(order: ArrayLike<number>, D: Float64Array): number {
  const n = order.length;
  let sum = 0;
  for (let q = 0; q + 1 < n; q++) sum += D[order[q]! * n + order[q + 1]!]!;
  return sum;
}

describe('optimalLeafOrder', () => {
  it('is the shortest of all orders that the tree allows', async () => {
    for (let seed = 0; seed < 6; seed++) {
      const n = 8;
      const D = await rowDistances(ctx(), planted(n, 3, 2, 1, seed).X);
      const Z = await linkage(ctx(), D, n, 'average');
      const orders = (node: number): number[][] => {
        if (node < n) return [[node]];
        const [a, b] = [orders(Z[4 * (node - n)]!), orders(Z[4 * (node - n) + 1]!)];
        return a.flatMap((x) =>
          b.flatMap((y) => [[...x, ...y], [...y, ...x], [...x].reverse().concat(y), [...y].concat([...x].reverse())]),
        );
      };
      const best = Math.min(...orders(2 * n - 2).map((order) => lengthOf(order, D)));
      const order = await optimalLeafOrder(ctx(), Z, D, n);
      expect(lengthOf(order, D)).toBeCloseTo(best, 12);
      expect(order[0]!).toBeLessThan(order[n - 1]!);
    }
  });
});

describe('dbscan', () => {
  it.each(golden.dbscan)(
    'the labels of scikit-learn: eps $eps, $minPoints points',
    async ({ eps, minPoints, labels }) => {
      const { X } = tables[0]!;
      expect([...dbscan(await rowDistances(ctx(), X), X.nRows, eps, minPoints).labels]).toEqual(labels);
    },
  );
  it('a distance of exactly eps is within reach', async () => {
    const X = matrixFromRows([[0], [0.1], [0.2], [5]]);
    expect([...dbscan(await rowDistances(ctx(), X), 4, 0.1, 2).labels]).toEqual([0, 0, 0, -1]);
  });
  it('the knee lies between the distances inside clusters and those to outliers', async () => {
    const { X } = planted(100, 2, 2, 20);
    for (let q = 0; q < 5; q++) X.data[q] = 500 + 100 * q;
    const D = await rowDistances(ctx(), X);
    const eps = kneeDistance(D, 100, 5);
    const { labels, nClusters } = dbscan(D, 100, eps, 5);
    expect(nClusters).toBe(2);
    expect([...labels.subarray(0, 5)]).toEqual([-1, -1, -1, -1, -1]);
    expect(labels.filter((label) => label < 0).length).toBeLessThan(20);
  });
});

describe('gaussianMixture', () => {
  const kinds = ['full', 'tied', 'diagonal', 'spherical'] as const;
  const { X } = tables[1]!;
  it.each(kinds)('%s: the log-likelihood, BIC and labels of scikit-learn', async (covariance) => {
    const expected = golden.mixture[covariance]!;
    const { gaussians, logLikelihood, bic } = await gaussianMixture(ctx(), X, 3, {
      ...{ covariance, tolerance: 1e-10, maxIterations: 5000 },
    });
    expect(Math.abs(logLikelihood - expected.logLikelihood)).toBeLessThan(1e-6);
    expect(Math.abs(bic / expected.bic - 1)).toBeLessThan(1e-6);
    const { weights } = responsibilities(rowMajor(X), 90, gaussians, 0);
    const labels = expected.labels.map((_, i) => {
      const row = weights.subarray(3 * i, 3 * i + 3);
      return row.indexOf(Math.max(...row));
    });
    expect(adjustedRandIndex(labels, expected.labels)).toBe(1);
  });

  it.each(kinds)(
    '%s: the objective never falls, with little and with much regularisation, at n < p too',
    async (covariance) => {
      for (const table of [X, tables[2]!.X]) {
        for (const regularisation of [1e-3, 1]) {
          const course: number[] = [];
          const watch = (value: number) => course.push(value);
          await gaussianMixture(ctx(), table, 4, {
            ...{ covariance, regularisation, tolerance: 1e-9, maxIterations: 1000, watch },
          });
          expect(course.length).toBeGreaterThanOrEqual(2);
          for (let q = 1; q < course.length; q++) {
            expect(course[q]! - course[q - 1]!).toBeGreaterThan(-1e-10 * Math.abs(course[q]!));
          }
        }
      }
    },
  );

  it('one component is the normal distribution of the table', async () => {
    const { gaussians, logLikelihood } = await gaussianMixture(ctx(), X, 1, { covariance: 'full', regularisation: 0 });
    const p = 3;
    for (let j = 0; j < p; j++) {
      const column = [...X.data.subarray(j * 90, (j + 1) * 90)];
      expect(gaussians.means[j]).toBeCloseTo(column.reduce((a, b) => a + b, 0) / 90, 10);
    }
    // At the maximum Σ d²ᵢ = n·p: log L = −½(p·log 2π + log|Σ| + p).
    const logDeterminant = 2 * [0, 1, 2].reduce((sum, j) => sum + Math.log(gaussians.factors[j * p + j]!), 0);
    expect(logLikelihood).toBeCloseTo(-0.5 * (p * Math.log(2 * Math.PI) + logDeterminant + p), 10);
  });

  it('says what to do where a covariance is singular, and where the features are too many', async () => {
    const wide = gaussianMixture(ctx(), tables[2]!.X, 3, { covariance: 'full', regularisation: 0 });
    await expect(wide).rejects.toThrow(NumericError);
    const X = planted(5, 1001, 2, 1).X;
    await expect(gaussianMixture(ctx(), X, 2, { covariance: 'tied' })).rejects.toThrow(/put pca before/);
    const context = ctx();
    await gaussianMixture(context, tables[1]!.X, 3, { tolerance: 0, maxIterations: 2 });
    expect(context.warnings[0]?.code).toBe('not-converged');
  });
});

describe('consensus', () => {
  it('agrees with itself at the planted number of clusters, and not beyond', async () => {
    const { X, truth } = planted(45, 30, 3, 2);
    const results = await consensus(ctx(), await gramMatrix(ctx(), X), 45, [2, 3, 4, 5], { resamples: 60 });
    const [, three, four] = results;
    expect(three!.ambiguous).toBe(0);
    expect(four!.ambiguous).toBeGreaterThan(0.02);
    for (let i = 0; i < 45; i++) {
      for (let l = 0; l < 45; l++) expect(three!.matrix[i * 45 + l]! > 0.9).toBe(truth[i] === truth[l]);
    }
    // Nearly all pairs at 0 or 1: A is near the share of pairs apart.
    expect(three!.area).toBeCloseTo(1 - (3 * 15 * 14) / (45 * 44), 1);
    const deltas = deltaAreas(results);
    expect(deltas[0]).toBe(results[0]!.area);
    expect(deltas[1]).toBeCloseTo((three!.area - results[0]!.area) / results[0]!.area, 12);
    expect(deltas[2]!).toBeLessThan(0.2 * deltas[1]!);
  });
});

describe('gap statistic', () => {
  it('chooses 1 for the uniform square and 3 for three clusters in the plane (Tibshirani et al. 2001, §5)', async () => {
    const draws = randomKey(2).stream();
    const square = matrixFromRows(Array.from({ length: 200 }, () => [draws.uniform(), draws.uniform()]));
    expect(gapChoice(await gapStatistic(ctx(), square, 4, { references: 10, starts: 5 }))).toBe(1);
    const means = [
      [0, 0],
      [0, 5],
      [5, -3],
    ];
    const three = matrixFromRows(
      means.flatMap(([x, y], c) =>
        Array.from({ length: [25, 25, 50][c]! }, () => [x! + draws.normal(), y! + draws.normal()]),
      ),
    );
    expect(gapChoice(await gapStatistic(ctx(), three, 5, { references: 10, starts: 5 }))).toBe(3);
  });
  it('k = 1: log of the sums of squares about the mean', async () => {
    const X = matrixFromRows([[0], [1], [2], [3]]);
    const [only] = await gapStatistic(ctx(), X, 1, { references: 3 });
    expect(Number.isFinite(only!.gap)).toBe(true);
    const again = await gapStatistic(ctx(executors[1]), X, 1, { references: 3 });
    expect(again[0]).toEqual(only);
  });
});

it('everything long can be cancelled in the middle', async () => {
  const { X } = planted(300, 400, 3, 1);
  const D = await rowDistances(ctx(), X);
  const work: ((context: ReturnType<typeof ctx>) => Promise<unknown>)[] = [
    (c) => kMeans(c, X, 8, { starts: 50 }),
    (c) => gaussianMixture(c, X, 5, { tolerance: 0 }),
    (c) => linkage(c, D, 300, 'ward'),
    async (c) => consensus(c, await gramMatrix(c, X), 300, [2, 3, 4]),
    (c) => gapStatistic(c, X, 4),
  ];
  for (const start of work) {
    const middle = new AbortController();
    let calls = 0;
    const executor: Executor = {
      ...executors[0]!,
      call(kernel, args) {
        if (++calls === 2) middle.abort();
        return executors[0]!.call(kernel, args);
      },
    };
    await expect(start(clusterContext(executor, middle.signal))).rejects.toThrow(CancelledError);
  }
});
