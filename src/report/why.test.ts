import { expect, test } from 'vitest';
import { exampleInput } from '../../test/support/report-input.ts';
import { exampleClustering } from '../../test/support/report-input-clustering.ts';
import { exampleRegression } from '../../test/support/report-input-regression.ts';
import { exampleSurvival } from '../../test/support/report-input-survival.ts';
import { exampleUncertainty } from '../../test/support/report-input-uncertainty.ts';
import type { Task } from '../table/target.ts';
import type { RunRecord } from './record.ts';
import { whyFacts } from './sections/reasons.ts';
import { fillFacts, WHY, whyOf } from './why.ts';

test('every decision is explained at three levels, each in its own words', () => {
  for (const why of WHY) {
    const texts = [why.novice, why.intermediate, why.advanced];
    for (const text of texts) expect(text.length, why.decision).toBeGreaterThan(60);
    expect(new Set(texts).size).toBe(3);
  }
});

test('every fact that a text names is known, in a run of each task that has it', () => {
  for (const input of [exampleInput(), exampleRegression(), exampleSurvival(), exampleClustering()]) {
    const facts = whyFacts(input.record);
    for (const { novice, intermediate, advanced } of whyOf(input.record.study.task)) {
      expect(fillFacts(novice + intermediate + advanced, facts)).not.toMatch(/\{\w+\}/);
    }
  }
});

test('a reason stands where it belongs: what speaks of classes only beside classes', () => {
  const decisions = (task: Task) => whyOf(task).map(({ decision }) => decision);
  expect(decisions('classification')).toContain('Every part got its share of each class');
  for (const task of ['regression', 'survival'] as const) {
    expect(decisions(task).length).toBeGreaterThanOrEqual(9);
    const text = whyOf(task)
      .map((why) => why.novice + why.intermediate + why.advanced)
      .join(' ');
    expect(text).not.toMatch(/\bclass(es)?\b|macro-F1|\bROC\b/);
  }
  expect(decisions('survival')).not.toContain('R² is measured against the mean');
});

test('of a clustering nothing is called out of fold, and every decision is its own', () => {
  const reasons = whyOf('clustering');
  expect(reasons.length).toBeGreaterThanOrEqual(7);
  for (const { tasks } of reasons) expect(tasks).toEqual(['clustering']);
  const text = reasons.map((why) => why.novice + why.intermediate + why.advanced).join(' ');
  expect(text).not.toMatch(/inner fold|out-of-fold|\bpredicts\b/);
  expect(text).toContain('none is called out of fold');
});

test('what a run was not asked for is not explained in its report', () => {
  const asked = ['chosen-corrected', 'permutation', 'learning-curve', 'power'];
  const of = (input: { readonly record: RunRecord }) =>
    whyOf('classification', input.record).flatMap((why) => (why.of ? [why.of] : []));
  expect(of(exampleInput())).toEqual([]);
  expect(of(exampleUncertainty())).toEqual(asked);
});

test('a fact that is not known leaves its name, so that the gap is seen', () => {
  expect(fillFacts('{a} and {b}', { a: '1' })).toBe('1 and {b}');
});
