import { describe, expect, test } from 'vitest';
import { testContext, turns } from '../../test/support/blocks.ts';
import { sealed, sparseTable, toSparse, withBases } from '../../test/support/sparse-tables.ts';
import { NumericError } from '../base/errors.ts';
import { type Block, takeBlockPart } from '../table/block.ts';
import { densified, isSparse, type Matrix } from '../table/matrix.ts';
import type { Target } from '../table/target.ts';
import { fitOnRows } from './fit-on-rows.ts';
import { fitPipeline, restorePipeline } from './pipeline.ts';
import { createStep, parseStep } from './step.ts';

const n = 31;
const p = 14;
const blockOf = (matrix: Matrix): Block => ({
  name: 'test',
  kind: 'mutation',
  ids: Array.from({ length: matrix.nRows }, (_, i) => `s${i}`),
  features: Array.from({ length: matrix.nCols }, (_, j) => `g${j}`),
  matrix,
});
/** Values that are missing, a constant column of zeros and one of ones. */
function table(missing = true): Matrix {
  const X = sparseTable(n, p, 0.2);
  if (missing) for (const at of [3, 40, 41, 100]) X.data[at] = Number.NaN;
  X.data.fill(0, 5 * n, 6 * n);
  X.data.fill(1, 6 * n, 7 * n);
  return X;
}
const forms: readonly (readonly [string, (X: Matrix) => Matrix])[] = [
  ['entries that are not 0', toSparse],
  ['bases', withBases],
];
const survival: Target = {
  task: 'survival',
  times: Float64Array.from({ length: n }, (_, i) => 1 + ((i * 7) % n)),
  events: Uint8Array.from({ length: n }, (_, i) => Number(i % 3 > 0)),
};
const numbers: Target = { task: 'regression', values: Float64Array.from({ length: n }, (_, i) => (i * 11) % 17) };
const step = (entry: unknown) => createStep(parseStep(entry, 'test'));

/** Steps that keep a table sparse. */
const KEEPS: readonly (readonly [unknown, Target])[] = [
  [{ impute: 'median' }, turns(n)],
  [{ impute: 'mean' }, turns(n)],
  [{ impute: 'zero' }, turns(n)],
  ['drop-constant', turns(n)],
  ['log2', turns(n)],
  [{ log2: { offset: 0.5 } }, turns(n)],
  ['arcsinh', turns(n)],
  [{ clip: 1 }, turns(n)],
  ['standardize', turns(n)],
  ['min-max', turns(n)],
  ['robust', turns(n)],
  [{ 'top-variance': 5 }, turns(n)],
  [{ 'top-variance': 500 }, turns(n)],
  [{ 'anova-f': 5 }, turns(n)],
  [{ 'anova-f': 5 }, numbers],
  [{ 'anova-f': 5 }, survival],
  [{ 'mutual-information': 5 }, turns(n)],
];

describe.each(KEEPS)('%o', (entry, target) => {
  test.each(forms)('keeps a table of %s sparse, with the bits that it gives to the dense one', async (_, form) => {
    const transform = await step(entry);
    const wanted = await transform.fit(blockOf(table()), target, testContext());
    const fitted = await transform.fit(blockOf(sealed(form(table()))), target, testContext());
    expect(fitted.toState()).toEqual(wanted.toState());
    expect([transform.sparse, fitted.sparse]).toEqual([true, true]);
    const dense = wanted.apply(blockOf(table()));
    const kept = fitted.apply(blockOf(sealed(form(table()))));
    expect(isSparse(kept.matrix)).toBe(true);
    expect(kept.features).toEqual(dense.features);
    expect(densified(kept.matrix)).toEqual(dense.matrix);
  });
});

const PIPELINES: readonly (readonly [string, readonly unknown[], boolean])[] = [
  ['of steps that keep it so', ['impute', 'drop-constant', 'log2', 'standardize', { clip: 2 }], true],
  ['filtered after columnwise steps', [{ impute: 'zero' }, 'standardize', { 'anova-f': 4 }, 'min-max'], true],
  ['with a step for dense tables in the middle', ['impute', 'rank', 'standardize'], false],
  ['with columns for what was missing', [{ impute: { indicator: true } }, 'standardize'], false],
  ['counts per million', ['impute', 'cpm', { 'top-variance': 6 }], false],
];

describe.each(PIPELINES)('a pipeline %s', (_, entries, staysSparse) => {
  test.each(forms)(
    'on rows of a table of %s: the bits of the dense one, also for new rows and restored',
    async (_, form) => {
      const rows = Int32Array.from({ length: n }, (_, i) => i).filter((i) => i % 4 !== 1);
      const others = Int32Array.from({ length: n }, (_, i) => i).filter((i) => i % 4 === 1);
      const steps = await Promise.all(entries.map(step));
      const target = turns(n);
      const dense = blockOf(table());
      const lean = blockOf(form(table()));
      const wanted = await fitOnRows(dense, rows, target, steps, testContext());
      const got = await fitOnRows(lean, rows, target, steps, testContext());
      expect(got.fitted.toState()).toEqual(wanted.fitted.toState());
      expect(got.columns).toEqual(wanted.columns);
      expect(isSparse(got.prepared.matrix)).toBe(staysSparse);
      expect(got.prepared.matrix.data).toEqual(wanted.prepared.matrix.data);
      const restored = await restorePipeline(got.fitted.toState(), got.fitted.inputFeatures);
      for (const fitted of [got.fitted, restored]) {
        const tested = fitted.apply(takeBlockPart(lean, others, got.columns));
        expect(isSparse(tested.matrix)).toBe(staysSparse);
        expect(tested.matrix.data).toEqual(
          wanted.fitted.apply(takeBlockPart(dense, others, wanted.columns)).matrix.data,
        );
      }
      expect(lean.matrix.sparse).toEqual(form(table()).sparse); // the block was not modified
    },
  );
});

test('a value that becomes infinite is named, as in a dense table', async () => {
  const small = table(false);
  small.data.forEach((value, at) => {
    small.data[at] = value * 1e-3;
  });
  const steps = [{ transform: await step('standardize') }];
  const { fitted } = await fitPipeline(blockOf(toSparse(small)), null, steps, testContext());
  const large = table(false);
  large.data[3 * n + 8] = 3.4e38;
  expect(() => fitted.apply(blockOf(toSparse(large)))).toThrow(NumericError);
  expect(() => fitted.apply(blockOf(toSparse(large)))).toThrow(/'g3' in 's8'/);
});
