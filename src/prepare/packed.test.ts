import { describe, expect, test } from 'vitest';
import { testContext, turns } from '../../test/support/blocks.ts';
import { randomKey } from '../base/random.ts';
import { type Block, takeBlockPart } from '../table/block.ts';
import { createMatrix, genotypeMatrix, isPacked, type Matrix } from '../table/matrix.ts';
import { pack } from '../table/packed.ts';
import { fitOnRows } from './fit-on-rows.ts';
import { restorePipeline } from './pipeline.ts';
import { createStep, parseStep } from './step.ts';

const [n, p] = [41, 12];

function table(missing: boolean): Matrix {
  const draws = randomKey(9).stream();
  const X = createMatrix(n, p);
  for (let at = 0; at < n * p; at++) X.data[at] = draws.below(3);
  if (missing) for (let at = 5; at < n * p; at += 17) X.data[at] = Number.NaN;
  X.data.fill(1, 2 * n, 3 * n);
  return X;
}

/** Genotypes whose table in full must not be asked for. */
function sealedPacked({ nRows, nCols, data }: Matrix): Matrix {
  const { packed } = genotypeMatrix(nRows, pack(data, nRows, nCols)!);
  return Object.defineProperty({ nRows, nCols, packed }, 'data', {
    get(): Float32Array {
      throw new Error('the table in full of packed genotypes was read');
    },
  }) as unknown as Matrix;
}

const blockOf = (matrix: Matrix): Block => ({
  ...{ name: 'snps', kind: 'genotypes', matrix },
  ids: Array.from({ length: n }, (_, i) => `s${i}`),
  features: Array.from({ length: p }, (_, j) => `g${j}`),
});

const step = async (entry: unknown) => createStep(await parseStep(entry, 'test'));

const PIPELINES: readonly (readonly [string, boolean, readonly unknown[], boolean])[] = [
  ['as of genotypes', true, [{ impute: 'mean' }, 'drop-constant', 'standardize'], false],
  ['that only chooses features', false, ['drop-constant', { 'top-variance': 5 }], true],
  ['that chooses and then changes them', false, ['drop-constant', { 'anova-f': 4 }, 'min-max'], false],
  ['with columns for what was missing', true, [{ impute: { indicator: true } }, 'standardize'], false],
];

describe.each(PIPELINES)('a pipeline %s', (_, missing, entries, staysPacked) => {
  test('on genotypes at 2 bits gives the bits of the dense table, also for new rows and restored', async () => {
    const rows = Int32Array.from({ length: n }, (_row, i) => i).filter((i) => i % 4 !== 1);
    const others = Int32Array.from({ length: n }, (_row, i) => i).filter((i) => i % 4 === 1);
    const steps = await Promise.all(entries.map(step));
    const target = turns(n);
    const dense = blockOf(table(missing));
    const lean = blockOf(sealedPacked(table(missing)));
    const wanted = await fitOnRows(dense, rows, target, steps, testContext());
    const got = await fitOnRows(lean, rows, target, steps, testContext());
    expect(got.fitted.toState()).toEqual(wanted.fitted.toState());
    expect(got.columns).toEqual(wanted.columns);
    expect(isPacked(got.prepared.matrix)).toBe(staysPacked);
    expect(got.prepared.matrix.data).toEqual(wanted.prepared.matrix.data);
    const restored = await restorePipeline(got.fitted.toState(), got.fitted.inputFeatures);
    for (const fitted of [got.fitted, restored]) {
      const tested = fitted.apply(takeBlockPart(lean, others, got.columns));
      expect(tested.matrix.data).toEqual(wanted.fitted.apply(takeBlockPart(dense, others, wanted.columns)).matrix.data);
    }
  });
});
