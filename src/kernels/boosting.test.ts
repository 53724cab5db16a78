import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { growTreeTwin } from '../../test/support/boosting-twin.ts';
import type { Context, Executor } from '../base/context.ts';
import { CancelledError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { createMatrix } from '../table/matrix.ts';
import { type BoosterSettings, type Growth, withBooster } from './boosting.ts';
import { createExecutor } from './executor.node.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const context = (on = executor, signal = new AbortController().signal): Context => ({
  ...{ random: randomKey(5), executor: on, signal, progress: () => {}, warn: () => {} },
});

interface Case extends BoosterSettings {
  readonly gradients: Float32Array;
}

/** Features of `levels` values; gradients that some of them explain; with `missing`, that share of the values of every third feature is NaN. */
function problem(n: number, p: number, levels: number, more: Partial<BoosterSettings> = {}, missing = 0): Case {
  const draws = randomKey(n).at(p, levels).stream();
  const X = createMatrix(n, p);
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < n; i++) {
      const value = (3 * draws.below(levels)) / levels - 1;
      X.data[j * n + i] = j % 3 === 0 && draws.uniform() < missing ? Number.NaN : j === 1 ? 2 : value;
    }
  }
  const nOutputs = more.nOutputs ?? 1;
  const gradients = new Float32Array(2 * n * nOutputs);
  for (let at = 0; at < n * nOutputs; at++) {
    const i = at % n;
    const signal = (X.data[2 * n + i] ?? 0) * 2 + (Number.isNaN(X.data[i]!) ? 1 : X.data[i]!);
    gradients[2 * at] = draws.normal() + (at < n ? signal : 0);
    gradients[2 * at + 1] = 0.1 + draws.uniform();
  }
  const plain = {
    maxBins: 256,
    growth: 'depth' as const,
    maxLeaves: Number.POSITIVE_INFINITY,
    maxDepth: 4,
    lambda: 1,
    alpha: 0,
    gamma: 0,
    minChildWeight: 1,
  };
  return { X, nOutputs, ...plain, ...more, gradients };
}

/** Features are numbers and categories in turn; gradients that the categories explain, though not their order. */
function categories(n: number, p: number, levels: number, more: Partial<BoosterSettings> = {}, missing = 0): Case {
  const made = problem(n, p, levels, more, missing);
  const { X } = made;
  const kinds = Array.from({ length: p }, (_, j) => (j % 2 === 0 ? ('categories' as const) : ('number' as const)));
  for (let j = 0; j < p; j += 2) {
    // 0, 1, 2, …, each of which occurs.
    const known = [...new Set(X.data.subarray(j * n, (j + 1) * n))]
      .filter((x) => !Number.isNaN(x))
      .sort((a, b) => a - b);
    for (let i = j * n; i < (j + 1) * n; i++) if (!Number.isNaN(X.data[i]!)) X.data[i] = known.indexOf(X.data[i]!);
  }
  for (let i = 0; i < n; i++) made.gradients[2 * i]! += 3 * Math.sin(7 * X.data[2 * n + i]!);
  return { ...made, kinds, lambda: 0, ...more };
}

const range = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);

function growOnce(
  { gradients, ...settings }: Case,
  { on = executor, rows = range(settings.X.nRows), features = range(settings.X.nCols) } = {},
): Promise<Growth[]> {
  return withBooster(settings, context(on), async (booster) => {
    const growths = await booster.grow(gradients, { rows, features });
    booster.finish();
    return growths;
  });
}

const alone = (made: Case): Case => ({
  ...made,
  kinds: made.kinds!.map((kind) => (kind === 'number' ? kind : 'single-categories')),
});

const cases: [string, Case][] = [
  ['few levels, many ties', problem(60, 7, 4)],
  ['every value another', problem(200, 9, 1_000_000)],
  ['more rows than bins, few levels', problem(900, 6, 60)],
  ['missing values', problem(150, 8, 40, {}, 0.3)],
  ['missing values, two bins filled', problem(150, 8, 2, {}, 0.5)],
  ['64 bins', problem(300, 9, 60, { maxBins: 64 })],
  ['64 bins, one of them for missing values', problem(300, 9, 60, { maxBins: 64 }, 0.2)],
  ['n < p', problem(25, 90, 1000)],
  ['one feature', problem(50, 1, 30)],
  ['two rows', problem(2, 5, 1000, { minChildWeight: 0 })],
  ['L1 penalty', problem(200, 9, 100, { alpha: 2 })],
  ['no L2 penalty', problem(200, 9, 100, { lambda: 0 })],
  ['least gain', problem(200, 9, 100, { gamma: 4 })],
  ['least weight of a side', problem(200, 9, 100, { minChildWeight: 20 })],
  ['depth 1', problem(200, 9, 100, { maxDepth: 1 })],
  ['depth to the end', problem(80, 9, 100, { maxDepth: 32, minChildWeight: 0 })],
  ['every partition of categories', categories(300, 9, 7)],
  ['categories, missing values', categories(200, 8, 6, {}, 0.3)],
  ['categories, two of them', categories(90, 5, 2, {}, 0.2)],
  ['categories to the end', categories(90, 5, 6, { maxDepth: 32, minChildWeight: 0 })],
  ['one category against the others', alone(categories(300, 9, 9, { lambda: 1 }))],
  ['one category against the others, missing values, L1', alone(categories(300, 9, 40, { lambda: 1, alpha: 1 }, 0.3))],
];

