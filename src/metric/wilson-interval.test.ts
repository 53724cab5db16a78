import { expect, test } from 'vitest';
import { wilsonInterval } from './wilson-interval.ts';

test('Wilson intervals equal those of R 4.2.2 prop.test(correct = FALSE)', () => {
  for (const [successes, n, low, high] of [
    [3, 10, 0.107791267406301, 0.603221852538855],
    [0, 7, 0, 0.354330435066687],
    [40, 41, 0.874049379442258, 0.995681468431088],
  ] as const) {
    const interval = wilsonInterval(successes, n);
    expect(interval.low).toBeCloseTo(low, 12);
    expect(interval.high).toBeCloseTo(high, 12);
  }
});
