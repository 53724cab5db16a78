import { expect, test } from 'vitest';
import { blockOf, randomRows, testContext, turns } from '../../test/support/blocks.ts';
import { type Block, takeBlockPart, takeRowsOrAbsent } from '../table/block.ts';
import { columnOf } from '../table/matrix.ts';
import { absentFill } from './absent-rows.ts';
import { fitOnRows } from './fit-on-rows.ts';
import { restorePipeline } from './pipeline.ts';
import { createStep, parseStep } from './step.ts';

const N = 30;
const whole = blockOf(randomRows(N, 40));
/** Every third sample lacks the block. */
const gaps: Block = takeRowsOrAbsent(
  whole,
  whole.ids.map((_, i) => (i % 3 === 1 ? -1 : i)),
  whole.ids,
);
const rows = Int32Array.from({ length: 24 }, (_, i) => i);
const has = (i: number) => i % 3 !== 1;
const steps = await Promise.all(
  ['log2', { 'anova-f': 10 }, 'standardize'].map((entry) => createStep(parseStep(entry, 'test'))),
);

test('rows without the block teach nothing and get the median of each prepared feature', async () => {
  const target = turns(N);
  const apart = await fitOnRows(whole, rows.filter(has), target, steps, testContext());
  const found = await fitOnRows(gaps, rows, target, steps, testContext());
  expect(found.prepared.features).toEqual(apart.prepared.features);
  expect(found.prepared.ids).toEqual(whole.ids.slice(0, 24));
  expect([...found.prepared.present!]).toEqual([...rows].map((i) => Number(has(i))));
  const fill = absentFill(apart.prepared);
  for (let j = 0; j < 10; j++) {
    const [own, taught] = [columnOf(found.prepared.matrix, j), columnOf(apart.prepared.matrix, j)];
    expect([...own].filter((_, i) => has(i))).toEqual([...taught]);
    for (const i of rows) if (!has(i)) expect(own[i]).toBe(fill[j]);
    const sorted = [...taught].sort((a, b) => a - b);
    expect(fill[j]).toBeCloseTo((sorted[7]! + sorted[8]!) / 2, 6);
  }
});

test('new rows go the same way, through a model file too, and a whole block of absent rows is the fill', async () => {
  const { fitted, columns } = await fitOnRows(gaps, rows, turns(N), steps, testContext());
  const part = () => takeBlockPart(gaps, [24, 25, 26], columns);
  const applied = fitted.apply(part());
  const restored = await restorePipeline(fitted.toState(), fitted.inputFeatures);
  expect(restored.outputFeatures).toEqual(fitted.outputFeatures);
  expect(restored.apply(part())).toEqual(applied);
  expect([...applied.present!]).toEqual([1, 0, 1]);
  const none = takeRowsOrAbsent(part(), [-1, -1], ['x', 'y']);
  const filled = restored.apply(none);
  for (let j = 0; j < 10; j++) expect([...columnOf(filled.matrix, j)]).toEqual([fitted.fill![j]!, fitted.fill![j]!]);
});
