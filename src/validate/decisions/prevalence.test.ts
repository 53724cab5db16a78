import { describe, expect, test } from 'vitest';
import { exp } from '../../base/elementary.ts';
import { ParamError } from '../../base/errors.ts';
import { randomKey } from '../../base/random.ts';
import { answersAtPrevalence } from './answers-at-prevalence.ts';
import { predictiveValues } from './predictive-values.ts';
import { priorsAt, shiftPriors } from './prior-shift.ts';

test('the prevalence oracle: .78, .73 at .078 are worth PPV .196 and NPV .975', () => {
  const { ppv, npv } = predictiveValues({ sensitivity: 0.78, specificity: 0.73, prevalence: 0.078 });
  expect(ppv).toBeCloseTo(0.196, 3);
  expect(npv).toBeCloseTo(0.975, 3);
});

describe('predictiveValues', () => {
  test('of a test that calls nobody has no PPV, and as NPV what was known before', () => {
    const { ppv, npv } = predictiveValues({ sensitivity: 0, specificity: 1, prevalence: 0.3 });
    expect(ppv).toBeNaN();
    expect(npv).toBeCloseTo(0.7, 15);
  });
  test('refuses a share that is none', () => {
    const wrong = { sensitivity: 0.5, specificity: 0.5, prevalence: 7.8 };
    expect(() => predictiveValues(wrong)).toThrow('predictiveValues.prevalence: must be from 0 to 1, got 7.8');
  });
});

describe('shiftPriors', () => {
  /** P(class 1 | x) of normal densities at −1 and 1 where class 1 is as frequent as stated. */
  const posterior = (x: number, share: number) => 1 / (1 + ((1 - share) / share) * exp(-2 * x));

  test('turns the posteriors of one place into those of another exactly', () => {
    const xs = [-3, -1, -0.2, 0, 0.4, 2, 5];
    const rows = (share: number) =>
      Float64Array.from(xs.flatMap((x) => [1 - posterior(x, share), posterior(x, share)]));
    const shifted = shiftPriors(rows(0.5), [0.5, 0.5], [0.92, 0.08]);
    rows(0.08).forEach((p, at) => {
      expect(shifted[at]).toBeCloseTo(p, 14);
    });
  });

  test('to where they are changes nothing, and there and back is where it was', () => {
    const rows = Float64Array.of(0.2, 0.3, 0.5, 0.9, 0.1, 0);
    const here = [0.5, 0.3, 0.2];
    const there = [0.1, 0.1, 0.8];
    [shiftPriors(rows, here, here), shiftPriors(shiftPriors(rows, here, there), there, here)].forEach((back) => {
      rows.forEach((p, at) => {
        expect(back[at]).toBeCloseTo(p, 14);
      });
    });
  });

  test('of a class that is nowhere there leaves what is; with nothing left, the shares', () => {
    expect([...shiftPriors(Float64Array.of(0.6, 0.4), [0.5, 0.5], [0, 1])]).toEqual([0, 1]);
    expect([...shiftPriors(Float64Array.of(1, 0), [0.5, 0.5], [0, 1])]).toEqual([0, 1]);
  });
});

describe('priorsAt', () => {
  const classes = ['a', 'b', 'c'];
  const shares = [0.5, 0.4, 0.1];

  test('keeps what is stated and shares the rest in proportion', () => {
    expect(priorsAt({ c: 0.46 }, classes, shares)).toEqual([0.3, expect.closeTo(0.24, 14), 0.46]);
    expect(priorsAt({ y: 0.08 }, ['x', 'y'], [0.5, 0.5])).toEqual([0.92, 0.08]);
    expect(priorsAt({}, classes, shares)).toEqual(shares);
  });

  test.each([
    [{ d: 0.1 }, "no class 'd'; the classes are: a, b, c"],
    [{ a: 15 }, 'prevalence.a: must be above 0 and below 1, got 15'],
    [{ a: 0.7, b: 0.3 }, 'the shares must sum to less than 1, got 1'],
    [{ a: 0.7, b: 0.2, c: 0.2 }, 'the shares must sum to 1, got 1.0999999999999999'],
  ])('refuses %j', (stated, message) => {
    expect(() => priorsAt(stated as Record<string, number>, classes, shares)).toThrow(ParamError);
    expect(() => priorsAt(stated as Record<string, number>, classes, shares)).toThrow(message);
  });
});

describe('answersAtPrevalence', () => {
  /** 78 of 100 with, 73 of 100 without the condition get it right. */
  const truth = Int32Array.from({ length: 200 }, (_, i) => Number(i < 100));
  const probabilities = Float64Array.from({ length: 200 }, (_, i) =>
    i < 100 ? (i < 78 ? 0.9 : 0.2) : i < 173 ? 0.2 : 0.9,
  ).reduce((all, p, i) => all.fill(1 - p, 2 * i, 2 * i + 1).fill(p, 2 * i + 1, 2 * i + 2), new Float64Array(400));
  const folds = Int32Array.from(truth, (_, i) => i % 5);
  const groups = Int32Array.from(truth.keys());
  const data = { truth, probabilities, nClasses: 2, folds, groups };
  const found = answersAtPrevalence(data, 1, { priors: [0.922, 0.078], learned: [0.5, 0.5], random: randomKey(1) });

  test('gives the oracle from rows, inside its intervals', () => {
    const { sensitivity, specificity, ppv, npv } = found.asAnswered;
    expect(sensitivity.value).toBeCloseTo(0.78, 14);
    expect(specificity.value).toBeCloseTo(0.73, 14);
    expect(ppv.value).toBeCloseTo(0.196, 3);
    expect(npv.value).toBeCloseTo(0.975, 3);
    for (const { value, low, high } of [ppv, npv]) {
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
  });

  test('re-weighted, nobody is sure enough any more: 0.9 among equals is 0.43 at .078', () => {
    expect(shiftPriors(Float64Array.of(0.1, 0.9), [0.5, 0.5], [0.922, 0.078])[1]).toBeCloseTo(0.4323, 4);
    expect(found.reweighted.sensitivity.value).toBe(0);
    expect(found.reweighted.ppv.value).toBeNaN();
  });

  test('with three classes the others count as often as they are there', () => {
    // Class 0 is never taken for class 2, half of class 1 is: the specificity follows their shares.
    const three = {
      truth: Int32Array.of(0, 0, 1, 1, 2, 2),
      probabilities: Float64Array.of(
        ...[1, 0, 0],
        ...[1, 0, 0],
        ...[0, 1, 0],
        ...[0, 0, 1],
        ...[0, 0, 1],
        ...[0, 0, 1],
      ),
      nClasses: 3,
      folds: Int32Array.of(0, 1, 0, 1, 0, 1),
      groups: Int32Array.of(0, 1, 2, 3, 4, 5),
    };
    const at = (priors: number[]) =>
      answersAtPrevalence(three, 2, { priors, learned: [1 / 3, 1 / 3, 1 / 3], random: randomKey(1) }).asAnswered;
    expect(at([0.4, 0.4, 0.2]).specificity.value).toBeCloseTo(0.75, 14);
    expect(at([0.72, 0.08, 0.2]).specificity.value).toBeCloseTo(0.95, 14);
    expect(at([0.72, 0.08, 0.2]).ppv.value).toBeCloseTo(0.2 / (0.2 + 0.04), 14);
  });
});
