import { expect, test } from 'vitest';
import { judgeRanking } from './judge-ranking.ts';

const truth = Float64Array.from({ length: 200 }, (_, i) => (i * 37) % 200);

test('the right order finds the best at once, the reverse at the end', () => {
  const right = judgeRanking(truth, truth, { best: 0.1, good: 'high' });
  expect([right.best, right.threshold, right.points.length]).toEqual([20, 180, 101]);
  expect(right.assays).toEqual([
    { share: 0.5, model: 10, random: (10 * 201) / 21, fewest: 10 },
    { share: 0.8, model: 16, random: (16 * 201) / 21, fewest: 16 },
  ]);
  expect(right.enrichment.map(({ times }) => times)).toEqual([10, 10, 10]);
  const reverse = judgeRanking(truth, truth, { best: 0.1, good: 'low' });
  expect(reverse.threshold).toBe(19);
  const wrong = judgeRanking(
    truth,
    truth.map((x) => -x),
    { best: 0.1, good: 'high' },
  );
  expect(wrong.assays.map(({ model }) => model)).toEqual([190, 196]);
});

test('one answer for all is random order', () => {
  const { points, enrichment } = judgeRanking(truth, new Float64Array(200), { best: 0.1, good: 'high' });
  for (const { tested, found } of points) expect(found).toBeCloseTo(tested / 200, 12);
  for (const { times } of enrichment) expect(times).toBeCloseTo(1, 12);
});

test('equal values of the truth are all among the best', () => {
  const ties = Float64Array.from([1, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
  expect(judgeRanking(ties, ties, { best: 0.1, good: 'high' }).best).toBe(3);
});
