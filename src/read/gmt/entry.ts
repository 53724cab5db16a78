import type { ReaderEntry } from '../reader.ts';

export const gmtEntry: ReaderEntry = {
  word: 'gmt',
  title: 'GMT',
  doc: 'Sets of genes, one a line: name, description, members; of MSigDB, Reactome, Enrichr.',
  extensions: ['.gmt'],
  holds: 'sets',
  streams: true,
  writes: { samples: [], features: [] },
  limits: 'Weights of members (Enrichr) are left out, and told.',
  params: {},
  // Any text could be one: the name decides.
  sniff: ({ name, bytes }) => (/\.gmt(\.b?gz)?$/i.test(name) && !bytes.includes(0) ? 0.45 : 0),
  load: () => import('./reader.ts'),
};
