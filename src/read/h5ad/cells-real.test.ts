import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { missingPython, python } from '../../../test/support/python.ts';
import { columnOf } from '../../table/matrix.ts';
import { fileSource } from '../file-source.node.ts';
import { readFile } from '../read-file.ts';
import type { FileReading, ReadOptions } from '../reader.ts';

const data = '../shared/data/12_singlecell_gdc';
const pbmc = `${data}/pbmc68k_reduced_700x765.h5ad`;
const h5 = `${data}/10x_v3_filtered_feature_bc_matrix.h5`;
const mtx = `${data}/10x_v3_filtered_feature_bc_matrix`;
const absent = !existsSync(data);
if (absent) console.log(`cells-real.test is skipped: ${data} is absent`);
const missing = absent ? 'no data' : missingPython('cells-real.test', 'anndata', 'h5py', 'scipy.io');

const read = async (path: string, params?: ReadOptions['params']) =>
  readFile(await fileSource(path), params ? { params } : {});

function mainOf({ content }: FileReading) {
  if (content.holds !== 'blocks') throw new Error(content.holds);
  return { ...content.blocks[0]!, samples: content.samples! };
}

/** Rows of the first block, as float32. */
function rowsOf(reading: FileReading): number[][] {
  const { matrix } = mainOf(reading).block;
  const columns = Array.from({ length: matrix.nCols }, (_, j) => columnOf(matrix, j));
  return Array.from({ length: matrix.nRows }, (_, i) => columns.map((column) => column[i]!));
}

const ANNDATA = `
import sys, json, anndata, numpy as np, pandas as pd
a = anndata.read_h5ad(sys.argv[1])
def column(c): return [None if pd.isna(v) else v for v in (c.astype(str) if c.dtype.kind in 'bO' or c.dtype.name == 'category' else c.astype(float))]
def frame(t): return {'ids': list(t.index), 'columns': {k: column(t[k]) for k in t.columns}}
print(json.dumps({'X': np.asarray(a.X, float).tolist(), 'obs': frame(a.obs), 'var': frame(a.var),
  'obsm': {k: np.asarray(v, 'f4').astype(float).tolist() for k, v in a.obsm.items()}}))
`;
interface Frame {
  readonly ids: readonly string[];
  readonly columns: Readonly<Record<string, readonly (string | number | null)[]>>;
}

describe.skipIf(missing !== '')('700 cells as anndata reads them', () => {
  const expected = missing
    ? undefined!
    : python<{ X: number[][]; obs: Frame; var: Frame; obsm: Record<string, number[][]> }>(ANNDATA, pbmc);

  test('X, obs with its categories, var', async () => {
    const reading = await read(pbmc);
    const { block, features, samples } = mainOf(reading);
    expect(rowsOf(reading)).toEqual(expected.X);
    for (const [ours, theirs] of [
      [samples, expected.obs],
      [features!, expected.var],
    ] as const) {
      expect(ours.ids).toEqual(theirs.ids);
      const columns = Object.fromEntries(
        ours.columns.map(({ name, values }) => [name, Array.from(values as string[])]),
      );
      expect(columns).toEqual(theirs.columns);
    }
    expect(block.kind).toBe('expression');
    expect(reading.facts).toMatchObject({ encoding: 'array of float32', parts: 'X, obsm/X_pca, obsm/X_umap' });
  });

  test.each(['X_pca', 'X_umap'])('obsm/%s', async (name) => {
    const reading = await read(pbmc, { part: `obsm/${name}` });
    expect(rowsOf(reading)).toEqual(expected.obsm[name]);
    expect(mainOf(reading).block.features[1]).toBe(`${name}_2`);
  });
});

const SCIPY = `
import sys, json, gzip, h5py, numpy as np, scipy.io, scipy.sparse as sp
m = scipy.io.mmread(sys.argv[1] + '/matrix.mtx.gz').toarray().T
f = h5py.File(sys.argv[2], 'r')['matrix']
h = sp.csc_matrix((f['data'][:], f['indices'][:], f['indptr'][:]), f['shape'][:]).toarray().T
names = [l.decode().rstrip('\\n').split('\\t')[1] for l in gzip.open(sys.argv[1] + '/features.tsv.gz')]
import anndata, pandas as pd
a = anndata.AnnData(np.zeros((1, len(names)), 'f4'), var=pd.DataFrame(index=names)); a.var_names_make_unique()
print(json.dumps({'same': bool((m == h).all()), 'rows': m.tolist(), 'cells': [b.decode() for b in f['barcodes'][:]], 'names': list(a.var_names), 'ids': [b.decode() for b in f['features/id'][:]]}))
`;

describe.skipIf(missing !== '')('1,107 cells × 507 genes of Cell Ranger 3, as HDF5 and as MatrixMarket', () => {
  test('equal each other and what scipy and h5py read; symbols made unique as anndata does', async () => {
    const expected = python<{ same: boolean; rows: number[][]; cells: string[]; names: string[]; ids: string[] }>(
      SCIPY,
      mtx,
      h5,
    );
    expect(expected.same).toBe(true);
    const [fromH5, fromMtx, fromFile] = [await read(h5), await read(mtx), await read(`${mtx}/matrix.mtx.gz`)];
    for (const reading of [fromH5, fromMtx, fromFile]) {
      const { block } = mainOf(reading);
      expect(block.ids).toEqual(expected.cells);
      expect(block.features).toEqual(expected.names);
      expect(rowsOf(reading)).toEqual(expected.rows);
    }
    expect(mainOf(fromMtx).block.matrix.sparse).toEqual(mainOf(fromH5).block.matrix.sparse);
    expect(mainOf(await read(h5, { names: 'id' })).block.features).toEqual(expected.ids);
  });
});
