import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { missingPython, python, scratchFolder } from '../../../test/support/python.ts';
import { failureOf } from '../../../test/support/tables.ts';
import type { Block } from '../../table/block.ts';
import { sparsified } from '../../table/matrix.ts';
import { readFile } from '../read-file.ts';
import type { FileContent } from '../reader.ts';
import { memorySource } from '../source.ts';
import { write } from './write.ts';

const SCRIPT = `
import sys, json, anndata, h5py, numpy as np, scipy.sparse as sp
adata = anndata.read_h5ad(sys.argv[1])
X = adata.X
plain = lambda frame: {c: [None if v is None or v != v else v for v in frame[c].astype(object).tolist()] for c in frame}
print(json.dumps(dict(
  kind=type(X).__name__, dtype=str(X.dtype), shape=list(adata.shape),
  X=[None if v != v else float(v) for v in np.asarray(X.todense() if sp.issparse(X) else X).ravel()],
  obs=plain(adata.obs), var=plain(adata.var), obs_names=list(adata.obs_names), var_names=list(adata.var_names),
  dtypes={c: str(adata.obs[c].dtype) for c in adata.obs},
  raw=None if adata.raw is None else list(adata.raw.shape), layers=list(adata.layers), obsm=list(adata.obsm),
  links=h5py.h5o.get_info(h5py.File(sys.argv[1], 'r')['X'].id).rc)))
adata.write(sys.argv[1] + '.again')
`;

interface Seen {
  readonly kind: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly X: readonly (number | null)[];
  readonly obs: Record<string, readonly unknown[]>;
  readonly var: Record<string, readonly unknown[]>;
  readonly obs_names: readonly string[];
  readonly var_names: readonly string[];
  readonly dtypes: Record<string, string>;
  readonly raw: readonly number[] | null;
  readonly layers: readonly string[];
  readonly obsm: readonly string[];
  readonly links: number;
}

const IDS = ['c1', 'zelle ü', '细胞'];

function blockOf(data: readonly number[], more: Partial<Block> = {}): Block {
  const nCols = data.length / IDS.length;
  const features = Array.from({ length: nCols }, (_, j) => `g${j}`);
  const matrix = { nRows: IDS.length, nCols, data: Float32Array.from(data) };
  return { name: 'X', kind: 'expression', ids: IDS, features, matrix, ...more };
}

const contentOf = (block: Block): Extract<FileContent, { holds: 'blocks' }> => ({
  holds: 'blocks',
  blocks: [
    {
      block,
      features: {
        ids: block.features,
        columns: [{ name: 'symbol', type: 'text', values: block.features.map((name) => name.toUpperCase()) }],
      },
    },
  ],
  samples: {
    ids: IDS,
    columns: [
      { name: 'n counts', type: 'number', values: Float64Array.of(1.5, Number.NaN, 1e300) },
      { name: 'type', type: 'text', values: ['B', null, ''] },
      { name: 'größe', type: 'text', values: ['x', 'x', 'x'] },
      { name: 'kept', type: 'text', values: ['True', 'False', 'True'] },
    ],
  },
});

async function again(content: FileContent, part = 'X') {
  const [file] = await write(content, 'a.h5ad');
  const reading = await readFile(memorySource('a.h5ad', file!.bytes), { params: { part } });
  return { bytes: file!.bytes, ...reading };
}

describe('what is written reads back', () => {
  it('dense, sparse, missing values and texts among them', async () => {
    const dense = contentOf(blockOf([1, 2, 3, Number.NaN, 0, 1e-30]));
    expect((await again(dense)).content).toEqual(dense);
    const { matrix } = blockOf(Array.from({ length: 60 }, (_, k) => (k % 13 === 5 ? k : 0)));
    const sparse = contentOf(blockOf([...matrix.data], { matrix: sparsified(matrix, 0.5) }));
    const found = await again(sparse);
    expect(found.content).toEqual(sparse);
    expect([found.facts.encoding, found.problems]).toEqual(['csc_matrix of float32', []]);
  });

  it('without samples, columns, values', async () => {
    const empty: FileContent = { holds: 'blocks', blocks: [{ block: blockOf([]) }] };
    const { content } = await again(empty);
    if (content.holds !== 'blocks') throw new Error(content.holds);
    expect([content.blocks[0]!.block.features, content.samples]).toEqual([[], { ids: IDS, columns: [] }]);
  });

  it('of more texts than one heap holds, and samples in another order', async () => {
    const ids = Array.from({ length: 70_000 }, (_, i) => `cell ${i}`);
    const matrix = { nRows: ids.length, nCols: 1, data: Float32Array.from(ids, (_, i) => i) };
    const block = blockOf([], { ids, features: ['g'], matrix });
    const numbers = Float64Array.from(ids, (_, i) => i);
    const samples = {
      ids: ids.toReversed(),
      columns: [{ name: 'n', type: 'number' as const, values: numbers.toReversed() }],
    };
    const { content } = await again({ holds: 'blocks', blocks: [{ block }], samples });
    if (content.holds !== 'blocks') throw new Error(content.holds);
    expect(content.blocks[0]!.block.ids).toEqual(ids);
    expect(content.samples!.columns[0]!.values).toEqual(numbers);
  });
});

