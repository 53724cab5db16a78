import type { ReaderEntry } from '../reader.ts';

export const fastqEntry: ReaderEntry = {
  word: 'fastq',
  title: 'FASTQ',
  doc: 'Reads of a sequencer with their qualities: sequences, and facts of the qualities.',
  extensions: ['.fastq', '.fq'],
  holds: 'sequences',
  streams: true,
  writes: false,
  limits: 'Four lines a read; qualities are summarised, not kept.',
  versions: 'Phred+33, Phred+64',
  params: {
    reads: {
      type: 'integer',
      default: 'all',
      min: 1,
      words: ['all'],
      doc: 'How many reads are kept as sequences, from the first; the facts are those of all.',
    },
  },
  sniff: ({ name, bytes }) => {
    const lines = new TextDecoder().decode(bytes).split('\n', 3);
    if (!/^\uFEFF?@/.test(lines[0]!)) return 0;
    if (lines[2]?.startsWith('+')) return 0.95;
    return /\.(fastq|fq)(\.b?gz)?$/i.test(name) ? 0.4 : 0;
  },
  load: () => import('./reader.ts'),
};
