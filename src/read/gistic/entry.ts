import type { ReaderEntry } from '../reader.ts';

export const gisticEntry: ReaderEntry = {
  word: 'gistic',
  title: 'GISTIC by genes',
  doc: 'Copy number of genes from GISTIC 2: all_data_by_genes.txt, all_thresholded.by_genes.txt.',
  extensions: ['.by_genes.txt', '_by_genes.txt'],
  holds: 'blocks',
  streams: true,
  writes: false,
  limits: 'The files by genes only, not the lesions.',
  params: {},
  sniff: ({ bytes }) =>
    /^(\xef\xbb\xbf)?Gene Symbol\t(Gene ID|Locus ID)\tCytoband\t/.test(String.fromCharCode(...bytes.subarray(0, 60)))
      ? 0.95
      : 0,
  load: () => import('./reader.ts'),
};
