import { describe, expect, test } from 'vitest';
import { randomKey } from '../../base/random.ts';
import { chooseThreshold, NOBODY, type ThresholdRule } from './choose-threshold.ts';
import { crossFittedThreshold } from './cross-fitted-threshold.ts';
import { decisionCurve, decisionCurveIntervals } from './decision-curve.ts';

const N = 120;
const stream = randomKey(5).stream();
const positive = Uint8Array.from({ length: N }, () => Number(stream.uniform() < 0.3));
// In steps, so that many are equal.
const scores = Float64Array.from(positive, (one) => Math.round(20 * (0.6 * stream.uniform() + 0.3 * one)) / 20);
const weights = Float64Array.from(positive, () => stream.below(3));

/** What each threshold would give, by counting. */
function count(threshold: number, w: Float64Array = new Float64Array(N).fill(1)) {
  const of = (wanted: (i: number) => boolean) => w.reduce((sum, one, i) => sum + (wanted(i) ? one : 0), 0);
  const truePositive = of((i) => positive[i] === 1 && scores[i]! >= threshold);
  const falsePositive = of((i) => positive[i] === 0 && scores[i]! >= threshold);
  const positives = of((i) => positive[i] === 1);
  return { truePositive, falsePositive, positives, negatives: of(() => true) - positives };
}
const everyThreshold = [...new Set(scores), NOBODY].sort((a, b) => a - b);

describe('chooseThreshold', () => {
  test.each([undefined, weights])('of costs has the least cost of all thresholds', (w) => {
    for (const ratio of [0.2, 1, 5, 30]) {
      const rule = { cost: { falsePositive: 1, falseNegative: ratio } };
      const cost = (threshold: number) => {
        const { truePositive, falsePositive, positives } = count(threshold, w);
        return falsePositive + ratio * (positives - truePositive);
      };
      const found = chooseThreshold({ positive, scores, ...(w ? { weights: w } : {}) }, rule);
      expect(cost(found)).toBeCloseTo(Math.min(...everyThreshold.map(cost)), 12);
    }
  });

  test('of a sensitivity is the highest that reaches it, of a specificity the lowest', () => {
    for (const share of [0.5, 0.8, 0.95, 1]) {
      const sensitivity = (t: number) => count(t).truePositive / count(t).positives;
      const specificity = (t: number) => 1 - count(t).falsePositive / count(t).negatives;
      const high = chooseThreshold({ positive, scores }, { sensitivity: share });
      expect(sensitivity(high)).toBeGreaterThanOrEqual(share);
      for (const t of everyThreshold.filter((t) => t > high)) {
        if (count(t).truePositive < count(high).truePositive) expect(sensitivity(t)).toBeLessThan(share);
      }
      const low = chooseThreshold({ positive, scores }, { specificity: share });
      expect(specificity(low)).toBeGreaterThanOrEqual(share);
      for (const t of everyThreshold.filter((t) => t < low)) {
        if (count(t).falsePositive > count(low).falsePositive) expect(specificity(t)).toBeLessThan(share);
      }
    }
  });

  test('calls nobody when a false alarm costs more than all misses together', () => {
    const top = scores.map((score, i) => (positive[i] === 1 ? score / 2 : 0.5 + score / 2));
    const rule = { cost: { falsePositive: 1000, falseNegative: 1 } };
    expect(chooseThreshold({ positive, scores: top }, rule)).toBe(NOBODY);
  });

  test.each<[ThresholdRule, string]>([
    [{ sensitivity: 95 }, 'threshold.sensitivity: must be above 0 and at most 1, got 95'],
    [{ cost: { falsePositive: 0, falseNegative: 1 } }, 'threshold.cost.falsePositive: must be a number above 0, got 0'],
  ])('refuses %j', (rule, message) => {
    expect(() => chooseThreshold({ positive, scores }, rule)).toThrow(message);
  });

  test('refuses samples of one kind', () => {
    expect(() => chooseThreshold({ positive: new Uint8Array(N), scores }, { sensitivity: 0.9 })).toThrow(
      'samples of the class and others, got one kind only',
    );
  });
});

