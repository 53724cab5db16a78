import { expect, test } from 'vitest';
import { blockOf, rowOf, testContext } from '../../test/support/blocks.ts';
import { createStep, parseStep } from './step.ts';

const LOCUS = ['129/155', '155|129', '129/129', 'NA/155', '160/155'];
const step = async (least: number) => createStep(parseStep({ 'allele-counts': least }, 'test'));

test('copies of each allele, whatever the order; missing in the whole locus; rare and new alleles have no feature', async () => {
  const train = blockOf(
    [0, 1, 2, 3, 4].map((code) => [code, code / 2]),
    [LOCUS, null],
  );
  const fitted = await (await step(2)).fit(train, null, testContext());
  const made = fitted.apply(structuredClone(train));
  expect(made.features).toEqual(['g0:129', 'g0:155', 'g1']);
  expect(made.ids.map((_, i) => rowOf(made, i))).toEqual([
    [1, 1, 0],
    [1, 1, 0.5],
    [2, 0, 1],
    [Number.NaN, Number.NaN, 1.5],
    [0, 1, 2],
  ]);
  const fresh = blockOf(
    [
      [0, 7],
      [Number.NaN, 8],
    ],
    [['131/155'], null],
  );
  const other = fitted.apply(fresh);
  expect([rowOf(other, 0), rowOf(other, 1)]).toEqual([
    [0, 1, 7],
    [Number.NaN, Number.NaN, 8],
  ]);
});

test('the order in which a block lists its words changes nothing', async () => {
  const codes = [0, 2, 1, 3, 4, 2];
  const turned = [...LOCUS].reverse();
  const [a, b] = [
    blockOf(
      codes.map((code) => [code]),
      [LOCUS],
    ),
    blockOf(
      codes.map((code) => [LOCUS.length - 1 - code]),
      [turned],
    ),
  ];
  const transform = await step(1);
  const [x, y] = [await transform.fit(a, null, testContext()), await transform.fit(b, null, testContext())];
  expect(x.toState()).toEqual(y.toState());
  expect(x.apply(a).matrix).toEqual(y.apply(b).matrix);
});
