import { afterAll, beforeAll, expect, test } from 'vitest';
import { clusterContext, planted } from '../../../test/support/cluster-golden.ts';
import type { Executor } from '../../base/context.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { matrixFromRows } from '../../table/matrix.ts';
import { clusteredHeatMap } from './clustered-heat-map.ts';
import { columnTests } from './column-tests.ts';
import { featureQuality } from './feature-quality.ts';
import { featureTests } from './feature-tests.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());

const names = (p: number) => Array.from({ length: p }, (_, j) => `G${j}`);

test('missing, zero and constant features are counted by share', () => {
  const rows = [
    [1, 0, 0, Number.NaN],
    [2, 0, 3, Number.NaN],
    [3, 0, Number.NaN, Number.NaN],
    [4, 0, 5, Number.NaN],
  ];
  const ids = ['a', 'b', 'c', 'd'];
  const block = { name: 'x', kind: 'numeric', ids, features: names(4), matrix: matrixFromRows(rows) } as const;
  expect(featureQuality(block)).toEqual({
    ...{ block: 'x', samples: 4, features: 4, constant: 2, allZero: 1, missing: 5 / 16, zero: 5 / 16 },
    byMissing: [2, 0, 0, 1, 0, 1], // 0, 0, ¼, all
    byZero: [2, 0, 0, 1, 0, 1],
  });
});

test('planted differences are found, noise is not, and two classes have a sign', () => {
  const { X, truth } = planted(60, 200, 2, 0);
  for (let j = 0; j < 5; j++) for (let i = 0; i < 60; i++) X.data[j * 60 + i]! += truth[i] === 1 ? 3 : 0;
  X.data[7] = Number.NaN;
  const two = featureTests(X, names(200), truth, ['a', 'b'])!;
  expect(two).toMatchObject({ test: 'welch', sizes: [30, 30], tested: 200 });
  expect(
    two.strongest
      .slice(0, 5)
      .map(({ feature }) => feature)
      .sort(),
  ).toEqual(names(5));
  expect(two.strongest[0]!.effect).toBeLessThan(-2); // a less b
  expect(two.found).toBeGreaterThanOrEqual(5);
  expect(two.found).toBeLessThan(8);
  expect(two.evidence.filter((x) => x >= -Math.log10(two.threshold) - 1e-3)).toHaveLength(two.found);
  expect(two.strongest[0]!.power).toBeGreaterThan(0.99);
  // R: power.t.test(n = 30, power = 0.8)$delta
  expect(two.detectable.one).toBeCloseTo(0.7356, 3);
  expect(two.detectable.all).toBeGreaterThan(two.detectable.one);
  const three = featureTests(
    X,
    names(200),
    truth.map((k, i) => (i < 3 ? 2 : k)),
    ['a', 'b', 'c'],
  )!;
  expect(three).toMatchObject({ test: 'anova', sizes: [28, 29, 3] });
  expect(three.strongest[0]!.effect).toBeGreaterThan(0.4);
  expect(three.strongest[0]!.percentiles.map((at) => at.length)).toEqual([5, 5, 5]);
  expect(featureTests(matrixFromRows([[1], [1], [1]]), ['flat'], [0, 0, 1], ['a', 'b'])).toBeUndefined();
});

test('the heat map puts like beside like, on both sides', async () => {
  const { X, truth } = planted(30, 12, 2, 0);
  // Two sets of features that go opposite ways between the groups, and one that hardly varies.
  for (let j = 0; j < 11; j++)
    for (let i = 0; i < 30; i++) X.data[j * 30 + i]! += (truth[i] === 1 ? 8 : 0) * (j % 2 === 0 ? 1 : -1);
  for (let i = 0; i < 30; i++) X.data[11 * 30 + i]! *= 1e-3;
  X.data[3] = Number.NaN;
  const map = (await clusteredHeatMap(clusterContext(executor), X, names(12)))!;
  const changes = (values: ArrayLike<unknown>) =>
    Array.from(values).filter((x, k, all) => k > 0 && x !== all[k - 1]).length;
  expect(changes(map.samples.map((i) => truth[i]!))).toBe(1);
  const even = map.features.filter((name) => name !== 'G11').map((name) => Number(name.slice(1)) % 2);
  expect(changes(even)).toBe(1);
  expect(map.joins).toHaveLength(11);
  expect(Math.max(...map.joins.map(({ height }) => height))).toBe(1);
  const row = map.features.indexOf('G0');
  const level = (i: number) => map.levels[row * 30 + map.samples.indexOf(i)]!;
  expect(level(3)).toBe(-1);
  expect(level(5)).toBeGreaterThan(level(4)); // sample 5 is of the group that was moved up
  expect(await clusteredHeatMap(clusterContext(executor), matrixFromRows([[1, 2]]), names(2))).toBeUndefined();
});

test('columns of the sheet: words by χ², numbers by ranks, names of samples not at all', () => {
  const codes = Array.from({ length: 40 }, (_, i) => i % 2);
  const found = columnTests(
    [
      { name: 'site', type: 'text', values: codes.map((code, i) => (i === 0 ? null : code === 1 ? 'north' : 'south')) },
      { name: 'age', type: 'number', values: Float64Array.from(codes, (_, i) => 30 + ((i * 7) % 11)) },
      { name: 'name', type: 'text', values: codes.map((_, i) => `patient ${i}`) },
      { name: 'country', type: 'text', values: codes.map(() => 'one') },
    ],
    codes,
  );
  expect(found.map(({ column, test, n }) => [column, test, n])).toEqual([
    ['site', 'χ²', 39],
    ['age', 'Kruskal–Wallis', 40],
  ]);
  expect(found[0]!.effect).toBeCloseTo(1, 12);
  expect(found[0]!.rough).toBe(false);
  expect(found[1]!.p).toBeGreaterThan(0.05);
});
