import { describe, expect, it } from 'vitest';
import { blockOf, randomRows, rowOf, testContext, turns } from '../../test/support/blocks.ts';
import { DataError, ParamError } from '../base/errors.ts';
import type { Block } from '../table/block.ts';
import type { Resources } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import { classTarget } from '../table/target.ts';
import { createStep, parseStep } from './step.ts';

const NaN_ = Number.NaN;
const learn = async (entry: unknown, block: Block, ctx = testContext(), resources: Resources = {}) =>
  (await createStep(parseStep(entry, 'prepare'), resources)).fit(block, turns(block.ids.length), ctx);
const rowsOf = (block: Block) => block.ids.map((_, i) => rowOf(block, i));
const run = async (entry: unknown, block: Block, resources: Resources = {}) =>
  (await learn(entry, block, testContext(), resources)).apply(block);

describe('impute', () => {
  const table = () =>
    blockOf([
      [1, NaN_, NaN_],
      [3, 5, NaN_],
      [NaN_, 6, NaN_],
      [10, 10, NaN_],
    ]);

  it.each([
    ['median', 3, 6],
    ['mean', 14 / 3, 7],
    ['zero', 0, 0],
  ])('%s fills with the training value', async (strategy, first, second) => {
    const rows = rowsOf(await run({ impute: strategy }, table()));
    expect(rows[2]![0]).toBe(Math.fround(first));
    expect(rows[0]![1]).toBe(second);
  });

  it('keeps a feature that has no training value, fills it with 0 and warns', async () => {
    const ctx = testContext();
    const fitted = await learn('impute', table(), ctx);
    expect(fitted.apply(table()).features).toEqual(['g0', 'g1', 'g2']);
    expect(rowsOf(fitted.apply(table())).map((row) => row[2])).toEqual([0, 0, 0, 0]);
    expect(ctx.warnings).toEqual([
      expect.objectContaining({ code: 'all-missing-feature', message: expect.stringContaining('1 of 3 features') }),
    ]);
  });

  it('appends an indicator for features that miss some but not all training values', async () => {
    const block = blockOf(randomRows(3, 3).map(([a, b], i) => [i === 1 ? NaN_ : a!, b!, NaN_]));
    const fitted = await learn({ impute: { indicator: true } }, block);
    const prepared = fitted.apply(
      blockOf([
        [1, NaN_, 2],
        [NaN_, 3, NaN_],
      ]),
    );
    expect(prepared.features).toEqual(['g0', 'g1', 'g2', 'g0:missing']);
    expect(rowsOf(prepared).map((row) => row[3])).toEqual([0, 1]);
  });

  it('fills words with the most frequent one, ties by code-unit order, also where a new file does not list it', async () => {
    const words = blockOf([[0], [1], [NaN_], [1], [0]], [['pear', 'apple']]);
    const fitted = await learn('impute', words);
    const fresh = fitted.apply(blockOf([[0], [NaN_]], [['plum']]));
    expect(fresh.levels).toEqual([['plum', 'apple']]);
    expect(rowsOf(fresh)).toEqual([[0], [1]]);
    const unread = fitted.apply(blockOf([[NaN_]])); // a column without a value is read as numbers
    expect(unread.levels?.[0]?.[rowOf(unread, 0)[0]!]).toBe('apple');
  });

  it('refuses numbers where words were learned, and words where numbers were', async () => {
    const words = await learn('impute', blockOf([[0], [1]], [['a', 'b']]));
    expect(() => words.apply(blockOf([[3]]))).toThrow(/'g0' held words in training, got the number 3/);
    const numbers = await learn('impute', blockOf([[0], [1]]));
    expect(() => numbers.apply(blockOf([[0]], [['high']]))).toThrow(
      /held numbers in training, got words such as 'high'/,
    );
  });
});

describe('log2', () => {
  it('is log2(max(x, floor) + offset), exact at powers of two, missing stays missing', async () => {
    expect(rowsOf(await run('log2', blockOf([[0, 1, 7, -5, NaN_]])))).toEqual([[0, 1, 3, 0, NaN_]]);
    expect(rowsOf(await run({ log2: { offset: 0, floor: 0.5 } }, blockOf([[0, 8]])))).toEqual([[-1, 3]]);
  });

  it('refuses an offset that leaves log2(0)', async () => {
    await expect(createStep(parseStep({ log2: 0 }, 'prepare'))).rejects.toThrow(ParamError);
    expect(() => parseStep({ log2: -1 }, 'prepare')).toThrow(ParamError);
  });
});

