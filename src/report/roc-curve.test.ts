import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rocCurve } from './roc-curve.ts';

/** The curve of class 1 of two. */
function curveOf(score: readonly number[], positive: readonly boolean[]) {
  const probabilities = Float64Array.from(score.flatMap((s) => [1 - s, s]));
  return rocCurve({ truth: Int32Array.from(positive, Number), probabilities, nClasses: 2 }, 1);
}

test('a perfect order gives the corner and area 1, the reverse order area 0, one tie for all the diagonal', () => {
  const positive = [true, true, false, false];
  expect(curveOf([4, 3, 2, 1], positive)).toEqual({ x: [0, 0, 1], y: [0, 1, 1], auc: 1 });
  expect(curveOf([1, 2, 3, 4], positive)).toEqual({ x: [0, 1, 1], y: [0, 0, 1], auc: 0 });
  expect(curveOf([7, 7, 7, 7], positive)).toEqual({ x: [0, 1], y: [0, 1], auc: 0.5 });
});

test('the curve is not defined without a positive or without a negative', () => {
  expect(curveOf([1, 2], [true, true])).toBeNull();
  expect(curveOf([1, 2], [false, false])).toBeNull();
});

const scored = fc.array(fc.record({ score: fc.integer({ min: 0, max: 9 }), positive: fc.boolean() }), { minLength: 2 });

test('the area is the share of pairs in the right order, ties counted half, and the area under the corners kept', () => {
  fc.assert(
    fc.property(scored, (samples) => {
      const curve = curveOf(
        samples.map(({ score }) => score),
        samples.map(({ positive }) => positive),
      );
      fc.pre(curve !== null);
      const yes = samples.filter(({ positive }) => positive);
      const no = samples.filter(({ positive }) => !positive);
      const wins = yes.flatMap((a) => no.map((b) => (a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0)));
      const pairs = wins.reduce<number>((total, win) => total + win, 0) / wins.length;
      let under = 0;
      for (let i = 1; i < curve.x.length; i++) {
        under += (curve.x[i]! - curve.x[i - 1]!) * ((curve.y[i]! + curve.y[i - 1]!) / 2);
      }
      expect(curve.auc).toBeCloseTo(pairs, 12);
      expect(under).toBeCloseTo(pairs, 12);
      expect([curve.x[0], curve.y[0], curve.x.at(-1), curve.y.at(-1)]).toEqual([0, 0, 1, 1]);
    }),
  );
});
