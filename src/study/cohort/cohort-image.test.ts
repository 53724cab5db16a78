import { describe, expect, test } from 'vitest';
import { memorySource } from '../../read/source.ts';
import type { Block } from '../../table/block.ts';
import { genotypeMatrix, type Matrix, matrixFromRows, sparsified } from '../../table/matrix.ts';
import type { Study } from '../file/study.ts';
import { memoryFolder } from '../run/run-folder.ts';
import { findImage, keepImage } from './cohort-image.ts';
import type { LoadedCohort } from './load-cohort.ts';

const ids = ['a', 'b', 'c', 'd'];
const block = (name: string, kind: Block['kind'], matrix: Matrix): Block => ({
  ...{ name, kind, ids, matrix },
  features: Array.from({ length: matrix.nCols }, (_, j) => `f${j}`),
});
const rows = [
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 2.5],
  [0, Number.NaN, 0, 0],
];
const dense = matrixFromRows([
  [1, -0],
  [Number.NaN, 2],
  [3, 4],
  [5, 6],
]);
const loaded: LoadedCohort = {
  ...{ idColumn: 'id', ids },
  annotations: { ids, columns: [{ name: 'age', type: 'number', values: Float64Array.of(1, Number.NaN, 3, 4) }] },
  blocks: [
    { ...block('rna', 'expression', dense), present: Uint8Array.of(1, 0, 1, 1) },
    block('counts', 'mutation', sparsified(matrixFromRows(rows), 0.2)),
    block('snps', 'genotypes', genotypeMatrix(4, { nCols: 2, codes: Uint8Array.of(0b11100100, 0b00000001) })),
  ],
  steps: [[{ word: 'log2', params: { offset: 1 } }], [], []],
  namedFiles: new Map([['lengths.tsv', new Map([['f0', 1200]])]]),
  target: { task: 'survival', times: Float64Array.of(1, 2, 3, 4), events: Uint8Array.of(1, 0, 1, 1) },
  ...{ known: [], hashes: {}, statements: ['said'], warnings: [] },
};
const study = { title: 'one' } as Study;
const open = async (path: string) => memorySource(path, Uint8Array.of(1), { beside: Uint8Array.of(2) });

describe('the image of a cohort', () => {
  test('has every value and the form of each table: dense, sparse, genotypes at 2 bits', async () => {
    const folder = memoryFolder();
    const of = { study, data: {}, build: 'b' };
    await keepImage(folder, of, loaded);
    const found = (await findImage(folder, of, open))!;
    expect(found).toEqual(loaded);
    expect(found.blocks[1]!.matrix.sparse).toBeDefined();
    expect(found.blocks[2]!.matrix.packed).toBeDefined();
    expect(Object.is(found.blocks[0]!.matrix.data[4], -0)).toBe(true);
  });

  test('is that of one study, one build, and files that are what they were, companions too', async () => {
    const folder = memoryFolder();
    const one = await memorySource('x', Uint8Array.of(1)).hash();
    const two = await memorySource('x', Uint8Array.of(2)).hash();
    const of = { study, data: { 'a.bed': one, 'a.bed › beside': two }, build: 'b' };
    await keepImage(folder, of, loaded);
    expect(await findImage(folder, of, open)).toBeDefined();
    expect(await findImage(folder, { ...of, build: 'c' }, open)).toBeUndefined();
    expect(await findImage(folder, { ...of, study: { title: 'two' } as Study }, open)).toBeUndefined();
    const changed = async (path: string) => memorySource(path, Uint8Array.of(1), { beside: Uint8Array.of(3) });
    expect(await findImage(folder, of, changed)).toBeUndefined();
  });
});
