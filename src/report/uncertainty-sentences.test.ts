import { expect, test } from 'vitest';
import { exampleInput } from '../../test/support/report-input.ts';
import { exampleUncertainty } from '../../test/support/report-input-uncertainty.ts';
import type { RunRecord } from './record.ts';
import {
  choiceSentence,
  comparisonSentence,
  comparisonsOfChosen,
  growthSentence,
  permutationSentence,
  powerSentence,
} from './uncertainty-sentences.ts';

const { record } = exampleUncertainty();
const sentences = [choiceSentence, comparisonSentence, permutationSentence, growthSentence, powerSentence];

test('what a run with everything asked says', () => {
  expect(sentences.map((sentence) => sentence(record))).toMatchInlineSnapshot();
});

test('a run that was asked for nothing says nothing', () => {
  for (const sentence of sentences) expect(sentence(exampleInput().record)).toBeNull();
});

test('a choice that flatters says so; a score that chance gives is called no evidence', () => {
  const { 'chosen-corrected': corrected, permutation, power, 'learning-curve': curve } = record;
  const changed: RunRecord = {
    ...record,
    'chosen-corrected': { 'macro-f1': { ...corrected!['macro-f1']!, value: 0.7 } },
    permutation: { ...permutation!, p: 0.31, observed: 0.2 },
    power: { ...power!, needed: null },
    'learning-curve': { ...curve!, gain: { value: 0.001, low: 0, high: 0.004 } },
  };
  expect(choiceSentence(changed)).toMatch(/quote the corrected value\.$/);
  expect(permutationSentence(changed)).toMatch(/no evidence of a relation\.$/);
  expect(powerSentence(changed)).toContain('not even 14,944 would reach 80');
  expect(growthSentence(changed)).toContain('would add little');
});

test('a comparison in which the chosen learner stands second is turned round', () => {
  const turned = comparisonsOfChosen({ ...record, chosen: 'forest' });
  expect(turned.map(({ other, role }) => [other, role])).toEqual([
    ['elastic-net', 'learner'],
    ['best-feature', 'baseline'],
  ]);
  expect(turned[0]!.byFold).toMatchObject({ value: -0.021, low: -0.055, high: 0.013 });
  expect(turned[0]!.shown).toBe(false);
  expect(turned[1]!.shown).toBe(true);
});
