import { describe, expect, test } from 'vitest';
import { randomKey } from '../../base/random.ts';
import { binomialUpper } from '../../numeric/binomial-limits.ts';
import type { HeldOutClasses } from './held-out.ts';
import { judgeReject } from './judge-reject.ts';
import { riskCoverage } from './risk-coverage.ts';
import { chowThreshold, fewestForTarget, selectAnswers } from './select-answers.ts';

/** Answers whose chance to be wrong is what the confidence leaves, so that the risk beyond any threshold is known: (1 − t)/2 on [½, 1]. */
function simulate(n: number, seed: number) {
  const random = randomKey(seed).stream();
  const confidence = Float64Array.from({ length: n }, () => 0.5 + random.uniform() / 2);
  const wrong = Uint8Array.from(confidence, (p) => Number(random.uniform() >= p));
  return { confidence, wrong, groups: Int32Array.from(confidence.keys()) };
}
const trueRisk = (threshold: number) => (1 - threshold) / 2;

describe('riskCoverage', () => {
  test('by hand: 0.9 right, 0.8 right and wrong, 0.6 wrong', () => {
    const { points, aurc, best } = riskCoverage(Float64Array.of(0.8, 0.6, 0.9, 0.8), Uint8Array.of(1, 1, 0, 0));
    expect(points).toEqual([
      { coverage: 0.25, risk: 0, confidence: 0.9 },
      { coverage: 0.75, risk: 1 / 3, confidence: 0.8 },
      { coverage: 1, risk: 0.5, confidence: 0.6 },
    ]);
    expect(aurc).toBeCloseTo((0 + 2 / 3 + 0.5) / 4, 15);
    expect(best).toBeCloseTo((0 + 0 + 1 / 3 + 2 / 4) / 4, 15);
  });

  test('a weight of 2 is a sample twice, of 0 none', () => {
    const confidence = Float64Array.of(0.9, 0.7, 0.6, 0.55);
    const wrong = Uint8Array.of(0, 1, 0, 1);
    const twice = riskCoverage(Float64Array.of(0.9, 0.7, 0.7, 0.6), Uint8Array.of(0, 1, 1, 0));
    expect(riskCoverage(confidence, wrong, Float64Array.of(1, 2, 1, 0))).toEqual(twice);
  });

  test('a sure order reaches the best area', () => {
    const { aurc, best } = riskCoverage(Float64Array.of(0.9, 0.8, 0.7, 0.6), Uint8Array.of(0, 0, 1, 1));
    expect(aurc).toBeCloseTo(best, 15);
  });
});

describe('selectAnswers', () => {
  test('keeps its promise: over 300 draws the true risk is above the target in at most 5 %, and answers are given', () => {
    let broken = 0;
    let coverage = 0;
    for (let r = 0; r < 300; r++) {
      const { threshold, bound, coverage: share } = selectAnswers(simulate(400, r), { maxError: 0.15 });
      if (threshold === null) continue;
      expect(bound).toBeLessThanOrEqual(0.15);
      broken += Number(trueRisk(threshold) > 0.15);
      coverage += share / 300;
    }
    expect(broken).toBeLessThanOrEqual(15);
    // The threshold of risk 0.15 is 0.7, a coverage of 0.6: what certainty costs at 400 samples.
    expect(coverage).toBeGreaterThan(0.2);
    expect(coverage).toBeLessThan(0.6);
  });

  test('with many samples comes near the best threshold there is', () => {
    const { threshold, coverage } = selectAnswers(simulate(40_000, 1), { maxError: 0.15 });
    expect(threshold).toBeGreaterThan(0.7);
    expect(threshold).toBeLessThan(0.73);
    expect(coverage).toBeCloseTo(0.55, 2);
  });

  test('vouches for nothing with fewer samples than could', () => {
    const target = { maxError: 0.05 };
    const fewest = fewestForTarget(target);
    expect(fewest).toBe(Math.ceil(Math.log(0.05 / 4) / Math.log(0.95)));
    const perfect = (n: number) => ({
      confidence: new Float64Array(n).fill(0.9),
      wrong: new Uint8Array(n),
      groups: Int32Array.from({ length: n }, (_, i) => i),
    });
    expect(selectAnswers(perfect(fewest - 1), target).threshold).toBeNull();
    expect(selectAnswers(perfect(fewest), target)).toMatchObject({ threshold: 0.9, coverage: 1 });
  });

  test('a group counts once, and as wrong when any of its answers is', () => {
    const of = (groups: Int32Array, wrong: Uint8Array) =>
      selectAnswers({ confidence: new Float64Array(400).fill(0.9), wrong, groups }, { maxError: 0.2 });
    const apart = Int32Array.from({ length: 400 }, (_, i) => i);
    const pairs = apart.map((i) => i >> 1);
    const none = new Uint8Array(400);
    expect(of(pairs, none).bound).toBeGreaterThan(of(apart, none).bound);
    const one = none.map((_, i) => Number(i % 40 === 0));
    expect(of(apart, one).bound).toBe(binomialUpper(10, 400, 0.05 / 4));
    expect(of(pairs, one).bound).toBe(binomialUpper(10, 200, 0.05 / 4));
  });
});

test('Chow withholds when an answer would cost more than none', () => {
  expect(chowThreshold({ error: 1, reject: 0.2 })).toBeCloseTo(0.8, 15);
  expect(chowThreshold({ error: 1, reject: 2 })).toBe(0);
  expect(() => chowThreshold({ error: 0, reject: 1 })).toThrow('reject.cost.error: must be a number above 0, got 0');
});

describe('judgeReject', () => {
  /** Two classes, the first answered always: `wrong` is then the truth. */
  function data(n: number, seed: number): HeldOutClasses {
    const { confidence, wrong, groups } = simulate(n, seed);
    const probabilities = new Float64Array(2 * n);
    confidence.forEach((p, i) => {
      probabilities[2 * i] = p;
      probabilities[2 * i + 1] = 1 - p;
    });
    return { truth: Int32Array.from(wrong), probabilities, nClasses: 2, folds: groups.map((i) => i % 5), groups };
  }

  test('of held-out answers stays under the target within binomial noise, draw after draw', () => {
    for (let r = 0; r < 40; r++) {
      const held = data(300, r);
      const { target } = judgeReject(held, held.folds, { maxError: 0.25 }, randomKey(r));
      expect(target!.error.low).toBeLessThanOrEqual(0.25);
      expect(target!.answered).toBeGreaterThan(0);
    }
  });

  test('Chow at probabilities that are right pays less than answering all, and never more than withholding all', () => {
    const held = data(2000, 3);
    const { chow, risk, aurc, best } = judgeReject(held, held.folds, { cost: { error: 1, reject: 0.2 } }, randomKey(1));
    expect(chow!.threshold).toBeCloseTo(0.8, 15);
    expect(chow!.mean.without).toBeCloseTo(risk, 15);
    expect(chow!.mean.withOption.value).toBeLessThan(0.2);
    expect(aurc.value).toBeGreaterThan(best);
    expect(aurc.value).toBeLessThan(risk);
  });
});
