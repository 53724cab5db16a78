import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clusterContext, planted } from '../../test/support/cluster-golden.ts';
import type { Executor } from '../base/context.ts';
import { CancelledError, DataError, ParamError, ShapeError } from '../base/errors.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import { withScope } from '../kernels/scope.ts';
import { silhouette } from '../metric/clustering/silhouette.ts';
import { trustworthiness } from '../metric/clustering/trustworthiness.ts';
import { createMatrix, type Matrix, takeRows } from '../table/matrix.ts';
import { rowDistances } from './row-distances.ts';
import { tsne, tsneAffinities } from './tsne.ts';
import { memberships, umap, umapGraph } from './umap.ts';
import { umapCurve } from './umap-curve.ts';

const executors: Executor[] = [];
beforeAll(async () => {
  for (const threads of [1, 3]) executors.push(await createExecutor(threads));
});
afterAll(() => Promise.all(executors.map((executor) => executor.close())));
const ctx = (executor = executors[0]!) => clusterContext(executor);

const distancesIn = (Y: Float64Array) => {
  const n = Y.length / 2;
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, l] = [Math.floor(at / n), at % n];
    return Math.sqrt((Y[2 * i]! - Y[2 * l]!) ** 2 + (Y[2 * i + 1]! - Y[2 * l + 1]!) ** 2);
  });
};

describe('tsneAffinities', () => {
  it('every row has the perplexity asked for; the table is symmetric and sums to 1', async () => {
    const n = 90;
    const squares = await rowDistances(ctx(), planted(n, 8, 3, 2).X, { squared: true });
    const P = tsneAffinities(squares, n, 12);
    expect(P.values.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
    const dense = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let e = P.starts[i]!; e < P.starts[i + 1]!; e++) dense[i * n + P.columns[e]!] = P.values[e]!;
    }
    for (let i = 0; i < n; i++) for (let l = 0; l < n; l++) expect(dense[i * n + l]).toBe(dense[l * n + i]);
    // With all rows as neighbours the conditional similarities are those of the definition.
    const four = Float64Array.of(0, 1, 4, 9, 1, 0, 1, 4, 4, 1, 0, 1, 9, 4, 1, 0);
    const small = tsneAffinities(four, 4, 2);
    const beta = findBeta([1, 4, 9], 2);
    const betaInner = findBeta([1, 1, 4], 2);
    const share = (d: number, all: number[], b: number) =>
      Math.exp(-b * d) / all.reduce((sum, x) => sum + Math.exp(-b * x), 0);
    expect(small.values[0]).toBeCloseTo((share(1, [1, 4, 9], beta) + share(1, [1, 1, 4], betaInner)) / 8, 5);
  });
});

function findBeta(squares: readonly number[], perplexity: number): number {
  let [low, high] = [0, 100];
  for (let step = 0; step < 200; step++) {
    const beta = (low + high) / 2;
    const weights = squares.map((d) => Math.exp(-beta * d));
    const sum = weights.reduce((a, b) => a + b, 0);
    const entropy = weights.reduce((s, w) => s - (w / sum) * Math.log(w / sum), 0);
    if (entropy > Math.log(perplexity)) low = beta;
    else high = beta;
  }
  return low;
}

describe('the forces of t-SNE', () => {
  it('are the gradient of the divergence, by finite differences', async () => {
    const n = 23;
    const P = tsneAffinities(await rowDistances(ctx(), planted(n, 5, 2, 2).X, { squared: true }), n, 5);
    const Y = Float32Array.from({ length: 2 * n }, (_, at) => Math.fround(Math.sin(3 * at) * 2));
    const divergence = (y: ArrayLike<number>) => {
      const q = (i: number, l: number) => 1 / (1 + (y[2 * i]! - y[2 * l]!) ** 2 + (y[2 * i + 1]! - y[2 * l + 1]!) ** 2);
      let Z = 0;
      for (let i = 0; i < n; i++) for (let l = 0; l < n; l++) if (i !== l) Z += q(i, l);
      let sum = 0;
      for (let i = 0; i < n; i++) {
        for (let e = P.starts[i]!; e < P.starts[i + 1]!; e++) {
          sum += P.values[e]! * Math.log((P.values[e]! * Z) / q(i, P.columns[e]!));
        }
      }
      return sum;
    };
    const out = await withScope(ctx(), 'test', async (scope) => {
      const [stride, m] = [24, P.columns.length];
      const [ys, starts, columns, values, to] = [8 * stride, 4 * (n + 1), 4 * m, 4 * m, 40 * n].map(scope.allocate);
      const y = scope.f32(ys!, 2 * stride).fill(1e18);
      for (let i = 0; i < n; i++) {
        y[i] = Y[2 * i]!;
        y[stride + i] = Y[2 * i + 1]!;
      }
      scope.i32(starts!, n + 1).set(P.starts);
      scope.i32(columns!, m).set(P.columns);
      scope.f32(values!, m).set(P.values);
      await scope.call('tsneForces', [ys!, n, stride, starts!, columns!, values!, 0, n, to!]);
      return scope.f64(to!, 5 * n).slice();
    });
    let Z = 0;
    for (let i = 0; i < n; i++) Z += out[5 * i + 4]!;
    for (let at = 0; at < 2 * n; at++) {
      const from = 5 * (at >> 1) + (at & 1);
      const ours = 4 * (out[from]! - out[from + 2]! / Z);
      const [up, down] = [Float64Array.from(Y), Float64Array.from(Y)];
      up[at]! += 1e-5;
      down[at]! -= 1e-5;
      expect(ours).toBeCloseTo((divergence(up) - divergence(down)) / 2e-5, 5);
    }
  });
});

