import { describe, expect, test } from 'vitest';
import { testContext } from '../../test/support/blocks.ts';
import { randomKey } from '../base/random.ts';
import { simulateCohort } from '../simulate/cohort.ts';
import { takeBlockPart } from '../table/block.ts';
import { classTarget, requireTask, takeTargetRows } from '../table/target.ts';
import { chooseAtOnce, chooseColumns } from './choose-columns.ts';
import { createColumnChoices } from './column-choices.ts';
import { fitOnRows } from './fit-on-rows.ts';
import { fitPipeline } from './pipeline.ts';
import { sharedScores } from './shared-scores.ts';
import { createStep, parseStep } from './step.ts';

const { expression, sheet } = simulateCohort({ samples: 60, features: 3000, random: randomKey(3), missing: 0.01 });
const labels = sheet.columns.find(({ name }) => name === 'subtype')!.values as string[];
const target = classTarget(labels, 'test');
const rows = Int32Array.from({ length: 45 }, (_, i) => i);

describe('fitOnRows', () => {
  test.each([
    [
      'a filter after columnwise steps',
      ['impute', 'drop-constant', { 'top-variance': 200 }, 'standardize', { clip: 2 }],
    ],
    ['two filters', ['impute', { 'top-variance': 500 }, 'standardize', { 'anova-f': 40 }]],
    ['a filter that keeps everything', ['impute', { 'top-variance': 5000 }, 'standardize']],
    ['a step before the filter that looks at whole samples', ['impute', 'cpm', { 'top-variance': 100 }]],
    ['no filter', ['impute', 'robust']],
  ])('%s: the same bits as fitting the steps in order', async (_, entries) => {
    const steps = await Promise.all(entries.map((entry) => createStep(parseStep(entry, 'test'))));
    const every = Int32Array.from(expression.features.keys());
    const whole = await fitPipeline(
      takeBlockPart(expression, rows, every),
      takeTargetRows(target, rows),
      steps.map((transform) => ({ transform })),
      testContext(),
    );
    const { fitted, columns, prepared } = await fitOnRows(expression, rows, target, steps, testContext());
    expect(prepared.features).toEqual(whole.prepared.features);
    expect(prepared.matrix.data).toEqual(whole.prepared.matrix.data);
    const test = Int32Array.from({ length: 15 }, (_, i) => 45 + i);
    const straight = whole.fitted.apply(takeBlockPart(expression, test, every));
    expect(fitted.apply(takeBlockPart(expression, test, columns)).matrix.data).toEqual(straight.matrix.data);
  });
});

describe('chooseAtOnce', () => {
  const codes = requireTask(target, 'classification', 'test').codes;
  // Three training sets as inner folds have them, and the rows they are taken from; the last rows are in none.
  const sets = [rows, ...[0, 1, 2].map((fold) => rows.filter((i) => i % 3 !== fold))];
  const matrix = { ...expression.matrix, data: expression.matrix.data.map((x) => Math.abs(x)) };
  const block = { ...expression, matrix };

  test.each([
    ['top-variance', ['impute', 'log2', 'drop-constant', { 'top-variance': 200 }]],
    ['anova-f', ['impute', { clip: 3 }, { 'anova-f': 200 }]],
  ])(
    '%s: the columns of each set are those that it chooses alone, from the same scores to 1e-12',
    async (_, entries) => {
      const steps = await Promise.all(entries.map((entry) => createStep(parseStep(entry, 'test'))));
      const filter = steps.at(-1)!;
      const before = steps.slice(0, -1);
      const shared = await sharedScores(block, sets, target, before, filter.selection!, testContext());
      expect(shared!.missing.length).toBeGreaterThan(100);
      const choices = createColumnChoices();
      await chooseAtOnce(block, sets, target, steps, choices, testContext());
      for (const [s, own] of sets.entries()) {
        const every = Uint32Array.from(block.features.keys());
        const ownTarget = takeTargetRows(target, own);
        const alone = await chooseColumns(block, own, every, ownTarget, before, filter.selection!, testContext());
        const known = () => Promise.reject(new Error('was not chosen'));
        expect(await choices.get(block, own, target, steps, known)).toEqual(alone);
        let part = takeBlockPart(block, own, every);
        for (const step of before) part = (await step.fit(part, ownTarget, testContext())).apply(part);
        const scores = filter.selection!.score(part, ownTarget);
        part.features.forEach((name, k) => {
          const j = block.features.indexOf(name);
          if (!shared!.missing.includes(j))
            expect(Math.abs(shared!.scores[s]![j]! / scores[k]! - 1)).toBeLessThan(1e-12);
        });
      }
    },
  );

  test('drops what is constant in a set, and only there', async () => {
    const j = completeColumn();
    const data = expression.matrix.data.slice();
    const n = expression.matrix.nRows;
    for (const i of sets[1]!) data[j * n + i] = 2.5;
    const steps = await Promise.all(
      ['drop-constant', { 'top-variance': 2999 }].map((entry) => createStep(parseStep(entry, 'test'))),
    );
    const changed = { ...expression, matrix: { ...expression.matrix, data } };
    const shared = await sharedScores(changed, sets, target, steps.slice(0, 1), steps[1]!.selection!, testContext());
    expect(shared!.scores.map((scores) => scores[j]! > Number.NEGATIVE_INFINITY)).toEqual([true, false, true, true]);
  });

  test('leaves to each set what hangs on more than moments, and a set of one class to its error', async () => {
    const ways = [
      ['standardize', { 'top-variance': 20 }],
      ['impute', { 'mutual-information': 20 }],
      ['drop-constant', { clip: 1 }, { 'top-variance': 20 }],
    ];
    for (const entries of ways) {
      const steps = await Promise.all(entries.map((entry) => createStep(parseStep(entry, 'test'))));
      const args = [target, steps.slice(0, -1), steps.at(-1)!.selection!, testContext()] as const;
      expect(await sharedScores(expression, sets, ...args)).toBeUndefined();
    }
    const anova = [await createStep(parseStep({ 'anova-f': 20 }, 'test'))];
    const one = rows.filter((i) => codes[i] === codes[0]);
    const choose = chooseAtOnce(expression, [rows, one], target, anova, createColumnChoices(), testContext());
    await expect(choose).rejects.toThrow(/at least 2 classes/);
  });

  /** A column without missing values. */
  function completeColumn(): number {
    const n = expression.matrix.nRows;
    return expression.features.findIndex(
      (_, j) => !expression.matrix.data.subarray(j * n, (j + 1) * n).some(Number.isNaN),
    );
  }
});
