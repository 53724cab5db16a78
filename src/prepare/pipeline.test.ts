import { describe, expect, it } from 'vitest';
import { blockOf, copyOf, randomRows, rowOf, testContext, turns } from '../../test/support/blocks.ts';
import { CancelledError, ConfigError, DataError, NumericError, ParamError, ShapeError } from '../base/errors.ts';
import { BLOCK_KINDS, type Block, takeBlockRows } from '../table/block.ts';
import { defaultPrepare } from './defaults.ts';
import { describeStep } from './describe-step.ts';
import { fitPipeline, restorePipeline } from './pipeline.ts';
import { createStep, parseStep, type Step } from './step.ts';

const NaN_ = Number.NaN;
const facts = { raw: true, nFeatures: 30, hasMissing: true, hasText: false };

async function stepsOf(list: readonly unknown[]) {
  return Promise.all(list.map(async (entry) => ({ transform: await createStep(parseStep(entry, 'prepare')) })));
}
async function train(block: Block, list: readonly unknown[], ctx = testContext()) {
  return fitPipeline(copyOf(block), turns(block.ids.length), await stepsOf(list), ctx);
}
const asEntries = (steps: readonly Step[]) => steps.map(({ word, params }) => ({ [word]: params }));
const mixed = () =>
  blockOf(
    randomRows(20, 3).map(([a, b], i) => [i % 4 ? a! : NaN_, i % 3, b!, i % 5 ? (i * 3) % 2 : NaN_]),
    [null, ['I', 'II', 'III'], null, ['f', 'm']],
  );

describe('fitPipeline', () => {
  it('prepares training rows as apply prepares them', async () => {
    const block = blockOf(randomRows(20, 30));
    const list = asEntries(defaultPrepare('expression', facts));
    const { fitted, prepared } = await train(block, list);
    expect(fitted.apply(copyOf(block))).toEqual(prepared);
    expect(fitted.inputFeatures).toEqual(block.features);
    expect(fitted.outputFeatures).toEqual(prepared.features);
  });

  it.each(BLOCK_KINDS)(
    'restores the default of %s to the same bits, and treats a row alone as among others',
    async (kind) => {
      const block = kind === 'clinical' ? mixed() : blockOf(randomRows(20, 12));
      const { fitted } = await train(
        block,
        asEntries(defaultPrepare(kind, { ...facts, hasText: kind === 'clinical' })),
      );
      const states = fitted.toState().map((state) => ({ ...state, json: JSON.parse(JSON.stringify(state.json)) }));
      const restored = await restorePipeline(states, fitted.inputFeatures);
      expect(restored.outputFeatures).toEqual(fitted.outputFeatures);
      const all = fitted.apply(copyOf(block));
      expect(restored.apply(copyOf(block))).toEqual(all);
      for (const i of [0, 7, 19]) expect(rowOf(fitted.apply(takeBlockRows(block, [i])), 0)).toEqual(rowOf(all, i));
    },
  );

  it('an elementwise step works in place: the prepared matrix is the memory that was handed in', async () => {
    const block = blockOf(randomRows(10, 5));
    const buffer = block.matrix.data.buffer;
    const { prepared } = await fitPipeline(
      block,
      null,
      await stepsOf(['impute', 'log2', 'standardize', 'clip']),
      testContext(),
    );
    expect(prepared.matrix.data.buffer).toBe(buffer);
  });

  it('an empty list of steps changes nothing', async () => {
    const block = blockOf(randomRows(4, 2));
    expect((await train(block, [])).prepared).toEqual(block);
  });

  it('names the step that left no feature', async () => {
    const constant = blockOf([
      [1, 2],
      [1, 2],
    ]);
    await expect(train(constant, ['impute', 'drop-constant'])).rejects.toThrow(
      /blocks\.test\.prepare\.drop-constant: at least one feature must remain, got none; leave drop-constant out/,
    );
    await expect(train(constant, ['drop-constant'])).rejects.toThrow(DataError);
  });

  it('refuses words that no step has encoded, and no rows', async () => {
    await expect(train(mixed(), ['impute'])).rejects.toThrow(/got words in 'g1'; add one-hot/);
    await expect(train(takeBlockRows(mixed(), []), ['one-hot'])).rejects.toThrow(/training rows, got none/);
  });

  it('lets missing values through without impute, and names an infinite one', async () => {
    const missing = blockOf([
      [1, NaN_],
      [2, 3],
      [4, 5],
    ]);
    expect(rowOf((await train(missing, ['standardize'])).prepared, 0)[1]).toBeNaN();
    // a range of 1e-38 maps 1 to 1e38, and 100 past the largest float32
    const tiny = blockOf([[0], [1e-38]]);
    const { fitted } = await train(tiny, ['impute', 'min-max']);
    expect(() => fitted.apply(blockOf([[100]]))).toThrow(NumericError);
    expect(() => fitted.apply(blockOf([[100]]))).toThrow(/got Infinity for 'g0' in 's0'/);
  });

  it('refuses other features, or another order', async () => {
    const { fitted } = await train(blockOf(randomRows(5, 3)), ['standardize']);
    expect(() => fitted.apply(blockOf(randomRows(2, 4)))).toThrow(ShapeError);
    const swapped = { ...blockOf(randomRows(2, 3)), features: ['g1', 'g0', 'g2'] };
    expect(() => fitted.apply(swapped)).toThrow(/feature 0 must be 'g0', got 'g1'/);
  });

  it('stops when asked to', async () => {
    const ctx = testContext(AbortSignal.abort());
    await expect(train(blockOf(randomRows(5, 3)), ['impute'], ctx)).rejects.toThrow(CancelledError);
  });
});

