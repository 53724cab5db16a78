import type { ReaderEntry } from '../reader.ts';

export const memeEntry: ReaderEntry = {
  word: 'meme',
  title: 'MEME motifs',
  doc: 'Known motifs as shares of letters: the minimal MEME format, as JASPAR, HOCOMOCO and the MEME suite give it.',
  extensions: ['.meme'],
  holds: 'motifs',
  streams: true,
  writes: false,
  limits: 'DNA alone; log-odds matrices are passed over.',
  versions: '4 and 5',
  params: {},
  sniff: ({ bytes }) => (/^\s*MEME version/.test(String.fromCharCode(...bytes.subarray(0, 64))) ? 0.95 : 0),
  load: () => import('./reader.ts'),
};
