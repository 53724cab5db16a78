import { describe, expect, test } from 'vitest';
import { sparseTable, toSparse, withBases } from '../../test/support/sparse-tables.ts';
import { ShapeError } from '../base/errors.ts';
import { takeBlockPart } from './block.ts';
import {
  columnOf,
  concatColumns,
  createMatrix,
  densified,
  density,
  isSparse,
  sparsified,
  takeColumns,
  takePart,
  takeRows,
} from './matrix.ts';
import { columnOfEntry } from './sparse.ts';

const X = sparseTable(23, 9);
X.data[2 * 23 + 5] = Number.NaN;

describe.each([
  ['entries that are not 0', toSparse(X)],
  ['bases of their own', withBases(X)],
])('a sparse table of %s', (_, S) => {
  test('is the dense one: as a whole and column by column', () => {
    expect(S.data).toEqual(X.data);
    expect(densified(S)).toEqual(X);
    for (let j = 0; j < 9; j++) expect(columnOf(S, j)).toEqual(columnOf(X, j));
  });

  test.each([
    ['rising', [0, 3, 4, 22]],
    ['in another order', [7, 2, 22, 0, 5]],
    ['some of them twice', [5, 5, 1, 5, 0]],
    ['none', []],
  ])('gives the same rows, %s, and keeps them rising within a column', (_, rows) => {
    const some = takeRows(S, rows);
    expect(some.data).toEqual(takeRows(X, rows).data);
    expect(takePart(S, rows, [8, 0, 2]).data).toEqual(takePart(X, rows, [8, 0, 2]).data);
    const { starts, rows: at } = toSparse(some).sparse;
    for (let j = 0; j < 9; j++)
      for (let e = starts[j]! + 1; e < starts[j + 1]!; e++) expect(at[e]).toBeGreaterThanOrEqual(at[e - 1]!);
  });

  test('gives the same columns', () => {
    expect(takeColumns(S, [8, 0, 2]).data).toEqual(takeColumns(X, [8, 0, 2]).data);
    expect(isSparse(takeColumns(S, [1]))).toBe(true);
  });

  test('hands out copies: what is written there does not come back', () => {
    const copy = takeRows(
      S,
      Int32Array.from({ length: 23 }, (_, i) => i),
    );
    toSparse(copy).sparse.values.fill(9);
    toSparse(copy).sparse.base.fill(9);
    expect(densified(S)).toEqual(X);
  });
});

test('a table becomes sparse below the share asked for, missing values counted among those that are kept', () => {
  const T = createMatrix(10, 10);
  T.data.fill(1, 0, 8);
  T.data[99] = Number.NaN;
  expect(isSparse(sparsified(T))).toBe(true);
  expect(density(sparsified(T))).toBe(0.09);
  T.data[98] = 2;
  expect(sparsified(T)).toBe(T); // a tenth
  expect(density(T)).toBe(1);
  expect(sparsified(T, 0.2).data).toEqual(T.data);
});

test('tables side by side are sparse while a tenth is not reached, and the same values either way', () => {
  const wide = toSparse(sparseTable(40, 100, 0.03));
  const few = createMatrix(40, 3);
  few.data.forEach((_, at) => {
    few.data[at] = at + 1;
  });
  const beside = concatColumns([few, wide, few]);
  expect(isSparse(beside)).toBe(true);
  expect(beside.data).toEqual(Float32Array.of(...few.data, ...wide.data, ...few.data));
  const many = concatColumns([wide, few, few, few, few]);
  expect(isSparse(many)).toBe(false);
  expect(many.data).toEqual(Float32Array.of(...wide.data, ...few.data, ...few.data, ...few.data, ...few.data));
  expect(() => concatColumns([wide, createMatrix(39, 2)])).toThrow(ShapeError);
});

test('a part of a block is sparse as the block is', () => {
  const block = {
    name: 'b',
    kind: 'mutation',
    ids: Array.from({ length: 23 }, (_, i) => `s${i}`),
    features: Array.from({ length: 9 }, (_, j) => `g${j}`),
    matrix: toSparse(X),
  } as const;
  const part = takeBlockPart(block, [4, 2], [1, 5]);
  expect(isSparse(part.matrix)).toBe(true);
  expect(part.ids).toEqual(['s4', 's2']);
  expect(part.matrix.data).toEqual(takePart(X, [4, 2], [1, 5]).data);
});

test('the column of an entry, empty columns among them', () => {
  const starts = Int32Array.of(0, 0, 2, 2, 2, 5);
  expect([0, 1, 2, 3, 4].map((entry) => columnOfEntry(starts, entry))).toEqual([1, 1, 4, 4, 4]);
});
