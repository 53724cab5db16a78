import { expect, test } from 'vitest';
import { exampleInput } from '../../test/support/report-input.ts';
import { whyFacts } from './sections/reasons.ts';
import { fillFacts, WHY } from './why.ts';

test('every decision is explained at three levels, each in its own words', () => {
  for (const why of WHY) {
    const texts = [why.novice, why.intermediate, why.advanced];
    for (const text of texts) expect(text.length, why.decision).toBeGreaterThan(60);
    expect(new Set(texts).size).toBe(3);
  }
});

test('every fact that a text names is known', () => {
  const facts = whyFacts(exampleInput().record);
  for (const { novice, intermediate, advanced } of WHY) {
    expect(fillFacts(novice + intermediate + advanced, facts)).not.toMatch(/\{\w+\}/);
  }
});

test('a fact that is not known leaves its name, so that the gap is seen', () => {
  expect(fillFacts('{a} and {b}', { a: '1' })).toBe('1 and {b}');
});