describe('umap', () => {
  it('fits the published a and b', () => {
    const { a, b } = umapCurve(0.1, 1);
    expect(a).toBeCloseTo(1.57694, 4); // umap-learn: 1.5769434602
    expect(b).toBeCloseTo(0.89506, 4); // 0.8950608779
    const loose = umapCurve(0.5, 1);
    expect(loose.a).toBeCloseTo(0.58303, 4); // umap-learn: 0.5830300205
    expect(loose.b).toBeCloseTo(1.33417, 4); // 1.334166992
  });
  it('memberships: 1 for the nearest row, summing to the target; the graph is a + b − ab of both directions', async () => {
    const n = 50;
    const D = await rowDistances(ctx(), planted(n, 6, 2, 1).X);
    const graph = umapGraph(D, n, 8);
    const at = (i: number, l: number) => {
      for (let e = graph.starts[i]!; e < graph.starts[i + 1]!; e++) if (graph.columns[e] === l) return graph.values[e]!;
      return 0;
    };
    const directed = Array.from({ length: n }, (_, i) => {
      const order = [...Array(n).keys()]
        .filter((l) => l !== i)
        .sort((x, y) => D[i * n + x]! - D[i * n + y]!)
        .slice(0, 7);
      const weights = memberships(
        Float64Array.from(order, (l) => D[i * n + l]!),
        1,
        7,
        3,
      );
      expect(weights[0]).toBe(1);
      expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(3, 4);
      return new Map(order.map((l, q) => [l, weights[q]!]));
    });
    for (let i = 0; i < n; i++) {
      for (let l = 0; l < n; l++) {
        const [a, b] = [directed[i]!.get(l) ?? 0, directed[l]!.get(i) ?? 0];
        expect(at(i, l)).toBeCloseTo(a + b - a * b, 4);
      }
    }
  });
  it('places new rows among those of their group, and leaves the others where they are', async () => {
    const { X, truth } = planted(180, 20, 3, 3);
    const split = (odd: boolean) => [...Array(180).keys()].filter((i) => (Math.floor(i / 3) % 2 === 1) === odd);
    const fit = await umap(ctx(), takeRows(X, split(false)));
    const before = fit.embedding.slice();
    const placed = await fit.place(ctx(), takeRows(X, split(true)));
    expect(fit.embedding).toEqual(before);
    const all = Float64Array.from([...fit.embedding, ...placed]);
    const labels = [...split(false), ...split(true)].map((i) => truth[i]!);
    expect(silhouette(distancesIn(all), labels)).toBeGreaterThan(0.5);
    await expect(fit.place(ctx(), createMatrix(2, 19))).rejects.toThrow(ShapeError);
  });
});

const methods: readonly {
  name: string;
  embed: (of: Executor, X: Matrix, signal?: AbortSignal) => Promise<Float64Array>;
}[] = [
  { name: 't-SNE', embed: async (of, X, signal) => (await tsne(clusterContext(of, signal), X)).embedding },
  {
    name: 'UMAP from eigenvectors',
    embed: async (of, X, signal) => (await umap(clusterContext(of, signal), X)).embedding,
  },
  {
    name: 'UMAP from principal components',
    embed: async (of, X, signal) => (await umap(clusterContext(of, signal), X, { start: 'pca' })).embedding,
  },
];
describe.each(methods)('$name', ({ embed }) => {
  it('keeps planted groups apart and neighbours together', async () => {
    const { X, truth } = planted(150, 30, 5, 2);
    const Y = await embed(executors[0]!, X);
    expect(silhouette(distancesIn(Y), truth)).toBeGreaterThan(0.5);
    expect(trustworthiness(await rowDistances(ctx(), X), Y, 10)).toBeGreaterThan(0.88);
  });
  it('gives the same bits with 1 and 3 threads, and leaves its table alone', async () => {
    const { X } = planted(300, 12, 3, 1);
    const copy = X.data.slice();
    expect(await embed(executors[1]!, X)).toEqual(await embed(executors[0]!, X));
    expect(X.data).toEqual(copy);
  });
  it('takes one feature, constant features, equal rows and four rows', async () => {
    const tables = [
      planted(40, 1, 2, 3).X,
      createMatrix(20, 3),
      takeRows(planted(5, 4, 2, 3).X, [0, 0, 0, 1, 1, 2, 3, 4]),
    ];
    for (const X of [...tables, planted(4, 3, 2, 1).X]) {
      const Y = await embed(executors[0]!, X);
      expect(Y.length).toBe(2 * X.nRows);
      expect(Y.every(Number.isFinite)).toBe(true);
    }
  });
  it('refuses fewer than four rows, and can be cancelled in the middle', async () => {
    await expect(embed(executors[0]!, createMatrix(3, 2))).rejects.toThrow(DataError);
    const middle = new AbortController();
    let calls = 0;
    const counting: Executor = {
      ...executors[0]!,
      call(kernel, args) {
        if (++calls === 8) middle.abort();
        return executors[0]!.call(kernel, args);
      },
    };
    const work = embed(counting, planted(100, 9, 3, 1).X, middle.signal);
    await expect(work).rejects.toThrow(CancelledError);
  });
});

it('t-SNE refuses a perplexity above a third of the rows', async () => {
  await expect(tsne(ctx(), planted(30, 3, 2, 1).X, { perplexity: 10 })).rejects.toThrow(ParamError);
});
