import { describe, expect, test } from 'vitest';
import { randomKey } from '../../base/random.ts';
import { conformalSets, conformalThresholds, crossConformalSets } from './conformal-classes.ts';
import { conformalHalfWidth, crossConformalHalfWidths } from './conformal-interval.ts';
import type { HeldOutClasses } from './held-out.ts';
import { judgeConformalClasses, judgeConformalNumbers } from './judge-conformal.ts';

const SHARES = [0.7, 0.2, 0.1];

/** Three classes, the last one rare and hard; probabilities that are far too sure. */
function simulate(n: number, seed: number): HeldOutClasses {
  const random = randomKey(seed).stream();
  const truth = Int32Array.from({ length: n }, () => {
    const u = random.uniform();
    return u < SHARES[0]! ? 0 : u < SHARES[0]! + SHARES[1]! ? 1 : 2;
  });
  const probabilities = new Float64Array(3 * n);
  truth.forEach((k, i) => {
    const scores = [0, 1, 2].map((j) => Math.exp(3 * (random.normal() + (j === k ? 1.5 - 0.4 * k : 0))));
    const sum = scores.reduce((a, b) => a + b);
    scores.forEach((score, j) => {
      probabilities[3 * i + j] = score / sum;
    });
  });
  const groups = Int32Array.from(truth.keys());
  return { truth, probabilities, nClasses: 3, folds: groups.map((i) => i % 5), groups };
}

describe('class-conditional sets', () => {
  test('hold each class as often as promised, the rare and hard one too: mean over 400 draws', () => {
    // Coverage is exactly 1 − ⌊ε(n + 1)⌋/(n + 1) on average for n members of the class; its mean over draws is known to about 0.001.
    const covered = [0, 0, 0];
    const members = [0, 0, 0];
    for (let r = 0; r < 400; r++) {
      const thresholds = conformalThresholds(simulate(300, 2 * r), 0.1);
      const { truth, probabilities } = simulate(300, 2 * r + 1);
      const sets = conformalSets(probabilities, thresholds);
      truth.forEach((k, i) => {
        members[k]!++;
        covered[k]! += sets[3 * i + k]!;
      });
    }
    covered.forEach((count, k) => {
      const coverage = count / members[k]!;
      expect(coverage, `class ${k}`).toBeGreaterThan(0.9 - 0.005);
      // At most 1/(n + 1) above, some 30 members at the least.
      expect(coverage, `class ${k}`).toBeLessThan(0.94);
    });
  });

  test('a class with too few members to be ruled out is in every set', () => {
    const own = (members: number) => ({
      truth: new Int32Array(members),
      probabilities: Float64Array.from({ length: 2 * members }, (_, at) => (at % 2 === 0 ? 0.9 : 0.1)),
      nClasses: 2,
    });
    expect([...conformalThresholds(own(8), 0.1)]).toEqual([0, 0]);
    expect([...conformalThresholds(own(9), 0.1)]).toEqual([0.9, 0]);
  });

  test('a fold has no say in its own sets', () => {
    const held = simulate(200, 7);
    const turned = { ...held, truth: held.truth.map((k, i) => (held.folds[i] === 3 ? (k + 1) % 3 : k)) };
    const own = (sets: Uint8Array) => sets.filter((_, at) => held.folds[Math.floor(at / 3)] === 3);
    const before = crossConformalSets(held, held.folds, 0.2);
    const after = crossConformalSets(turned, held.folds, 0.2);
    expect(own(after)).toEqual(own(before));
    expect(after).not.toEqual(before);
  });

  test('judged: counts add up, and sets of one are right more often than answers are', () => {
    const held = simulate(1500, 9);
    const found = judgeConformalClasses(held, ['a', 'b', 'c'], held.folds, 0.1);
    const { empty, one, many } = found.sets;
    expect(empty + one + many).toBe(1500);
    expect(found.classes.reduce((sum, { samples }) => sum + samples, 0)).toBe(1500);
    for (const { coverage } of found.classes) {
      expect(coverage.low).toBeLessThanOrEqual(0.9);
      expect(coverage.high).toBeGreaterThanOrEqual(0.9);
    }
    // The hard class needs the larger sets.
    expect(found.classes[2]!.meanSize).toBeGreaterThan(found.classes[0]!.meanSize);
    expect(found.meanSize).toBeCloseTo(
      found.classes.reduce((sum, { samples, meanSize }) => sum + samples * meanSize, 0) / 1500,
      12,
    );
  });

  test('an error that is no share is refused', () => {
    expect(() => conformalThresholds(simulate(10, 1), 10)).toThrow(
      'conformal.error: must be above 0 and below 1, got 10',
    );
  });
});

describe('intervals of numbers', () => {
  const data = (n: number, seed: number) => {
    const random = randomKey(seed).stream();
    const predicted = Float64Array.from({ length: n }, () => random.normal());
    // Errors far from normal, and larger where the prediction is.
    return { predicted, truth: predicted.map((x) => x + random.normal() ** 3 * (1 + Math.abs(x))) };
  };

  test('hold the measurement as often as promised: mean over 300 draws of 50', () => {
    let covered = 0;
    for (let r = 0; r < 300; r++) {
      const q = conformalHalfWidth(data(50, 2 * r), 0.1);
      const { truth, predicted } = data(50, 2 * r + 1);
      covered += truth.filter((y, i) => Math.abs(y - predicted[i]!) <= q).length;
    }
    // ⌈0.9·51⌉/51 = 46/51 exactly, on average.
    expect(covered / 15_000).toBeGreaterThan(46 / 51 - 0.012);
    expect(covered / 15_000).toBeLessThan(46 / 51 + 0.012);
  });

  test('with fewer samples than could say, the width is infinite', () => {
    expect(conformalHalfWidth(data(8, 1), 0.1)).toBe(Number.POSITIVE_INFINITY);
    const nine = data(9, 1);
    expect(conformalHalfWidth(nine, 0.1)).toBe(Math.max(...nine.truth.map((y, i) => Math.abs(y - nine.predicted[i]!))));
  });

  test('a fold has no say in its width; thirds show where one width is too narrow', () => {
    const held = data(600, 4);
    const folds = Int32Array.from(held.truth, (_, i) => i % 5);
    const turned = { ...held, truth: held.truth.map((y, i) => (folds[i] === 1 ? y + 100 : y)) };
    const widths = crossConformalHalfWidths(held, folds, 0.1);
    const other = crossConformalHalfWidths(turned, folds, 0.1);
    expect(other[1]).toBe(widths[1]);
    expect(other[0]).not.toBe(widths[0]);
    const { coverage, thirds, samples } = judgeConformalNumbers(held, folds, 0.1);
    expect(samples).toBe(600);
    expect(coverage.low).toBeLessThan(0.9);
    expect(coverage.high).toBeGreaterThan(0.9);
    // The errors are larger at both ends.
    expect(thirds[1]!.coverage.value).toBeGreaterThan(thirds[0]!.coverage.value);
    expect(thirds[1]!.coverage.value).toBeGreaterThan(thirds[2]!.coverage.value);
  });
});
