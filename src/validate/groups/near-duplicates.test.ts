import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testContext } from '../../../test/support/blocks.ts';
import type { Context, Executor } from '../../base/context.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { gramMatrix } from '../../kernels/gram.ts';
import { simulateCohort } from '../../simulate/cohort.ts';
import type { Block } from '../../table/block.ts';
import { columnOf, createMatrix, matrixFromRows, sparsified } from '../../table/matrix.ts';
import { type DuplicatePair, findDuplicates } from '../audit/duplicates.ts';
import { nearDuplicates, nearDuplicatesOver, withoutChains } from './near-duplicates.ts';
import { sketchDuplicates } from './row-sketches.ts';

let executor: Executor;
let ctx: Context;
beforeAll(async () => {
  executor = await createExecutor(2);
  ctx = testContext(undefined, executor);
});
afterAll(() => executor.close());

/** Rows with neighbours at every correlation from 0.9 up, and some equal ones. */
function alike(n: number, p: number, seed: number): Block {
  const stream = randomKey(seed).stream();
  const matrix = createMatrix(n, p);
  for (let j = 0; j < p; j++) {
    const column = columnOf(matrix, j);
    for (let i = 0; i < n; i++) {
      const noise = stream.normal();
      // The second half repeats the first, ever less exactly.
      const share = i < n / 2 ? 0 : Math.sqrt(1 - 0.1 * ((i - n / 2) / (n / 2)));
      column[i] = share === 0 ? noise : share * column[i - n / 2]! + Math.sqrt(1 - share * share) * noise;
    }
  }
  return { name: 'test', kind: 'numeric', ids: [], features: Array.from({ length: p }, (_, j) => `g${j}`), matrix };
}

describe('without the Gram matrix', () => {
  test.each([200, 1500])('the same pairs are found as with it, %d features', async (p) => {
    const block = alike(400, p, 7);
    const exact = findDuplicates(block, await gramMatrix(ctx, block.matrix, { scale: true }), p);
    const sketched = await sketchDuplicates(ctx, block, block.matrix);
    expect(exact.length).toBeGreaterThan(60);
    const name = ({ i, l, identical }: DuplicatePair) => `${i} ${l} ${identical}`;
    const found = new Set(sketched.map(name));
    expect(exact.filter((pair) => !found.has(name(pair))).length).toBeLessThanOrEqual(0.02 * exact.length);
    expect(sketched.filter((pair) => !exact.some((other) => name(other) === name(pair)))).toEqual([]);
    for (const [k, pair] of sketched.entries()) {
      if (name(exact[k]!) === name(pair)) expect(pair.correlation).toBeCloseTo(exact[k]!.correlation, 5);
    }
  });

  test('repeated patients of a simulated cohort, with missing values', async () => {
    const { expression, truth } = simulateCohort({ samples: 150, features: 400, duplicates: 6, random: randomKey(2) });
    const found = await sketchDuplicates(ctx, expression, expression.matrix);
    const names = found.map(({ i, l }) => [expression.ids[i]!, expression.ids[l]!].join()).sort();
    expect(names).toEqual(truth.duplicates.map(({ samples }) => samples.join()).sort());
  });
});

test('of a sparse table, rows with few entries each, sketches find what the Gram matrix finds', async () => {
  const [n, p] = [300, 900];
  const stream = randomKey(5).stream();
  const matrix = createMatrix(n, p);
  for (let i = 0; i < n; i++) for (let e = 0; e < 4; e++) matrix.data[stream.below(p) * n + i] = 1 + stream.below(2);
  // The last 20 repeat the first, half of them with one entry more in a common feature.
  for (let j = 0; j < p; j++) for (let i = 0; i < 20; i++) matrix.data[j * n + n - 20 + i] = matrix.data[j * n + i]!;
  for (let i = 0; i < n; i += 2) matrix.data[i] = 3;
  const block: Block = { ...alike(4, 80, 1), matrix };
  const exact = findDuplicates(block, await gramMatrix(ctx, matrix, { centre: true, scale: true }), p);
  const sparse = sparsified(matrix);
  expect(sparse.sparse).toBeDefined();
  const found = await sketchDuplicates(ctx, { ...block, matrix: sparse }, sparse);
  expect(exact.length).toBeGreaterThanOrEqual(20);
  const name = ({ i, l, identical, correlation }: DuplicatePair) => `${i} ${l} ${identical} ${correlation.toFixed(5)}`;
  expect(found.map(name).sort()).toEqual(exact.map(name).sort());
});

