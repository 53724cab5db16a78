import { isHdf5, says } from '../hdf5/sniff.ts';
import type { ReaderEntry } from '../reader.ts';
import { TENX_PARAMS } from '../tenx-params.ts';

export const tenxH5Entry: ReaderEntry = {
  word: '10x-h5',
  title: '10x Genomics feature–barcode matrix, HDF5',
  doc: 'Counts of cells × features from Cell Ranger: one block for each type of features, genes first.',
  extensions: ['.h5'],
  holds: 'blocks',
  streams: true,
  writes: false,
  limits: 'Below 2³¹ counts that are not 0.',
  versions: 'Cell Ranger 2 (one group a genome) and 3 and later (matrix)',
  params: {
    ...TENX_PARAMS,
    genome: { type: 'text', default: '', doc: 'Of Cell Ranger 2, where a file holds several: the one to read.' },
  },
  sniff: ({ name, bytes }) => {
    if (!isHdf5(bytes)) return 0;
    if (says(bytes, 'barcodes') && says(bytes, 'indptr')) return 0.8;
    return /\.h5$/i.test(name) ? 0.3 : 0;
  },
  load: () => import('./reader.ts'),
};