describe('cpm and tpm', () => {
  const counts = () =>
    blockOf([
      [10, 30, 60],
      [1, NaN_, 3],
    ]);

  it('cpm: every sample sums to a million over what is present', async () => {
    expect(rowsOf(await run('cpm', counts()))).toEqual([
      [100000, 300000, 600000],
      [250000, NaN_, 750000],
    ]);
  });

  it('tpm: counts per length, summing to a million; the unit of the lengths cancels', async () => {
    const of = (unit: number) => ({ lengths: new Map([1, 3, 6].map((kb, j) => [`g${j}`, kb * unit])) });
    const expected = [Math.fround(1e6 / 3), Math.fround(1e6 / 3), Math.fround(1e6 / 3)];
    expect(rowsOf(await run({ tpm: 'l.tsv' }, counts(), of(1)))[0]).toEqual(expected);
    expect(rowsOf(await run({ tpm: 'l.tsv' }, counts(), of(1024)))[0]).toEqual(expected);
  });

  it('tpm: names and counts the features that have no length', async () => {
    const lengths = new Map([
      ['g0', 1000],
      ['g2', 0],
    ]);
    await expect(run({ tpm: 'l.tsv' }, counts(), { lengths })).rejects.toThrow(/got none for 2 of 3: g1, g2;/);
    await expect(run('tpm', counts())).rejects.toThrow(ParamError);
  });

  it('refuse a negative value and a sample without counts, naming them', async () => {
    await expect(
      run(
        'cpm',
        blockOf([
          [1, 2],
          [3, -4],
        ]),
      ),
    ).rejects.toThrow(/got -4 for 'g1' in 's1'/);
    await expect(
      run(
        'cpm',
        blockOf([
          [1, 2],
          [0, 0],
        ]),
      ),
    ).rejects.toThrow(/got none in 's1'/);
  });
});

describe('selection', () => {
  it('top-variance keeps the most variable in their original order, ties to the earlier', async () => {
    const block = blockOf([
      [0, 5, -9, 0, NaN_, 0],
      [1, 5, 9, 2, NaN_, 2],
    ]);
    expect((await run({ 'top-variance': 2 }, block)).features).toEqual(['g2', 'g3']);
    const emptyFirst = blockOf([
      [NaN_, 3, 0],
      [NaN_, 3, 9],
    ]);
    expect((await run({ 'top-variance': 2 }, emptyFirst)).features).toEqual(['g1', 'g2']);
  });

  it('drop-constant drops one value and no value, with or without missing', async () => {
    const block = blockOf([
      [1, NaN_, 4, NaN_, NaN_],
      [1, NaN_, 5, 2, 3],
      [1, NaN_, 5, 2, 4],
    ]);
    expect((await run('drop-constant', block)).features).toEqual(['g2', 'g4']);
  });

  it('keeps the right columns of rows it has not seen, few or many of them', async () => {
    for (const count of [3, 28]) {
      const fitted = await learn({ 'top-variance': count }, blockOf(randomRows(10, 30)));
      const fresh = () => blockOf(randomRows(4, 30, 2));
      const prepared = fitted.apply(fresh());
      expect(prepared.matrix.nCols).toBe(count);
      prepared.features.forEach((name, j) => {
        const from = columnOf(fresh().matrix, Number(name.slice(1)));
        expect(columnOf(prepared.matrix, j)).toEqual(from);
      });
    }
  });

  it('anova-f keeps what separates the classes, and a constant column never', async () => {
    const noise = randomRows(30, 3);
    const block = blockOf(noise.map(([a, b, c], i) => [a!, 4, b! + (i % 3) * 1000, c!]));
    expect((await run({ 'anova-f': 1 }, block)).features).toEqual(['g2']);
    expect((await run({ 'anova-f': 3 }, block)).features).toEqual(['g0', 'g2', 'g3']);
  });

  it('anova-f refuses no target, one class, and a target of another length', async () => {
    const step = await createStep(parseStep('anova-f', 'prepare'));
    const block = blockOf(randomRows(3, 2));
    await expect(step.fit(block, null, testContext())).rejects.toThrow(DataError);
    const two = classTarget(['a', 'b', 'a'], 'test');
    const oneLeft = { ...two, codes: Int32Array.from([0, 0, 0]) };
    await expect(step.fit(block, oneLeft, testContext())).rejects.toThrow(/at least 2 classes/);
    await expect(step.fit(block, turns(4), testContext())).rejects.toThrow(/must have 3 values, got 4/);
  });
});