describe('crossFittedThreshold', () => {
  const folds = Int32Array.from(positive, (_, i) => i % 4);

  test('judges a fold by a threshold in which it had no say', () => {
    const rule = { sensitivity: 0.9 };
    const found = crossFittedThreshold({ positive, scores }, folds, rule);
    const turned = positive.map((one, i) => (folds[i] === 2 ? 1 - one : one));
    const other = crossFittedThreshold({ positive: turned, scores }, folds, rule);
    expect(other.byFold[2]).toBe(found.byFold[2]);
    expect(other.threshold).not.toBe(found.threshold);
    const calls = (calls: Uint8Array) => calls.filter((_, i) => folds[i] === 2);
    expect(calls(other.calls)).toEqual(calls(found.calls));
    found.calls.forEach((call, i) => {
      expect(call).toBe(Number(scores[i]! >= found.byFold[folds[i]!]!));
    });
  });

  test('does not flatter itself: on noise the calls of least cost are worth no more than none', () => {
    // Scores that say nothing, a miss and a false alarm at equal cost, half of each: 0.5 is what chance costs.
    const costs = Array.from({ length: 60 }, (_, r) => {
      const random = randomKey(r).stream();
      const truth = Uint8Array.from({ length: 40 }, (_, i) => i % 2);
      const noise = Float64Array.from(truth, () => random.uniform());
      const { calls } = crossFittedThreshold(
        { positive: truth, scores: noise },
        Int32Array.from(truth, (_, i) => Math.floor(i / 2) % 5),
        { cost: { falsePositive: 1, falseNegative: 1 } },
      );
      return calls.filter((call, i) => call !== truth[i]).length / 40;
    });
    const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
    expect(mean).toBeGreaterThan(0.47);
  });
});

describe('decisionCurve', () => {
  test.each([undefined, weights])('is what counting gives', (w) => {
    for (const { threshold, model, all } of decisionCurve({ positive, scores, ...(w ? { weights: w } : {}) })) {
      const { truePositive, falsePositive, positives, negatives } = count(threshold, w);
      const odds = threshold / (1 - threshold);
      expect(model).toBeCloseTo((truePositive - falsePositive * odds) / (positives + negatives), 12);
      expect(all).toBeCloseTo((positives - negatives * odds) / (positives + negatives), 12);
    }
  });

  test('acting on all is worth nothing at the prevalence, everything at 0', () => {
    const curve = decisionCurve({ positive, scores }, 0.2, [1e-9, 0.2]);
    expect(curve[0]!.all).toBeCloseTo(0.2, 6);
    expect(curve[1]!.all).toBeCloseTo(0, 14);
    // Everyone has a score above 1e-9 but those at 0: there the model acts on all.
    expect(curve[0]!.model).toBeCloseTo(0.2 * (count(1e-9).truePositive / count(1e-9).positives), 6);
  });

  test('a perfect model is worth the prevalence everywhere', () => {
    const perfect = Float64Array.from(positive);
    for (const { model } of decisionCurve({ positive, scores: perfect }, 0.07)) expect(model).toBeCloseTo(0.07, 14);
  });

  test('with intervals around the same curve', () => {
    const groups = Int32Array.from(positive.keys());
    const found = decisionCurveIntervals({ positive, scores, weights }, groups, randomKey(1), 0.1);
    decisionCurve({ positive, scores, weights }, 0.1).forEach(({ threshold, model, all }, t) => {
      expect(found[t]).toMatchObject({ threshold, all });
      expect(found[t]!.model.value).toBeCloseTo(model, 14);
      expect(found[t]!.model.low).toBeLessThanOrEqual(model);
      expect(found[t]!.model.high).toBeGreaterThanOrEqual(model);
    });
  });
});
