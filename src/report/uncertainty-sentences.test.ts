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
  expect(sentences.map((sentence) => sentence(record))).toMatchInlineSnapshot(`
    [
      "Elastic-net was picked as the best of 2 learners by the very predictions that it is scored on, which flatters it. Picked on part of the samples and scored on the rest, over and over, the best reaches macro-F1 0.81 (95 % interval 0.75–0.86), beside the 0.81 as it stands: here the choice costs next to nothing.",
      "That elastic-net is better than random forest is not shown: at least one of the two tests leaves it open. That elastic-net is better than the best single feature is shown.",
      "With PAM50 dealt out anew among the patients, 200 times, and everything learned again, elastic-net reaches macro-F1 0.20 on average and 0.22 or better in one of twenty; on the data as they are 0.81 (p = 0.005): that is more than chance gives. The p value does not pay for this learner having been picked as the best of 2; multiplied by 2 (p = 0.01) it does. No smaller p can come of 200 permutations.",
      "Learned from 747 samples, macro-F1 is 0.81; the curve through the smaller parts expects 0.84 of twice as many, a gain of 0.02 (95 % interval 0.01–0.04): more samples would help. The law is continued beyond the data, so take it for a guide.",
      "If the difference seen here is the true one, a cohort of 934 patients shows elastic-net to be better than the best single feature with a chance of 61 %; about 1,500 reach 80 %. Assumed are patients like these and growth as on the learning curve. This is for planning the next study, not a second test of this one.",
    ]
  `);
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
  expect(turned[0]!.byFold!.value).toBe(-0.021);
  expect(turned[0]!.byFold!.low).toBeCloseTo(-0.055, 12);
  expect(turned[0]!.byFold!.high).toBeCloseTo(0.013, 12);
  expect(turned[0]!.shown).toBe(false);
  expect(turned[1]!.shown).toBe(true);
});
