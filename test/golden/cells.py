"""Small files of single cells in every encoding that h5ad and 10x have had, and what is in them; written to cells.json (gzip, base64).
    /usr/bin/python3 test/golden/cells.py
The layouts of anndata 0.6 and 0.7 and of Cell Ranger are written as those versions did; those of 0.8 by anndata itself."""
import base64, gzip, io, json, os, sys, tempfile, warnings

import anndata, h5py, numpy as np, pandas as pd, scipy, scipy.sparse as sp

warnings.simplefilter('ignore')
N, P = 6, 4
CELLS = [f'cell{i}' for i in range(N)]
GENES = ['CD3E', 'CD19', 'CD3E', 'NKG7']
UNIQUE = ['CD3E', 'CD19', 'CD3E-1', 'NKG7']
X = np.array([[0, 2, 0, 1], [3, 0, 0, 0], [0, 0, 0.5, 0], [0, 0, 0, 0], [1, 0, 7, 0], [0, 4, 0, 2]], 'f4')
LABEL = ['T', 'B', 'T', None, 'B', 'NK']
WORDS = ['B', 'NK', 'T']
CODES = np.array([-1 if w is None else WORDS.index(w) for w in LABEL], 'i1')
COUNT = np.array([3, 1, 4, 1, 5, 9], 'i8')
SHARE = np.array([0.25, 0.5, 0.125, 0, 1, 0.75], 'f8')
IDS = ['ENSG01', 'ENSG02', 'ENSG03', 'ENSG04']
PCA = np.arange(12, dtype='f8').reshape(N, 2) / 4
TEXT = h5py.string_dtype()
DENSE = [[float(v) for v in row] for row in X]
folder = tempfile.mkdtemp()
files = []


def add(word, shows, write, expected, name='a.h5ad', params=None, **more):
    path = os.path.join(folder, 'file.h5')
    if os.path.exists(path):
        os.remove(path)
    if write.__code__.co_argcount == 1 and write.__name__ == 'by_path':
        write(path)
    else:
        with h5py.File(path, 'w', **more) as f:
            write(f)
    with open(path, 'rb') as f:
        packed = gzip.compress(f.read(), 9, mtime=0)
    files.append(dict(word=word, shows=shows, name=name, params=params, gzip=base64.b64encode(packed).decode(), expected=expected))


def expect(obs=None, rows=DENSE, features=UNIQUE, ids=CELLS):
    return dict(ids=ids, features=features, rows=rows, obs=obs or {})


OBS = {'label': LABEL, 'count': COUNT.tolist(), 'share': SHARE.tolist()}


def records(names, kind, columns):
    out = np.zeros(len(names), [('index', kind)] + [(k, np.asarray(v).dtype) for k, v in columns.items()])
    out['index'] = names
    for k, v in columns.items():
        out[k] = v
    return out


def old(sparse):
    def write(f):
        if sparse:
            m = sp.csr_matrix(X)
            g = f.create_group('X')
            g.attrs['h5sparse_format'], g.attrs['h5sparse_shape'] = 'csr', X.shape
            for k in ('data', 'indices', 'indptr'):
                g.create_dataset(k, data=getattr(m, k), maxshape=(None,), chunks=True)
        else:
            f['X'] = X
        f['obs'] = records(CELLS, 'S10' if sparse else TEXT, {'label': CODES, 'count': COUNT, 'share': SHARE})
        f['var'] = records(GENES, 'S10' if sparse else TEXT, {'score': np.arange(P) / 2})
        f['uns/label_categories'] = np.array(WORDS, object) if not sparse else np.array(WORDS, 'S2')
        f['raw.X'], f['raw.var'] = X * 2, records(IDS, 'S10', {})
        out = np.zeros(N, [('X_pca', 'f8', (2,))])
        out['X_pca'] = PCA
        f['obsm'] = out
    return write


def frame(f, path, names, columns, version, index='_index'):
    g = f.create_group(path)
    g.attrs['encoding-type'], g.attrs['encoding-version'] = 'dataframe', version
    g.attrs['_index'], g.attrs['column-order'] = index, np.array(list(columns), TEXT) if columns else np.array([], 'f8')
    g.create_dataset(index, data=np.array(names, object), dtype=TEXT)
    return g


def written_07(form):
    def write(f):
        m = sp.csr_matrix(X) if form == 'csr' else sp.csc_matrix(X)
        g = f.create_group('X')
        g.attrs['encoding-type'], g.attrs['encoding-version'], g.attrs['shape'] = f'{form}_matrix', '0.1.0', X.shape
        for k in ('data', 'indices', 'indptr'):
            g[k] = getattr(m, k)
        obs = frame(f, 'obs', CELLS, OBS, '0.1.0', 'index')
        obs['__categories/label'] = np.array(WORDS, object)
        obs['label'], obs['count'], obs['share'] = CODES, COUNT, SHARE
        obs['label'].attrs['categories'] = obs['__categories/label'].ref
        frame(f, 'var', GENES, {}, '0.1.0')
    return write


def by_anndata(x, compression=None, **more):
    def by_path(path):
        obs = pd.DataFrame({'label': pd.Categorical(LABEL, WORDS), 'count': COUNT, 'share': SHARE}, index=CELLS)
        a = anndata.AnnData(x, obs=obs, var=pd.DataFrame({'id': IDS}, index=GENES))
        a.obsm['X_pca'] = PCA
        a.layers['counts'] = sp.csr_matrix(X * 4)
        a.raw = a.copy()
        a.write_h5ad(path, compression=compression, **more)
    return by_path