describe('withBooster', () => {
  for (const [name, boosting] of cases) {
    it(`grows the tree of the twin, which tries every cut; the general path the same bits: ${name}`, async () => {
      const [growth] = await growOnce(boosting);
      const { X, gradients } = boosting;
      const twin = growTreeTwin(boosting, gradients, [...range(X.nRows)], [...range(X.nCols)]);
      for (const key of ['feature', 'left', 'threshold', 'subset', 'subsets', 'missingLeft'] as const) {
        expect(growth!.tree[key], key).toEqual(twin[key]);
      }
      for (const key of ['value', 'gain', 'cover'] as const) {
        growth!.tree[key].forEach((v, node) => {
          expect(v, key).toBeCloseTo(twin[key][node]!, 8);
        });
      }
      expect(await growOnce({ ...boosting, general: true })).toEqual([growth]);
    });
  }

  it.each([
    ['all kinds of features', problem(5000, 19, 1_000_000, { maxDepth: 5 }, 0.1)],
    ['no missing values', problem(5000, 19, 300, { maxDepth: 5, maxBins: 64 })],
    [
      'L1 penalty, growth by leaf',
      problem(5000, 19, 1_000_000, { maxDepth: 6, alpha: 1, growth: 'leaf', maxLeaves: 20 }, 0.1),
    ],
    ['categories', categories(5000, 19, 200, { maxDepth: 5, categorySmoothing: 3 }, 0.1)],
    ['more outputs than slots', problem(4000, 300, 200, { nOutputs: 4, maxDepth: 4 })],
  ])('gives the same bits by subtraction as by summing every node: %s', async (_, boosting) => {
    expect(await growOnce(boosting)).toEqual(await growOnce({ ...boosting, general: true }));
  });

  it('grows a tree for each output, as each alone would', async () => {
    const boosting = problem(120, 20, 50, { nOutputs: 3 });
    const { nRows: n } = boosting.X;
    const together = await growOnce(boosting);
    for (let k = 0; k < 3; k++) {
      const gradients = boosting.gradients.slice(2 * k * n, 2 * (k + 1) * n);
      expect(await growOnce({ ...boosting, nOutputs: 1, gradients })).toEqual([together[k]]);
    }
  });

  it('learns from the given rows and features only, and sends every row to a leaf by its values', async () => {
    const boosting = problem(240, 12, 1_000_000, {}, 0.2);
    const { X, gradients } = boosting;
    const rows = range(240).filter((i) => i % 3 !== 1);
    const features = Uint32Array.of(0, 2, 5, 6, 11);
    const [{ tree, leafOf }] = (await growOnce(boosting, { rows, features })) as [Growth];
    const twin = growTreeTwin(boosting, gradients, [...rows], [...features]);
    expect(tree.feature).toEqual(twin.feature);
    expect(tree.threshold).toEqual(twin.threshold);
    leafOf.forEach((leaf, i) => {
      let node = 0;
      while (tree.feature[node]! >= 0) {
        const x = X.data[tree.feature[node]! * 240 + i]!;
        node = tree.left[node]! + Number(!(Number.isNaN(x) ? tree.missingLeft[node] : x <= tree.threshold[node]!));
      }
      // A row that was not learned from may lie between the two bins of a cut: only sampled rows must agree.
      if (i % 3 !== 1) expect(leaf).toBe(node);
      expect(tree.feature[leaf]).toBe(-1);
    });
  });

  it('takes the lower feature of two that are the same', async () => {
    const boosting = problem(300, 9, 1_000_000);
    const { X } = boosting;
    X.data.copyWithin(0, 2 * 300, 3 * 300); // the one with the signal, now also at 0
    X.data.copyWithin(8 * 300, 2 * 300, 3 * 300);
    const [growth] = await growOnce(boosting);
    expect(growth!.tree.feature[0]).toBe(0);
    expect(growth!.tree.feature).not.toContain(2);
    expect(growth!.tree.feature).not.toContain(8);
  });

  it('grows the same bits with 1, 2 and 3 threads', async () => {
    // Wide enough for several calls a level.
    const boosting = problem(700, 4000, 1_000_000, { nOutputs: 3, maxDepth: 3 }, 0.1);
    const expected = await growOnce(boosting);
    for (const threads of [1, 3]) {
      const on = await createExecutor(threads);
      expect(await growOnce(boosting, { on })).toEqual(expected);
      await on.close();
    }
  });

  it('puts missing values of either sign bit into one bin', async () => {
    const boosting = problem(60, 1, 1000, { minChildWeight: 0, maxDepth: 1 });
    const words = new Uint32Array(boosting.X.data.buffer);
    for (let i = 0; i < 60; i += 3) {
      words[i] = i % 2 ? 0x7fc00000 : 0xffc00000;
      boosting.gradients[2 * i] = 9;
    }
    const [growth] = await growOnce(boosting);
    const leaves = growth!.leafOf.filter((_, i) => i % 3 === 0);
    expect(new Set(leaves).size).toBe(1);
  });

  it('gives a single leaf when every feature is constant or wholly missing', async () => {
    const boosting = problem(40, 2, 9);
    boosting.X.data.fill(1, 0, 40);
    boosting.X.data.fill(Number.NaN, 40, 80);
    const [growth] = await growOnce(boosting);
    expect([...growth!.tree.feature]).toEqual([-1]);
  });

  it('stops in the middle of a level when aborted', async () => {
    const stop = new AbortController();
    const { gradients, ...settings } = problem(700, 5000, 1_000_000);
    const growing = withBooster(settings, context(executor, stop.signal), async (booster) => {
      for (let round = 0; round < 1000; round++) {
        if (round === 1) setTimeout(() => stop.abort(), 5);
        await booster.grow(gradients, { rows: range(700), features: range(5000) });
      }
    });
    await expect(growing).rejects.toBeInstanceOf(CancelledError);
  });
});