const reason = missingPython('write-h5ad', 'anndata', 'h5py');
describe.skipIf(reason)('anndata', () => {
  const folder = reason ? '' : scratchFolder('h5ad');
  async function seen(content: FileContent): Promise<Seen> {
    const path = join(folder, 'a.h5ad');
    writeFileSync(path, (await write(content, 'a.h5ad'))[0]!.bytes);
    const found = python<Seen>(SCRIPT, path);
    return found;
  }

  it('reads the same values from dense and sparse files, and writes them again', async () => {
    const dense = await seen(contentOf(blockOf([1, 2, 3, Number.NaN, 0, 1e-3])));
    expect(dense).toMatchObject({ kind: 'ndarray', dtype: 'float32', shape: [3, 2], links: 1, raw: null });
    expect(dense.X).toEqual([1, null, 2, 0, 3, Math.fround(1e-3)]);
    expect([dense.obs_names, dense.var_names]).toEqual([IDS, ['g0', 'g1']]);
    expect(dense.obs).toEqual({
      'n counts': [1.5, null, 1e300],
      type: ['B', null, ''],
      größe: ['x', 'x', 'x'],
      kept: [true, false, true],
    });
    expect(dense.dtypes).toEqual({ 'n counts': 'float64', type: 'category', größe: 'category', kept: 'bool' });
    expect(dense.var).toEqual({ symbol: ['G0', 'G1'] });
    const { matrix } = blockOf([0, 0, 7, 0, 0, 0, 0, 5, 0]);
    const sparse = await seen(contentOf(blockOf([...matrix.data], { matrix: sparsified(matrix, 0.5) })));
    expect(sparse).toMatchObject({ kind: 'csc_matrix', dtype: 'float32', shape: [3, 3] });
    expect(sparse.X).toEqual([0, 0, 0, 0, 0, 5, 7, 0, 0]);
  });

  it('finds the part that a block was read from, under a second link', async () => {
    const data = [1, 2, 3, 4, 5, 6];
    const raw = await seen(contentOf(blockOf(data, { name: 'raw' })));
    expect(raw).toMatchObject({ raw: [3, 2], links: 2, X: [1, 4, 2, 5, 3, 6] });
    expect(await seen(contentOf(blockOf(data, { name: 'layers/counts' })))).toMatchObject({ layers: ['counts'] });
    const features = ['X_pca_1', 'X_pca_2'];
    const pca = await seen(contentOf(blockOf(data, { name: 'obsm/X_pca', features })));
    expect(pca).toMatchObject({ obsm: ['X_pca'], links: 2 });
    expect(await seen(contentOf(blockOf(data, { name: 'obsm/X_pca' })))).toMatchObject({ obsm: [] });
  });

  it('reads many words and columns', async () => {
    const words = Array.from({ length: 300 }, (_, k) => `word ${k}`);
    const matrix = { nRows: 300, nCols: 1, data: new Float32Array(300) };
    const block = blockOf([], { ids: words, features: ['g'], matrix });
    const columns = Array.from({ length: 200 }, (_, k) => ({
      name: `column ${k}`,
      type: 'text' as const,
      values: words,
    }));
    const found = await seen({ holds: 'blocks', blocks: [{ block }], samples: { ids: words, columns } });
    expect(Object.keys(found.obs)).toHaveLength(200);
    expect(found.obs['column 199']).toEqual(words);
  });
});

describe('refused', () => {
  const column = (name: string, values: readonly string[] = ['a', 'b', 'c']) => ({
    ...contentOf(blockOf([1, 2, 3])),
    samples: { ids: IDS, columns: [{ name, type: 'text' as const, values }] },
  });
  test.each<[string, FileContent, string]>([
    ['sets', { holds: 'sets', sets: [] }, 'a.h5ad: h5ad holds a block of numbers, got sets'],
    [
      'two blocks',
      { holds: 'blocks', blocks: [{ block: blockOf([1, 2, 3]) }, { block: blockOf([1, 2, 3]) }] },
      'a.h5ad: one block is written, got 2; write each into a file of its own',
    ],
    [
      'words',
      contentOf(blockOf([0, 0, 0], { levels: [['a']] })),
      "a.h5ad: h5ad holds numbers, got words in block 'X'; write it as .tsv",
    ],
    [
      'arrays',
      contentOf(blockOf([1, 2, 3], { shape: [1, 1] })),
      "a.h5ad: h5ad holds samples × features, got arrays of [1, 1] in block 'X'; write it as .npz",
    ],
    [
      'a slash in a name',
      column('a/b'),
      "a.h5ad: obs: names of columns without a slash, other than '_index', expected, got 'a/b'; rename the column",
    ],
    [
      'a text with a zero',
      column('a', ['a\0b', 'b', 'c']),
      'a.h5ad: obs: texts without zeros expected, got "a\\u0000b"',
    ],
    [
      'more columns than fit',
      {
        ...contentOf(blockOf([1, 2, 3])),
        samples: {
          ids: IDS,
          columns: Array.from({ length: 5000 }, (_, k) => ({
            name: `c${k}`,
            type: 'number',
            values: new Float64Array(3),
          })),
        },
      },
      'a.h5ad: names and lists of names of up to 65535 bytes expected, got 80054; write fewer columns (about 4,000 are possible), or shorter names',
    ],
  ])('%s', async (_, content, message) => {
    expect((await failureOf(write(content, 'a.h5ad'))).message).toBe(message);
  });
});
