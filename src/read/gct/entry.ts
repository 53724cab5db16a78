import type { ReaderEntry } from '../reader.ts';

export const gctEntry: ReaderEntry = {
  word: 'gct',
  title: 'GCT',
  doc: 'Gene expression of the Broad Institute (GenePattern, GSEA, Connectivity Map): genes in rows, samples in columns, with what is known of both.',
  extensions: ['.gct'],
  holds: 'blocks',
  streams: true,
  writes: { samples: 'all', features: 'all' },
  limits: 'Row names and sample names must each occur once.',
  versions: '1.2; 1.3 with annotations of rows and columns',
  params: {},
  sniff: ({ bytes }) => (/^(\xef\xbb\xbf)?#1\.\d\r?\n/.test(String.fromCharCode(...bytes.subarray(0, 12))) ? 0.99 : 0),
  load: () => import('./reader.ts'),
};