describe('defaultPrepare', () => {
  const words = (kind: (typeof BLOCK_KINDS)[number], more: Partial<typeof facts> = {}) =>
    defaultPrepare(kind, { ...facts, ...more }).map((step) => step.word);

  it('follows the kind of block, the looks of its values and its width', () => {
    const scaled = ['drop-constant', 'standardize', 'clip'];
    expect(words('expression')).toEqual(['impute', 'log2', ...scaled]);
    expect(words('mirna', { raw: false })).toEqual(['impute', ...scaled]);
    expect(words('methylation', { raw: false, nFeatures: 5000 })).toEqual(['impute', ...scaled]);
    expect(words('expression', { raw: false, nFeatures: 5001 })).toContain('top-variance');
    expect(words('clinical')).toEqual(['impute', 'one-hot', 'standardize']);
    expect(words('genotypes')).toEqual(['impute', 'drop-constant', 'standardize']);
    expect(words('copy-number')).toEqual(['impute', 'standardize']);
    expect(words('numeric', { hasText: true })).toEqual(['impute', 'one-hot', 'standardize']);
    expect(defaultPrepare('mutation', facts)).toEqual([
      { word: 'impute', params: { strategy: 'zero', indicator: false } },
    ]);
    expect(defaultPrepare('clinical', facts)[0]!.params).toEqual({ strategy: 'median', indicator: true });
  });
});

describe('parseStep', () => {
  it('reads a word, a word with parameters, a scalar for the main one, and an empty value', () => {
    expect(parseStep('standardize', 'p')).toEqual({ word: 'standardize', params: {} });
    expect(parseStep({ log2: { offset: 2 } }, 'p')).toEqual({ word: 'log2', params: { offset: 2, floor: 0 } });
    expect(parseStep({ 'top-variance': 12 }, 'p')).toEqual({ word: 'top-variance', params: { count: 12 } });
    expect(parseStep({ impute: null }, 'p')).toEqual(parseStep('impute', 'p'));
  });

  it('names the nearest word, the nearest parameter and the range', () => {
    expect(() => parseStep('standardise', 'p[0]')).toThrow(
      /p\[0\]: unknown step 'standardise'; did you mean 'standardize'\?/,
    );
    expect(() => parseStep('standardise', 'p')).toThrow(ConfigError);
    expect(() => parseStep({ log2: { ofset: 1 } }, 'p')).toThrow(/did you mean 'offset'/);
    expect(() => parseStep({ 'top-variance': 0 }, 'p')).toThrow(ParamError);
    expect(() => parseStep({ 'top-variance': [10, 20] }, 'p')).toThrow(ParamError);
  });

  it('refuses what is no step', () => {
    for (const entry of [7, null, [], {}, { log2: 1, clip: 5 }])
      expect(() => parseStep(entry, 'p')).toThrow(/a step must be/);
    expect(() => parseStep({ standardize: 3 }, 'p')).toThrow(
      /p\.standardize: takes no value, got 3; write 'standardize' alone/,
    );
  });
});

describe('describeStep', () => {
  it('says what was done with the values that were used', () => {
    const say = (entry: unknown) => {
      const { word, params } = parseStep(entry, 'p');
      return describeStep(word, params);
    };
    expect(say({ 'top-variance': 5000 })).toBe('kept the 5000 most variable features');
    expect(say('log2')).toBe('log2(x + 1)');
    expect(say({ log2: { offset: 0, floor: 0.5 } })).toBe('log2(max(x, 0.5))');
    expect(say({ impute: { indicator: true } })).toBe(
      'filled missing values with the training median and marked where they were missing',
    );
  });
});