describe('scaling', () => {
  it.each(['standardize', 'min-max', 'robust'])('%s: constant in training is 0 for any new value', async (word) => {
    const fitted = await learn(word, blockOf([[0.1], [0.1], [0.1]]));
    expect(rowsOf(fitted.apply(blockOf([[0.1], [99], [NaN_]]))).map(([x]) => x! + 0)).toEqual([0, 0, NaN_]);
  });

  it('clip holds values to ±limit and leaves the rest alone', async () => {
    expect(rowsOf(await run({ clip: 2 }, blockOf([[-3, -2, 0.5, 7, NaN_]])))).toEqual([[-2, -2, 0.5, 2, NaN_]]);
  });

  it('rank gives the mid-rank quantile among training values', async () => {
    const fitted = await learn('rank', blockOf([[1], [2], [2], [NaN_], [4]]));
    const fresh = fitted.apply(blockOf([[0], [1], [2], [3], [4], [9], [NaN_]]));
    expect(rowsOf(fresh).flat()).toEqual([0, 0.125, 0.5, 0.75, 0.875, 1, NaN_]);
  });
});

describe('one-hot', () => {
  it('names features column=word where the column stood, only for words seen in training', async () => {
    const block = blockOf(
      [
        [1, 2, 7],
        [2, 0, 8],
        [3, NaN_, 9],
      ],
      [null, ['b', 'unseen', 'a'], null],
    );
    const prepared = await run('one-hot', block);
    expect(prepared.features).toEqual(['g0', 'g1=a', 'g1=b', 'g2']);
    expect(rowsOf(prepared)).toEqual([
      [1, 1, 0, 7],
      [2, 0, 1, 8],
      [3, 0, 0, 9],
    ]);
    expect(prepared.levels).toBeUndefined();
  });

  it('refuses to make a name that is already there', async () => {
    const block = {
      ...blockOf(
        [
          [0, 1],
          [1, 2],
        ],
        [['x', 'y'], null],
      ),
      features: ['sex', 'sex=x'],
    };
    await expect(run('one-hot', block)).rejects.toThrow(/got 'sex=x' twice/);
  });
});

describe('one-hot of rare words', () => {
  it('buckets: rare and unseen words set one of B features by their hash, the same wherever they are seen', async () => {
    const levels = ['a', 'b', 'c', 'd'];
    const fitted = await learn(
      { 'one-hot': { 'min-count': 2, buckets: 3 } },
      blockOf([[0], [0], [1], [1], [2], [NaN_]], [levels]),
    );
    const out = fitted.apply(blockOf([[2], [0], [3], [NaN_], [0]], [['x', 'y', 'c', 'a']]));
    expect(out.features).toEqual(['g0=a', 'g0=b', 'g0=#0', 'g0=#1', 'g0=#2']);
    const rows = rowsOf(out);
    for (const i of [0, 1, 4]) {
      expect(rows[i]!.slice(0, 2)).toEqual([0, 0]);
      expect(rows[i]!.slice(2).filter((x) => x === 1)).toHaveLength(1);
    }
    expect(rows[1]).toEqual(rows[4]); // x both times
    expect(rows[2]).toEqual([1, 0, 0, 0, 0]);
    expect(rows[3]).toEqual([0, 0, 0, 0, 0]);
  });

  it('spreads many words evenly over the buckets', async () => {
    const words = Array.from({ length: 2000 }, (_, i) => `word ${i}`);
    const out = await run(
      { 'one-hot': { 'min-count': 2, buckets: 8 } },
      blockOf(
        words.map((_, i) => [i]),
        [words],
      ),
    );
    for (let k = 0; k < 8; k++) {
      const members = columnOf(out.matrix, k).reduce((sum, x) => sum + x, 0);
      expect(Math.abs(members - 250)).toBeLessThan(5 * Math.sqrt(250));
    }
  });
});