def nullable(f):
    f.attrs['encoding-type'], f.attrs['encoding-version'] = 'anndata', '0.1.0'
    f['X'] = X
    frame(f, 'var', GENES, {}, '0.2.0')
    obs = frame(f, 'obs', CELLS, {'whole': 0, 'yes': 0, 'word': 0, 'level': 0, 'flag': 0}, '0.2.0')
    mask = np.array([0, 0, 1, 0, 0, 0], bool)
    for name, values, kind in [('whole', COUNT, 'integer'), ('yes', COUNT > 2, 'boolean'), ('word', np.array(list('abcdef'), object), 'string-array')]:
        g = obs.create_group(name)
        g.attrs['encoding-type'], g.attrs['encoding-version'] = f'nullable-{kind}', '0.1.0'
        g['values'], g['mask'] = values, mask
    g = obs.create_group('level')
    g.attrs['encoding-type'], g.attrs['encoding-version'], g.attrs['ordered'] = 'categorical', '0.2.0', True
    g['codes'], g['categories'] = np.array([0, 1, 0, 1, -1, 0], 'i1'), np.array([10, 20])
    obs['flag'] = COUNT > 2


NULLABLE = {
    'whole': [3, 1, None, 1, 5, 9],
    'yes': ['True', 'False', None, 'False', 'True', 'True'],
    'word': ['a', 'b', None, 'd', 'e', 'f'],
    'level': ['10', '20', '10', '20', None, '10'],
    'flag': ['True', 'False', 'True', 'False', 'True', 'True'],
}


def latest(f):
    nullable(f)
    # anndata 0.12 with the text of pandas 3
    del f['var/_index']
    g = f.create_group('var/_index')
    g.attrs['encoding-type'], g.attrs['encoding-version'] = 'nullable-string-array', '0.1.0'
    g['values'], g['mask'] = np.array(GENES, object), np.zeros(P, bool)
    for k in range(12):
        f['obs'].attrs[f'note {k}'] = 'so that attributes stand in a heap'


pca = expect(OBS, PCA.tolist(), ['X_pca_1', 'X_pca_2'])
times = lambda k: [[k * v for v in row] for row in DENSE]
add('h5ad', 'anndata 0.6, dense', old(False), expect(OBS))
add('h5ad', 'anndata 0.6, sparse', old(True), expect(OBS))
add('h5ad', 'anndata 0.6, raw', old(False), expect(OBS, times(2), IDS), params={'part': 'raw'})
add('h5ad', 'anndata 0.6, obsm', old(False), pca, params={'part': 'obsm/X_pca'})
add('h5ad', 'anndata 0.7, csr', written_07('csr'), expect(OBS))
add('h5ad', 'anndata 0.7, csc', written_07('csc'), expect(OBS))
add('h5ad', 'anndata 0.8, dense', by_anndata(X), expect(OBS))
add('h5ad', 'anndata 0.8, csr, gzip', by_anndata(sp.csr_matrix(X), 'gzip'), expect(OBS))
add('h5ad', 'anndata 0.8, csr, lzf', by_anndata(sp.csr_matrix(X), 'lzf'), expect(OBS))
add('h5ad', 'anndata 0.8, layer', by_anndata(X), expect(OBS, times(4)), params={'part': 'layers/counts'})
add('h5ad', 'anndata 0.8, raw', by_anndata(sp.csc_matrix(X)), expect(OBS), params={'part': 'raw'})
add('h5ad', 'anndata 0.8, obsm', by_anndata(X), pca, params={'part': 'obsm/X_pca'})
add('h5ad', 'values that may be missing', nullable, expect(NULLABLE))
add('h5ad', 'newest form of HDF5', latest, expect(NULLABLE), libver='latest')

BARCODES = np.array([f'AAAC{i}-1' for i in range(N)], 'S18')
COUNTS = np.round(X * 2).astype('i4')
TYPES = ['Gene Expression', 'Gene Expression', 'Gene Expression', 'Antibody Capture']
counts = [[float(v) for v in row] for row in COUNTS]


def cells_by_genes(g):
    m = sp.csc_matrix(COUNTS.T)
    g['data'], g['indices'], g['indptr'] = m.data, m.indices.astype('i8'), m.indptr.astype('i8')
    g['shape'], g['barcodes'] = np.array([P, N], 'i4'), BARCODES


def ranger2(f):
    g = f.create_group('GRCh38')
    cells_by_genes(g)
    g['genes'], g['gene_names'] = np.array(IDS, 'S8'), np.array(GENES, 'S8')


def ranger3(f):
    g = f.create_group('matrix')
    cells_by_genes(g)
    t = g.create_group('features')
    t['_all_tag_keys'], t['genome'] = np.array(['genome'], 'S6'), np.array(['GRCh38'] * P, 'S8')
    t['id'], t['name'], t['feature_type'] = np.array(IDS, 'S8'), np.array(GENES, 'S8'), np.array(TYPES, 'S16')


barcodes = [b.decode() for b in BARCODES]
first = [row[:3] for row in counts]
add('10x-h5', 'Cell Ranger 2', ranger2, expect(rows=counts, ids=barcodes), name='a.h5')
add('10x-h5', 'Cell Ranger 3', ranger3, expect(rows=first, features=UNIQUE[:3], ids=barcodes), name='a.h5')
add('10x-h5', 'Cell Ranger 3, ids', ranger3, expect(rows=first, features=IDS[:3], ids=barcodes), name='a.h5', params={'names': 'id'})

json.dump(
    dict(versions=dict(anndata=anndata.__version__, h5py=h5py.__version__, hdf5=h5py.version.hdf5_version, python=sys.version.split()[0]), files=files),
    open(os.path.join(os.path.dirname(__file__), 'cells.json'), 'w'), indent=1)
