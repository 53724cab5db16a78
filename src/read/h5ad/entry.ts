import { isHdf5, says } from '../hdf5/sniff.ts';
import type { ReaderEntry } from '../reader.ts';

export const h5adEntry: ReaderEntry = {
  word: 'h5ad',
  title: 'AnnData',
  doc: 'Single cells or other samples × genes with what is known of both (scanpy, CELLxGENE): obs becomes the sample sheet, var the features.',
  extensions: ['.h5ad'],
  holds: 'blocks',
  streams: true,
  writes: { samples: 'all', features: 'all' },
  limits:
    'Compression by gzip, lzf or none; below 2³¹ values that are not 0; one matrix at a time; uns, obsp, varm are not read. Values become float32. Written: one block, not compressed, up to 2 GB, a sparse one as csc_matrix.',
  versions: 'every encoding since anndata 0.6; written as since 0.8',
  params: {
    part: {
      type: 'text',
      default: 'X',
      main: true,
      doc: 'The matrix: `X`, `raw`, `layers/<name>` or `obsm/<name>`; `inspect` lists those that are there.',
    },
  },
  sniff: ({ name, bytes }) => {
    if (!isHdf5(bytes)) return 0;
    return /\.h5ad$/i.test(name) || (says(bytes, 'obs') && says(bytes, 'var')) ? 0.9 : 0;
  },
  load: () => import('./reader.ts'),
};
