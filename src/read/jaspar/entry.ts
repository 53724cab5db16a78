import type { ReaderEntry } from '../reader.ts';

export const jasparEntry: ReaderEntry = {
  word: 'jaspar',
  title: 'JASPAR motifs',
  doc: 'Known motifs as counts of letters: the PFM format of JASPAR, with letters and brackets.',
  extensions: ['.jaspar', '.pfm'],
  holds: 'motifs',
  streams: true,
  writes: false,
  limits: 'DNA alone; no raw PFM without letters.',
  params: {},
  // Surer than FASTA, which begins alike.
  sniff: ({ bytes }) => (/^>[^\n]*\n\s*A\s*\[/.test(String.fromCharCode(...bytes.subarray(0, 400))) ? 0.98 : 0),
  load: () => import('./reader.ts'),
};
