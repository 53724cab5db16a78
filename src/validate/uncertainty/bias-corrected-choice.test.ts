import { describe, expect, test } from 'vitest';
import { randomKey } from '../../base/random.ts';
import { metricByName } from '../../metric/registry.ts';
import { scorer } from '../../metric/scorer.ts';
import { biasCorrectedChoice } from './bias-corrected-choice.ts';

const metric = metricByName('accuracy');
const alone = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

/** A learner that is right in each of n samples with this chance. */
function learner(right: number, n: number, seed: number) {
  const stream = randomKey(seed).stream();
  const codes = new Int32Array(n);
  const probabilities = new Float64Array(2 * n);
  codes.forEach((_, i) => {
    probabilities.set(stream.uniform() < right ? [1, 0] : [0, 1], 2 * i);
  });
  const target = { task: 'classification' as const, classes: ['a', 'b'], codes };
  return [{ scorer: scorer(target, { task: 'classification', classes: target.classes, probabilities }) }];
}

describe('biasCorrectedChoice', () => {
  test('of ten learners of equal skill the naive best is too good; the corrected score is not', () => {
    const n = 60;
    let naive = 0;
    let corrected = 0;
    const studies = 60;
    for (let study = 0; study < studies; study++) {
      const learners = Array.from({ length: 10 }, (_, l) => learner(0.7, n, 1000 * study + l));
      naive += Math.max(...learners.map(([one]) => one!.scorer.value(metric)));
      const options = { metric, metrics: [metric], groups: alone(n), random: randomKey(study), replicates: 60 };
      corrected += biasCorrectedChoice(learners, options).accuracy!.value;
    }
    expect(naive / studies).toBeGreaterThan(0.76);
    // The standard error of the mean over 60 studies is about 0.006.
    expect(Math.abs(corrected / studies - 0.7)).toBeLessThan(0.02);
  });

  test('a learner that is truly the best is paid for almost nothing', () => {
    const learners = [learner(0.9, 200, 1), learner(0.6, 200, 2)];
    const options = { metric, metrics: [metric], groups: alone(200), random: randomKey(1), replicates: 200 };
    const { value, low, high, method } = biasCorrectedChoice(learners, options).accuracy!;
    expect(method).toBe('bbc-cv');
    expect(Math.abs(value - learners[0]![0]!.scorer.value(metric))).toBeLessThan(0.01);
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
  });

  test('a metric that is undefined on every set is left out', () => {
    const options = { metric, metrics: [metricByName('roc-auc')], groups: alone(20), random: randomKey(1) };
    expect(biasCorrectedChoice([learner(0.5, 20, 1)], { ...options, replicates: 20 })).toEqual({});
  });
});
