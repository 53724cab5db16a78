import { describe, expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { denseBlock } from './block.ts';
import {
  columnOf,
  concatColumns,
  createMatrix,
  denseCopy,
  densified,
  density,
  genotypeMatrix,
  hasMissing,
  isPacked,
  type Matrix,
  takeColumns,
  takePart,
  takeRows,
} from './matrix.ts';
import { countCodes, pack, strideOf } from './packed.ts';

const P = 9;

function genotypes(n: number): Matrix {
  const draws = randomKey(3).at(n).stream();
  const X = createMatrix(n, P);
  for (let at = 0; at < n * P; at++) X.data[at] = [0, 1, 2, Number.NaN][draws.below(4)]!;
  return X;
}

const packedOf = (X: Matrix) => genotypeMatrix(X.nRows, pack(X.data, X.nRows, X.nCols)!);

describe.each([1, 4, 23, 1001])('genotypes of %i samples at 2 bits', (n) => {
  const X = genotypes(n);
  const G = packedOf(X);

  test('are the dense table: as a whole and column by column', () => {
    expect(G.packed.codes.length).toBe(P * Math.ceil(n / 4));
    expect(G.data).toEqual(X.data);
    expect(G.data).toBe(G.data);
    expect(densified(G)).toEqual(X);
    expect(denseCopy(X).data).not.toBe(X.data);
    for (let j = 0; j < P; j++) expect(columnOf(G, j)).toEqual(columnOf(X, j));
    expect(density(G)).toBe(1);
  });

  test.each([
    ['rising', [0, n >> 1, n - 1]],
    ['in another order, some twice', [n - 1, 0, n - 1, n >> 2, 0]],
    ['none', []],
  ])('give the same rows and columns, %s, and stay packed', (_, rows) => {
    const some = takeRows(G, rows);
    expect(isPacked(some)).toBe(true);
    expect(some.data).toEqual(takeRows(X, rows).data);
    expect(takePart(G, rows, [8, 0, 2]).data).toEqual(takePart(X, rows, [8, 0, 2]).data);
    expect(takeColumns(G, [8, 0, 2]).data).toEqual(takeColumns(X, [8, 0, 2]).data);
    const shared = takePart(G, rows, [8, 0, 2], (r, c) => createMatrix(r, c));
    expect(isPacked(shared)).toBe(false);
    expect(shared.data).toEqual(takePart(X, rows, [8, 0, 2]).data);
  });

  test('stand side by side, packed where all are', () => {
    expect(isPacked(concatColumns([G, G]))).toBe(true);
    expect(concatColumns([G, G]).data).toEqual(concatColumns([X, X]).data);
    expect(concatColumns([X, G]).data).toEqual(concatColumns([X, X]).data);
    expect(isPacked(concatColumns([X, G]))).toBe(false);
  });

  test('are counted', () => {
    for (let j = 0; j < P; j++) {
      const column = [...columnOf(X, j)];
      const counts = [0, 1, 2].map((value) => column.filter((x) => x === value).length);
      const found = countCodes(G.packed.codes, j * strideOf(n), n);
      expect(found).toEqual([...counts, column.filter(Number.isNaN).length]);
    }
    expect(hasMissing(G)).toBe(hasMissing(X));
  });
});

test('a packed block becomes dense with a table of its own', () => {
  const matrix = packedOf(genotypes(5));
  const features = Array.from({ length: P }, (_, j) => `v${j}`);
  const block = { name: 'snps', kind: 'genotypes', ids: [...'abcde'], features, matrix } as const;
  expect(denseBlock(block).matrix.data).not.toBe(matrix.data);
});

test('nothing but 0, 1, 2 and missing is packed; too few codes are refused', () => {
  for (const value of [3, 0.5, -1]) expect(pack(Float32Array.of(0, value), 2, 1)).toBeNull();
  expect(() => genotypeMatrix(5, { nCols: 2, codes: new Uint8Array(3) })).toThrow(/4 bytes, got 3/);
});
