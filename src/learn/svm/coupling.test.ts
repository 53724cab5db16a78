import { expect, it } from 'vitest';
import { randomKey } from '../../base/random.ts';
import { coupleProbabilities } from './coupling.ts';

it('returns the probabilities that the pairs were made of', () => {
  const p = [0.5, 0.2, 0.2, 0.1];
  const pairwise = p.flatMap((a, k) => p.slice(k + 1).map((b) => a / (a + b)));
  coupleProbabilities(pairwise, 4).forEach((share, k) => {
    expect(share).toBeCloseTo(p[k]!, 8);
  });
});

it('is where no shift from one class to another lowers the disagreement, on pairs that contradict each other', () => {
  const draws = randomKey(3).stream();
  for (let round = 0; round < 20; round++) {
    const nClasses = 3 + (round % 4);
    const pairwise = Array.from({ length: (nClasses * (nClasses - 1)) / 2 }, () => draws.uniform());
    const loss = (p: readonly number[]) => {
      let sum = 0;
      let at = 0;
      for (let k = 0; k < nClasses; k++) {
        for (let l = k + 1; l < nClasses; l++) {
          const r = pairwise[at++]!;
          sum += ((1 - r) * p[k]! - r * p[l]!) ** 2;
        }
      }
      return sum;
    };
    const p = coupleProbabilities(pairwise, nClasses);
    expect(p.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...p)).toBeGreaterThanOrEqual(0);
    for (let k = 1; k < nClasses; k++) {
      const shifted = (by: number) => loss(p.map((share, l) => share + (l === k ? by : l === 0 ? -by : 0)));
      expect((shifted(1e-5) - shifted(-1e-5)) / 2e-5).toBeCloseTo(0, 6);
    }
  }
});

it('stays finite when pairs are certain and contradict each other', () => {
  const p = coupleProbabilities([1, 0, 1], 3);
  p.forEach((share) => {
    expect(share).toBeCloseTo(1 / 3, 4);
  });
});
