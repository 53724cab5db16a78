import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { randomKey } from '../../base/random.ts';
import { fitSigmoid, sigmoid } from './sigmoid.ts';
import { fitSlope, softmax } from './softmax-slope.ts';

const { versions, sigmoid: golden } = JSON.parse(
  readFileSync(new URL('../../../test/golden/linear-svm.json', import.meta.url), 'utf8'),
);

describe('fitSigmoid', () => {
  it(`equals scikit-learn ${versions['scikit-learn']} to 1e-4`, () => {
    const { slope, offset } = fitSigmoid(Float64Array.from(golden.decisions), golden.positive);
    expect(slope).toBeCloseTo(golden.slope, 4);
    expect(offset).toBeCloseTo(golden.offset, 4);
  });

  it('stays finite and short of certainty on separated values, however large', () => {
    for (const scale of [1, 1e6]) {
      const f = Float64Array.from({ length: 20 }, (_, i) => scale * (i < 10 ? -1 : 1));
      const fit = fitSigmoid(
        f,
        Array.from(f, (value) => value > 0),
      );
      // The smoothed targets are 11/12 and 1/12.
      expect(sigmoid(fit, scale)).toBeCloseTo(11 / 12, 3);
      expect(sigmoid(fit, -scale)).toBeCloseTo(1 / 12, 3);
    }
  });

  it('gives the smoothed share of the class when the values say nothing', () => {
    const fit = fitSigmoid(
      new Float64Array(30),
      Array.from({ length: 30 }, (_, i) => i < 10),
    );
    expect(sigmoid(fit, 0)).toBeCloseTo((10 * (11 / 12) + 20 * (1 / 22)) / 30, 5);
  });
});

describe('fitSlope', () => {
  const draws = randomKey(4).stream();
  const codes = Int32Array.from({ length: 90 }, (_, i) => i % 3);
  const decisions = [0, 1, 2].map((k) => Float64Array.from(codes, (code) => draws.normal() + (code === k ? 1.5 : 0)));

  it('is where the derivative of the smoothed likelihood vanishes, computed by differences', () => {
    const loss = (slope: number) =>
      codes.reduce((sum, own, i) => {
        const shares = softmax(
          [0, 1, 2].map((k) => decisions[k]![i]!),
          slope,
        );
        return sum - shares.reduce((part, p, k) => part + (k === own ? 31 / 32 : 1 / 64) * Math.log(p), 0);
      }, 0);
    const slope = fitSlope(decisions, codes);
    expect(slope).toBeGreaterThan(0.5);
    expect((loss(slope + 1e-5) - loss(slope - 1e-5)) / 2e-5).toBeCloseTo(0, 4);
  });

  it('does not depend on the scale of the values, up to its own', () => {
    const scaled = decisions.map((f) => f.map((value) => 1000 * value));
    expect(1000 * fitSlope(scaled, codes)).toBeCloseTo(fitSlope(decisions, codes), 6);
  });

  it('is 0 when the values point the wrong way, and short of certainty when they separate', () => {
    const wrong = decisions.map((f) => f.map((value) => -value));
    expect(fitSlope(wrong, codes)).toBe(0);
    const apart = [0, 1, 2].map((k) => Float64Array.from(codes, (code) => (code === k ? 1 : -1)));
    expect(softmax([1, -1, -1], fitSlope(apart, codes))[0]).toBeCloseTo(31 / 32, 6);
  });
});
