import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testContext } from '../../../test/support/blocks.ts';
import type { Executor } from '../../base/context.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { createMatrix, type Matrix, takeRows } from '../../table/matrix.ts';
import { judgeDistance } from './judge-distance.ts';
import {
  combinedDistances,
  distanceScale,
  fitTrainingSpace,
  type RawDistances,
  rawDistances,
} from './training-distance.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());
const ctx = () => testContext(new AbortController().signal, executor);

/** Rows that vary along a few directions, and a little in all others. @param at moves their centre along all features. */
function rows(n: number, p: number, seed: number, at = 0): Matrix {
  const directions = randomKey(99).stream();
  const loadings = Array.from({ length: 4 * p }, () => directions.normal());
  const random = randomKey(seed).stream();
  const X = createMatrix(n, p);
  for (let i = 0; i < n; i++) {
    const t = Array.from({ length: 4 }, () => random.normal());
    for (let j = 0; j < p; j++)
      X.data[j * n + i] =
        at + t.reduce((sum, score, c) => sum + score * loadings[c * p + j]!, 0) + 0.5 * random.normal();
  }
  return X;
}

/** Distances of each fifth to the plane of the other four. */
async function leftOut(X: Matrix): Promise<{ left: RawDistances; folds: Int32Array }> {
  const folds = Int32Array.from({ length: X.nRows }, (_, i) => i % 5);
  const empty = () => new Float64Array(X.nRows);
  const left = { within: empty(), residual: empty(), slope: empty() };
  for (let k = 0; k < 5; k++) {
    const of = (inside: boolean) => Int32Array.from(folds.keys()).filter((i) => (folds[i] === k) === inside);
    const space = await fitTrainingSpace(ctx(), takeRows(X, of(false)));
    const { within, residual, slope } = await rawDistances(ctx(), space, takeRows(X, of(true)));
    of(true).forEach((i, r) => {
      left.within[i] = within[r]!;
      left.residual[i] = residual[r]!;
      left.slope[i] = slope[r]!;
    });
  }
  return { left, folds };
}

const share = (distances: Float64Array, limit: number) => distances.filter((d) => d > limit).length / distances.length;

describe('distance to the training samples', () => {
  test('T² and Q are those of the definition', async () => {
    const X = rows(30, 8, 1);
    const { means, axes, variances } = await fitTrainingSpace(ctx(), X);
    expect(variances.length).toBe(3);
    const { within, residual, slope } = await rawDistances(ctx(), { means, axes, variances }, X);
    for (let i = 0; i < 30; i++) {
      const d = Array.from(means, (mean, j) => X.data[j * 30 + i]! - mean);
      const t = [0, 1, 2].map((c) => d.reduce((sum, x, j) => sum + x * axes[j * 3 + c]!, 0));
      const q = d.reduce((sum, x) => sum + x * x, 0) - t.reduce((sum, x) => sum + x * x, 0);
      expect(within[i]).toBeCloseTo(
        t.reduce((sum, x, c) => sum + (x * x) / variances[c]!, 0),
        4,
      );
      expect(residual[i]! / q).toBeCloseTo(1, 3);
      expect((slope[i]! * t.reduce((sum, x) => sum + x * x, 0)) / q).toBeCloseTo(1, 3);
    }
    // What the plane was fitted on: Σ T² = k(n − 1).
    expect(within.reduce((a, b) => a + b)).toBeCloseTo(3 * 29, 3);
  });

  test.each([
    [400, 60],
    [200, 500],
    [60, 500],
  ])(
    '%d samples of %d features: about 1 % of new ones of the same kind are alien, all of another kind',
    async (n, p) => {
      const X = rows(n, p, 1);
      const { left, folds } = await leftOut(X);
      const space = await fitTrainingSpace(ctx(), X);
      const { scale, check } = judgeDistance(left, folds);
      expect(check.share.low).toBeLessThanOrEqual(0.01);
      expect(check.share.high).toBeGreaterThanOrEqual(0.005);
      const distancesOf = async (other: Matrix) => combinedDistances(scale, await rawDistances(ctx(), space, other));
      const same = await distancesOf(rows(2000, p, 2));
      expect(share(same, scale.limit)).toBeLessThan(0.025);
      // The largest of three that are about 0 each.
      expect(Math.abs(same.reduce((sum, d) => sum + d, 0) / 2000)).toBeLessThan(1.2);
      // Shifted by three standard deviations of the small noise; features of each sample in another order; scaled up.
      const shuffled = rows(200, p, 3);
      const key = randomKey(4);
      const deal = Array.from({ length: p }, (_, j) => j);
      const dealt = createMatrix(200, p);
      for (let i = 0; i < 200; i++) {
        key.at(i).stream().shuffle(deal);
        for (let j = 0; j < p; j++) dealt.data[j * 200 + i] = shuffled.data[deal[j]! * 200 + i]!;
      }
      const larger = { ...shuffled, data: shuffled.data.map((x) => 4 * x) };
      for (const alien of [rows(200, p, 5, 1.5), dealt, larger]) {
        expect(share(await distancesOf(alien), scale.limit)).toBeGreaterThan(0.95);
      }
    },
  );

  test('a missing value counts as the mean', async () => {
    const X = rows(50, 20, 1);
    const space = await fitTrainingSpace(ctx(), X);
    const holed = takeRows(X, [7]);
    holed.data[3] = Number.NaN;
    const filled = takeRows(X, [7]);
    filled.data[3] = space.means[3]!;
    const [a, b] = [await rawDistances(ctx(), space, holed), await rawDistances(ctx(), space, filled)];
    expect(a.within[0]).toBeCloseTo(b.within[0]!, 5);
    expect(a.residual[0]).toBeCloseTo(b.residual[0]!, 5);
  });

  test('other features are refused', async () => {
    const space = await fitTrainingSpace(ctx(), rows(50, 20, 1));
    await expect(rawDistances(ctx(), space, rows(5, 19, 1))).rejects.toThrow('rows must have 20 features, got 19');
  });
});

test('the limit is the order statistic that one more draw exceeds in 1 % of cases, where there is one', () => {
  const of = (n: number) => ({
    within: Float64Array.from({ length: n }, (_, i) => i + 1),
    residual: Float64Array.from({ length: n }, (_, i) => i + 1),
    slope: new Float64Array(n).fill(1),
  });

  const distances = (n: number) => combinedDistances(distanceScale(of(n)), of(n));
  expect(distanceScale(of(199)).limit).toBe(distances(199)[197]);
  expect(distanceScale(of(99)).limit).toBe(distances(99)[98]);
  // With fewer the largest seen is not yet far enough.
  expect(distanceScale(of(30)).limit).toBeGreaterThan(distances(30)[29]!);
});
