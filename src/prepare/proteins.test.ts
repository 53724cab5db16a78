import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { testContext } from '../../test/support/blocks.ts';
import { DataError } from '../base/errors.ts';
import type { Block } from '../table/block.ts';
import { columnOf, matrixFromRows } from '../table/matrix.ts';
import { createStep, parseStep } from './step.ts';

/** Columns of words, a list a row. */
function wordsBlock(features: readonly string[], rows: readonly (readonly string[])[]): Block {
  const levels = features.map((_, j) => [...new Set(rows.map((row) => row[j]!))]);
  const matrix = matrixFromRows(rows.map((row) => row.map((word, j) => levels[j]!.indexOf(word))));
  return { name: 'protein', kind: 'mutation', ids: rows.map((_, i) => `s${i}`), features, matrix, levels };
}

async function run(step: unknown, train: Block, apply = train): Promise<Block> {
  const made = await createStep(parseStep(step, 'test'));
  return (await made.fit(train, null, testContext())).apply(apply);
}

const row = ({ matrix }: Block, i: number) =>
  Array.from({ length: matrix.nCols }, (_, j) => Number(columnOf(matrix, j)[i]!.toFixed(4)));

test('multi-hot: the names and values of MultiLabelBinarizer, entries unseen in training and empty lists among them', async () => {
  const { lists, nTrain, entries, values } = JSON.parse(
    readFileSync(new URL('../../test/golden/proteins.json', import.meta.url), 'utf8'),
  ) as { lists: string[]; nTrain: number; entries: string[]; values: number[][] };
  const all = lists.map((list) => [list]);
  const got = await run('multi-hot', wordsBlock(['variant'], all.slice(0, nTrain)), wordsBlock(['variant'], all));
  expect(got.features).toEqual(entries.map((entry) => `variant=${entry}`));
  expect(values.some((list) => list.every((value) => value === 0))).toBe(true);
  expect(values.map((_, i) => row(got, i))).toEqual(values);
});

test('multi-hot: another separator, spaces and repeats; rare entries are left out', async () => {
  const rows = wordsBlock(['v'], [['B1A; A2C;B1A'], ['A2C'], ['C3D']]);
  const got = await run({ 'multi-hot': { separator: ';', 'min-count': 2 } }, rows);
  expect(got.features).toEqual(['v=A2C']);
  expect([0, 1, 2].map((i) => row(got, i)[0])).toEqual([1, 1, 0]);
});

test('amino-acids: z-scales as published (Sandberg 1998, table 2)', async () => {
  const acids = wordsBlock(['pos1'], [['A'], ['W'], ['R'], ['G']]);
  const got = await run('amino-acids', acids);
  expect(got.features).toEqual(['pos1:z1', 'pos1:z2', 'pos1:z3', 'pos1:z4', 'pos1:z5']);
  expect(row(got, 0)).toEqual([0.24, -2.32, 0.6, -0.14, 1.3]);
  expect(row(got, 1)).toEqual([-4.36, 3.94, 0.59, 3.44, -1.59]);
  expect(row(got, 2)).toEqual([3.52, 2.5, -3.5, 1.99, -0.17]);
  expect(row(got, 3)).toEqual([2.05, -4.06, 0.36, -0.82, -0.38]);
  await expect(run('amino-acids', wordsBlock(['pos1'], [['A'], ['B']]))).rejects.toThrow(DataError);
});

test('amino-acids: BLOSUM62 as published (Henikoff 1992, figure 2), symmetric', async () => {
  const letters = [...'ACDEFGHIKLMNPQRSTVWY'];
  const got = await run(
    { 'amino-acids': 'blosum62' },
    wordsBlock(
      ['p'],
      letters.map((letter) => [letter]),
    ),
  );
  const at = (a: string, b: string) => row(got, letters.indexOf(a))[letters.indexOf(b)];
  expect(letters.map((letter) => at(letter, letter))).toEqual([
    4, 9, 6, 5, 6, 6, 8, 4, 5, 4, 5, 6, 7, 5, 5, 4, 5, 4, 11, 7,
  ]);
  expect([at('W', 'Y'), at('I', 'V'), at('D', 'E'), at('K', 'R'), at('W', 'D'), at('C', 'E')]).toEqual([
    2, 3, 2, 2, -4, -4,
  ]);
  for (const a of letters) for (const b of letters) expect(at(a, b)).toBe(at(b, a));
});

test('position-pairs: letters and pairs of them, none unseen in training', async () => {
  const train = wordsBlock(
    ['p1', 'p2', 'p3'],
    ['ACD', 'ACE', 'GCD'].map((word) => [...word]),
  );
  const got = await run(
    { 'position-pairs': 2 },
    train,
    wordsBlock(['p1', 'p2', 'p3'], [[...'ACD'], [...'GCD'], [...'AYD']]),
  );
  expect(got.features).toEqual(['p1=A', 'p1=A,p2=C', 'p2=C', 'p2=C,p3=D', 'p3=D']);
  expect([0, 1, 2].map((i) => row(got, i))).toEqual([
    [1, 1, 1, 1, 1],
    [0, 0, 1, 1, 1],
    [1, 0, 0, 0, 1],
  ]);
});