test('letters of a protein: four positions of which three agree are no repeat, however rare the letters; equal rows are', async () => {
  const levels = Array.from({ length: 4 }, () => [...'ACDEFGHIKLMNPQRSTVWY']);
  const rows = Array.from({ length: 60 }, (_, i) => [i % 20, (i * 7) % 20, (i * 3) % 20, (i * 11 + (i >> 4)) % 20]);
  rows.push([...rows[5]!], [rows[7]![0]!, rows[7]![1]!, rows[7]![2]!, (rows[7]![3]! + 10) % 20]);
  const block: Block = {
    ...alike(4, 80, 1),
    kind: 'sequence',
    features: ['a', 'b', 'c', 'd'],
    matrix: matrixFromRows(rows),
    levels,
  };
  const prepared = createMatrix(rows.length, 80);
  rows.forEach((row, i) => {
    row.forEach((code, j) => {
      prepared.data[(20 * j + code) * rows.length + i] = 1;
    });
  });
  expect(await nearDuplicates(ctx, { block, prepared })).toEqual([{ i: 5, l: 60, correlation: 1, identical: true }]);
});

const pair = (i: number, l: number, identical = false): DuplicatePair => ({ i, l, correlation: 0.97, identical });

describe('a chain of likeness', () => {
  test('of more than ten samples is no identity; equal rows in it still are', () => {
    const chain = Array.from({ length: 14 }, (_, i) => pair(i, i + 1));
    expect(withoutChains([...chain, pair(3, 4, true)], 20)).toEqual([pair(3, 4, true)]);
  });

  test('of ten is let be, and so are thirty repeats of one sample', () => {
    const chain = Array.from({ length: 9 }, (_, i) => pair(i, i + 1));
    expect(withoutChains(chain, 20)).toEqual(chain);
    const repeats = Array.from({ length: 30 }, (_, l) => Array.from({ length: l }, (_, i) => pair(i, l))).flat();
    expect(withoutChains(repeats, 40)).toEqual(repeats);
  });

  test('samples on one slow wave chain; none of them is a duplicate', async () => {
    const n = 300;
    const matrix = createMatrix(n, 80);
    for (let j = 0; j < 80; j++) for (let i = 0; i < n; i++) matrix.data[j * n + i] = Math.sin(0.1 * i + 0.4 * j);
    const block: Block = { ...alike(4, 80, 1), matrix };
    const gram = await gramMatrix(ctx, matrix, { scale: true });
    expect(findDuplicates(block, gram, 80).length).toBeGreaterThan(500);
    expect(await nearDuplicates(ctx, { block, gram, nFeatures: 80 })).toEqual([]);
  });
});

test('a pair that another block tells apart is two patients; one that lacks it there, or is alike in both, stays', async () => {
  const genes = alike(40, 200, 3);
  // Profiles of one segment each: 20 patients of two kinds.
  const segments = createMatrix(40, 60);
  for (let j = 0; j < 60; j++) for (let i = 0; i < 40; i++) segments.data[j * 40 + i] = i % 2 ? Math.sin(i + j) : j % 2;
  const copies: Block = { ...genes, matrix: segments };
  const compare = async (block: Block, rows: Int32Array) => {
    const gram = await gramMatrix(ctx, block.matrix, { centre: true, scale: true });
    return { compared: { block, gram, nFeatures: block.matrix.nCols }, rows };
  };
  const all = Int32Array.from({ length: 40 }, (_, i) => i);
  const names = (pairs: readonly DuplicatePair[]) => pairs.map(({ i, l }) => `${i} ${l}`);
  const byGenes = names(await nearDuplicatesOver(ctx, [await compare(genes, all)]));
  const byCopies = names(await nearDuplicatesOver(ctx, [await compare(copies, all)]));
  expect(byCopies).toContain('0 2');
  const both = names(await nearDuplicatesOver(ctx, [await compare(genes, all), await compare(copies, all)]));
  expect(both).not.toContain('0 2');
  expect(both).toContain('0 20');
  expect(byGenes).toContain('0 20');
  expect(byGenes).toContain('1 21');
  expect(both).not.toContain('1 21');
  // Genes of other samples say nothing of these.
  const elsewhere = await compare(
    genes,
    all.map((i) => i + 40),
  );
  expect(names(await nearDuplicatesOver(ctx, [elsewhere, await compare(copies, all)]))).toContain('0 2');
});
