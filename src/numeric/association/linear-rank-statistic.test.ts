import { expect, test } from 'vitest';
import { normalTail } from '../special/normal.ts';
import { linearRankStatistic } from './linear-rank-statistic.ts';

const values = [1.1, 2, 2, 3.5, 0.7, 4, 4, 9];
const group = [1, 0, 1, 1, 0, 1, 0, 1];

function orders<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, at) => orders(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}

test('of two groups it is the rank-sum test, ties and all', () => {
  const { excess, variance } = linearRankStatistic(values, group);
  // R 4.2.2, wilcox.test(exact = FALSE, correct = FALSE, alternative = "greater")
  expect(normalTail(excess / Math.sqrt(variance))).toBeCloseTo(0.225307254954736, 12);
});

test('expectation and variance are those over every order of the scores', () => {
  const scores = [0.3, -1, 2, 2, 0, 5];
  const own = values.slice(0, 6);
  const all = orders(scores).map((shuffled) => linearRankStatistic(own, shuffled).excess);
  expect(all.reduce((sum, v) => sum + v, 0) / all.length).toBeCloseTo(0, 10);
  const variance = all.reduce((sum, v) => sum + v * v, 0) / all.length;
  expect(linearRankStatistic(own, scores).variance).toBeCloseTo(variance, 10);
  expect(linearRankStatistic([2, 2, 2], [1, 2, 3])).toEqual({ excess: 0, variance: 0 });
});
