import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testContext } from '../../test/support/blocks.ts';
import { numberView, survivalView } from '../../test/support/learner-views.ts';
import type { Executor } from '../base/context.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import { matrixFromRows } from '../table/matrix.ts';
import { classTarget } from '../table/target.ts';
import { lassoOrder } from './lasso-order.ts';

interface Golden {
  versions: Record<string, string>;
  /** `entry`: for each feature the step at which it enters, from 1; 0: it does not. */
  tables: { X: number[][]; y: number[]; entry: number[] }[];
}
const path = new URL('../../test/golden/lasso-order.json', import.meta.url);
const golden: Golden = JSON.parse(readFileSync(path, 'utf8'));

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());

describe(`against glmnet ${golden.versions.glmnet}`, () => {
  it.each(golden.tables)('features enter in the same order (table of $X.length rows)', async ({ X, y, entry }) => {
    const target = classTarget(y.map(String), 'test');
    const expected = [...entry.keys()].filter((j) => entry[j]! > 0);
    const ctx = testContext(undefined, executor);
    const order = await lassoOrder(matrixFromRows(X), target, expected.length, 'test', ctx);
    const steps = order.map((j) => entry[j]!);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(order.toSorted((a, b) => a - b)).toEqual(expected);
  });
});

describe('numbers and survival times', () => {
  it.each([numberView(60, 40), survivalView(80, 40)])(
    '$target.task: the features that matter enter first',
    async ({ X, target }) => {
      const order = await lassoOrder(X, target, 2, 'test', testContext(undefined, executor));
      expect(order.toSorted()).toEqual([0, 1]);
    },
  );
});
