import type { ReaderEntry } from '../reader.ts';

export const fastaEntry: ReaderEntry = {
  word: 'fasta',
  title: 'FASTA',
  doc: 'Sequences of DNA, RNA or protein, each after a line that begins with >.',
  extensions: ['.fa', '.fasta', '.fna', '.faa'],
  holds: 'sequences',
  streams: true,
  writes: { samples: [], features: [] },
  limits: 'Letters, * and - only; a sequence of at most 2³¹ letters.',
  params: {},
  sniff: ({ bytes }) => {
    // A byte order mark is passed over too.
    const first = bytes.find((byte) => byte > 32 && ![0xef, 0xbb, 0xbf].includes(byte));
    return first === 62 ? 0.9 : 0;
  },
  load: () => import('./reader.ts'),
};
