import { describe, expect, test } from 'vitest';
import { testContext } from '../../test/support/blocks.ts';
import { randomKey } from '../base/random.ts';
import { simulateCohort } from '../simulate/cohort.ts';
import { takeBlockPart } from '../table/block.ts';
import { classTarget, takeTargetRows } from '../table/target.ts';
import { fitOnRows } from './fit-on-rows.ts';
import { fitPipeline } from './pipeline.ts';
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
