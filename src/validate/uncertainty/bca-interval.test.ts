import { describe, expect, test } from 'vitest';
import golden from '../../../test/golden/bca.json' with { type: 'json' };
import { randomKey } from '../../base/random.ts';
import { accelerationOf, bcaInterval } from './bca-interval.ts';
import { jackknifeGroups } from './jackknife-groups.ts';
import { percentileInterval } from './percentile-interval.ts';
import { replicatesOf, type Statistic, testedGroups } from './statistic.ts';

const alone = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

const weightedMean =
  (x: readonly number[]): Statistic =>
  (weights = new Float64Array(x.length).fill(1)) =>
    x.reduce((sum, value, i) => sum + weights[i]! * value, 0) / weights.reduce((sum, w) => sum + w, 0);

function weightedCorrelation(x: readonly number[], y: readonly number[]): Statistic {
  return (weights = new Float64Array(x.length).fill(1)) => {
    const mean = (value: (i: number) => number) => weightedMean(x.map((_, i) => value(i)))(weights);
    const [meanX, meanY] = [mean((i) => x[i]!), mean((i) => y[i]!)];
    const covariance = (a: readonly number[], meanA: number, b: readonly number[], meanB: number) =>
      mean((i) => (a[i]! - meanA) * (b[i]! - meanB));
    return covariance(x, meanX, y, meanY) / Math.sqrt(covariance(x, meanX, x, meanX) * covariance(y, meanY, y, meanY));
  };
}

/** Written by test/golden/bca.py; the versions are in the file. */
describe(`against scipy ${golden.versions.scipy} stats.bootstrap(method='BCa') on its own replicates, to 1e-10`, () => {
  test.each(golden.cases)('$name', ({ data, replicates, low, high }) => {
    const [x, y] = data as [number[], number[]?];
    const statistic = y ? weightedCorrelation(x, y) : weightedMean(x);
    const [jackknife] = jackknifeGroups([statistic], alone(x.length), randomKey(1));
    // Equal means come out equal to the bit in scipy; ours are summed in another order.
    const value = replicates.find((one) => Math.abs(one - statistic()) < 1e-14) ?? statistic();
    const interval = bcaInterval(value, Float64Array.from(replicates), jackknife!);
    expect(interval.method).toBe('bca');
    expect(Math.abs(interval.low - low)).toBeLessThan(1e-10);
    expect(Math.abs(interval.high - high)).toBeLessThan(1e-10);
  });
});

test('without bias and without skewness it is the percentile interval', () => {
  const replicates = Float64Array.from({ length: 1001 }, (_, r) => (r - 500) / 100);
  const bca = bcaInterval(0, replicates, Float64Array.of(-1, 0, 1));
  const plain = percentileInterval(0, replicates);
  expect(bca.low).toBeCloseTo(plain.low, 10);
  expect(bca.high).toBeCloseTo(plain.high, 10);
});

test('where all replicates lie on one side, the bounds are percentiles and say so', () => {
  const replicates = Float64Array.of(1, 2, 3);
  expect(bcaInterval(5, replicates, Float64Array.of(1, 2, 4))).toEqual(percentileInterval(5, replicates));
  expect(bcaInterval(Number.NaN, replicates, Float64Array.of(1, 2)).low).toBeNaN();
});

test('acceleration: a sixth of the skewness of the influences, nothing where there is no spread', () => {
  // influences 2, −1, −1: Σ u³ = 6, Σ u² = 6
  expect(accelerationOf(Float64Array.of(0, 3, 3))).toBeCloseTo(6 / (6 * 6 ** 1.5), 14);
  expect(accelerationOf(Float64Array.of(0.1, 0.1, 0.1))).toBe(0);
  expect(accelerationOf(Float64Array.of(0, Number.NaN, 3, 3))).toBe(accelerationOf(Float64Array.of(0, 3, 3)));
});

test('above 200 groups the jackknife leaves out blocks, and the acceleration stays within its noise', () => {
  const stream = randomKey(3).stream();
  const x = Array.from({ length: 3000 }, () => stream.normal() ** 2);
  const statistic = weightedMean(x);
  const [blocks] = jackknifeGroups([statistic], alone(3000), randomKey(4));
  expect(blocks!.length).toBe(200);
  const single = Float64Array.from(x, (value) => (statistic() * 3000 - value) / 2999);
  expect(Math.abs(accelerationOf(blocks!) - accelerationOf(single))).toBeLessThan(4 * (0.41 / 200));
});

test('samples that no repeat tested are never drawn', () => {
  const scorer = { value: () => 0 };
  const groups = testedGroups(Int32Array.of(7, 7, 8, 9, 9), [{ scorer, rows: Int32Array.of(1, 3, 4) }]);
  expect([...groups]).toEqual([-1, 0, -1, 1, 1]);
  const [drawn] = replicatesOf([(weights) => weights![0]! + weights![2]!], groups, randomKey(1), 20);
  expect([...drawn!]).toEqual(Array(20).fill(0));
});