describe('ordinal', () => {
  it('codes the columns whose training words are all levels; a new word that is none is missing', async () => {
    const levels = [['III', 'I', 'II'], ['red', 'blue'], null];
    const fitted = await learn(
      { ordinal: 'I < II < III < IV' },
      blockOf(
        [
          [0, 0, 7],
          [1, 1, 8],
          [2, 0, NaN_],
        ],
        levels,
      ),
    );
    const out = fitted.apply(
      blockOf(
        [
          [0, 0, 1],
          [1, 0, 2],
          [2, 0, 3],
          [NaN_, 0, 4],
        ],
        [['IV', 'V', 'I'], ['green'], null],
      ),
    );
    expect(rowsOf(out).map(([stage]) => stage)).toEqual([3, NaN_, 0, NaN_]);
    expect(out.levels).toEqual([null, ['green'], null]);
  });

  it.each(['', 'I', 'I < I', 'I < < II'])("refuses the levels '%s'", async (levels) => {
    await expect(createStep(parseStep({ ordinal: levels }, 'prepare'))).rejects.toThrow(ParamError);
  });
});

describe('normalisation of samples', () => {
  const depth = (rows: number[][], factors: number[]) => rows.map((row, i) => row.map((x) => x * factors[i]!));
  const profile = [0, 4, 8, 16, 32, 64, 128, 7];

  it.each(['median-of-ratios', 'upper-quartile'])(
    '%s: takes out how deeply a sample was sequenced, to the bit',
    async (word) => {
      const block = blockOf(depth([profile, profile, profile], [1, 4, 16]));
      const [first, ...others] = rowsOf(await run(word, block));
      for (const row of others) expect(row).toEqual(first);
    },
  );

  it('median-of-ratios: a few features that take all the reads do not move the others, as they do with cpm', async () => {
    const flooded = [...profile.slice(0, 7), 7 * 4096];
    const rows = rowsOf(await run('median-of-ratios', blockOf([profile, profile, profile, flooded])));
    expect(rows[3]!.slice(0, 7)).toEqual(rows[0]!.slice(0, 7));
  });

  it('median-of-ratios refuses counts with a 0 everywhere, upper-quartile a sample of mostly 0, both a negative', async () => {
    const sparse = blockOf([
      [0, 1, 0, 0, 0],
      [1, 0, 5, 3, 9],
    ]);
    await expect(run('median-of-ratios', sparse)).rejects.toThrow(/got none; use upper-quartile or cpm/);
    await expect(run('upper-quartile', sparse)).rejects.toThrow(/got 0 in 's0'/);
    for (const word of ['median-of-ratios', 'upper-quartile'])
      await expect(run(word, blockOf([[1, -2]]))).rejects.toThrow(/got -2 for 'g1' in 's0'/);
  });

  it('quantile: every sample gets the reference, by rank; the published example of Bolstad with its tie averaged', async () => {
    const block = blockOf([
      [5, 2, 3, 4],
      [4, 1, 4, 2],
      [3, 4, 6, 8],
    ]);
    // reference: means of (2,1,3) (3,2,4) (4,4,6) (5,4,8); the 4s of the second sample share the two highest
    const [a, b, c, d] = [2, 3, 14 / 3, 17 / 3].map(Math.fround) as [number, number, number, number];
    const rows = rowsOf(await run('quantile', block));
    expect(rows[0]).toEqual([d, a, b, c]);
    expect(rows[1]).toEqual([Math.fround((14 / 3 + 17 / 3) / 2), a, Math.fround((14 / 3 + 17 / 3) / 2), b]);
    expect(rows[2]).toEqual([a, b, c, d]);
  });

  it('arcsinh agrees with Math.asinh to the last digit of a float32, small and large, of either sign', async () => {
    const values = [0, 1e-6, 0.01, 0.0999, 0.1, 0.1001, 1, 5, 300, 1e6, 1e30].flatMap((x) => [x, -x]);
    const got = rowsOf(await run('arcsinh', blockOf([values])))[0]!;
    got.forEach((x, j) => {
      const want = Math.asinh(Math.fround(values[j]!) / 5);
      expect(Math.abs(x - want)).toBeLessThanOrEqual(6e-8 * Math.abs(want));
    });
  });

  it('fpkm: reads per kilobase and million', async () => {
    const lengths = new Map([
      ['g0', 500],
      ['g1', 2000],
    ]);
    expect(rowsOf(await run({ fpkm: 'l.tsv' }, blockOf([[250, 750]]), { lengths }))).toEqual([[500000, 375000]]);
    await expect(run('fpkm', blockOf([[1]]))).rejects.toThrow(ParamError);
  });
});
