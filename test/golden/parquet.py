"""Small Parquet files as pandas and pyarrow write them, and what is in them; written to parquet.json (base64).
    python3 test/golden/parquet.py        (pip install pyarrow pandas: Debian has no pyarrow)"""
import base64, io, json, os

import numpy as np, pandas as pd, pyarrow as pa, pyarrow.parquet as pq

N = 9
frame = pd.DataFrame(
    {
        'half': np.arange(N) / 2,
        'single': (np.arange(N) / 4).astype('f4'),
        'whole': np.arange(N) * 3,
        'small': np.arange(N).astype('i1'),
        'gaps': [1.5, None, 3.0] * 3,
        'flag': [True, False, True] * 3,
        'word': ['ä', 'b', None] * 3,
        'kind': pd.Categorical(['x', 'y', 'x'] * 3),
        'day': pd.to_datetime(['2020-01-02', '2021-03-04', None] * 3),
    },
    index=[f's{i}' for i in range(N)],
)
text = lambda values: [None if v is None or v is pd.NA or v != v else str(v) for v in values]
number = lambda values: [None if v is None or v != v else float(v) for v in values]
COLUMNS = {
    'half': number(frame.half), 'single': number(frame.single), 'whole': number(frame.whole), 'small': number(frame.small),
    'gaps': number(frame.gaps), 'flag': text(frame.flag), 'word': text(frame.word), 'kind': text(frame.kind), 'day': ['2020-01-02', '2021-03-04', None] * 3,
}
IDS = list(frame.index)
files = []


def add(shows, table, expected, **more):
    out = io.BytesIO()
    if isinstance(table, pd.DataFrame):
        table.to_parquet(out, **more)
    else:
        pq.write_table(table, out, **more)
    files.append(dict(shows=shows, base64=base64.b64encode(out.getvalue()).decode(), expected=expected))


for codec in ['snappy', 'gzip', 'zstd', 'brotli', 'lz4', None]:
    some = ['gaps', 'word', 'whole']
    add(f'pandas, index of text, {codec}', frame[some], {'index': IDS, **{k: COLUMNS[k] for k in some}}, compression=codec)
add('pandas, every type', frame.rename_axis('sample'), {'sample': IDS, **COLUMNS})
add('pandas, no index', frame[['half', 'word']].reset_index(drop=True), {'half': COLUMNS['half'], 'word': COLUMNS['word']})
numbered = frame[['half']].set_axis(range(5, 5 + 2 * N, 2))
add('pandas, index of numbers', numbered.set_axis([3, 1, 4, 15, 9, 2, 6, 5, 35]), {'half': COLUMNS['half']})
plain = pa.Table.from_pandas(frame[['half', 'whole', 'word']], preserve_index=False).append_column('list', pa.array([[1, 2]] * N))
kept = {k: COLUMNS[k] for k in ['half', 'whole', 'word']}
add('pages of version 2, several groups', plain, kept, data_page_version='2.0', row_group_size=4, version='2.6')
add('no dictionary, tiny pages', plain, kept, use_dictionary=False, data_page_size=8, write_batch_size=2, compression='none')
deltas = {'half': 'BYTE_STREAM_SPLIT', 'whole': 'DELTA_BINARY_PACKED', 'word': 'DELTA_BYTE_ARRAY'}
add('encodings of differences', plain.drop_columns(['list']), kept, use_dictionary=False, column_encoding=deltas)
with open(os.path.join(os.path.dirname(__file__), 'parquet.json'), 'w') as f:
    json.dump(dict(versions=dict(pyarrow=pa.__version__, pandas=pd.__version__), files=files), f, indent=1)
