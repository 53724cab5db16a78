import { describe, expect, it } from 'vitest';
import { blockOf, rowOf, testContext } from '../../test/support/blocks.ts';
import { DataError, NotFoundError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { type Block, takeBlockPart, takeBlockRows } from '../table/block.ts';
import { createStep, parseStep } from './step.ts';

const stream = randomKey(2).stream();
const FEATURES = 200;
/** Rows around 5 that a batch moves by 0, 3 or −2 and stretches by 1, 2 or 0.5. */
const SHIFTS: Record<string, [place: number, spread: number]> = { a: [0, 1], b: [3, 2], c: [-2, 0.5], new: [7, 3] };
function batchesBlock(labels: readonly (string | null)[]): Block {
  const rows = labels.map((label) => {
    const [place, spread] = SHIFTS[label ?? 'a']!;
    return Array.from({ length: FEATURES }, () => 5 + place + spread * stream.normal());
  });
  return { ...blockOf(rows), annotations: [{ name: 'batch', type: 'text', values: labels }] };
}
const times = (n: number, ...labels: string[]) =>
  Array.from({ length: n * labels.length }, (_, i) => labels[i % labels.length]!);
const learn = async (entry: unknown, block: Block, ctx = testContext()) =>
  (await createStep(parseStep(entry, 'test'))).fit(block, null, ctx);
const copy = (block: Block): Block => structuredClone(block);

function momentsOf(block: Block, label: string): { mean: number; sd: number } {
  const labels = block.annotations![0]!.values as (string | null)[];
  const values = labels.flatMap((each, i) => (each === label ? rowOf(block, i) : []));
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return { mean, sd: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length) };
}

describe('combat', () => {
  it('brings batches that differ in place and spread together, on training rows and on new rows of the same batches', async () => {
    const train = batchesBlock(times(20, 'a', 'b', 'c'));
    const fitted = await learn('combat', train);
    for (const block of [copy(train), batchesBlock(times(15, 'c', 'b', 'a'))]) {
      const out = fitted.apply(block);
      const [a, b, c] = ['a', 'b', 'c'].map((label) => momentsOf(out, label));
      for (const other of [b!, c!]) {
        expect(Math.abs(other.mean - a!.mean)).toBeLessThan(0.15);
        expect(Math.abs(other.sd / a!.sd - 1)).toBeLessThan(0.15);
      }
    }
  });

  it('a known batch is adjusted by training alone: a row gives the same bits among others and by itself', async () => {
    const fitted = await learn({ combat: { unseen: 'none' } }, batchesBlock(times(9, 'a', 'b')));
    const fresh = batchesBlock(['a', 'b', 'b', 'new', null]);
    const all = fitted.apply(copy(fresh));
    for (let i = 0; i < 5; i++) expect(rowOf(fitted.apply(takeBlockRows(fresh, [i])), 0)).toEqual(rowOf(all, i));
    expect(rowOf(all, 3)).toEqual(rowOf(fresh, 3)); // unseen: none leaves it as it is
    expect(rowOf(all, 4)).toEqual(rowOf(fresh, 4));
  });

  it('unseen: error names the batch and its rows; location-scale learns it from its own rows, and wants two', async () => {
    const train = batchesBlock(times(20, 'a', 'b'));
    const strict = await learn('combat', train);
    expect(() => strict.apply(batchesBlock(['a', 'new']))).toThrow(/batch must be one of a, b, got 'new' for s1/);
    expect(() => strict.apply(batchesBlock(['a', null]))).toThrow(/got none for s1/);
    const lenient = await learn({ combat: { unseen: 'location-scale' } }, train);
    expect(() => lenient.apply(batchesBlock(['a', 'new']))).toThrow(/at least 2 rows, got one of 'new': s1/);
    const reference = momentsOf(lenient.apply(copy(train)), 'a');
    const moved = momentsOf(lenient.apply(batchesBlock(times(20, 'new'))), 'new');
    expect(Math.abs(moved.mean - reference.mean)).toBeLessThan(0.15);
    expect(Math.abs(moved.sd / reference.sd - 1)).toBeLessThan(0.15);
  });

  it('shrinks: with few rows the estimate of one feature is drawn to what the features of the batch have in common', async () => {
    // Features of batch b are moved by 3 on average; feature 0 by 6, seen in two rows. Its shift is taken for less than it looks.
    const block = batchesBlock([...times(20, 'a'), 'b', 'b']);
    for (const i of [20, 21]) block.matrix.data[i]! += 3;
    const before = (block.matrix.data[20]! + block.matrix.data[21]!) / 2;
    const out = (await learn('combat', copy(block))).apply(copy(block));
    const after = (out.matrix.data[20]! + out.matrix.data[21]!) / 2;
    const rest = momentsOf(out, 'b').mean;
    expect(before - after).toBeGreaterThan(1);
    expect(after).toBeGreaterThan(rest); // an unshrunk adjustment would leave nothing
  });

  it('one batch: warns and changes nothing; a batch of one row: places only, with a warning', async () => {
    const ctx = testContext();
    const one = batchesBlock(times(6, 'a'));
    expect((await learn('combat', one, ctx)).apply(copy(one))).toEqual(one);
    const lone = batchesBlock([...times(10, 'a'), 'b']);
    await learn('combat', lone, ctx);
    expect(ctx.warnings.map(({ code }) => code)).toEqual(['one-batch', 'combat-place-only']);
  });

  it('refuses a block without the annotation, and a training row without a batch', async () => {
    await expect(learn('combat', blockOf([[1], [2]]))).rejects.toThrow(NotFoundError);
    await expect(learn({ combat: 'site' }, batchesBlock(['a', 'b']))).rejects.toThrow(/no column 'site'/);
    await expect(learn('combat', batchesBlock(['a', null]))).rejects.toThrow(DataError);
  });

  it('annotations go with their rows when a block is taken apart', () => {
    const part = takeBlockPart(batchesBlock(['a', 'b', 'c']), [2, 0], [1]);
    expect(part.annotations).toEqual([{ name: 'batch', type: 'text', values: ['c', 'a'] }]);
  });
});
