import type { ReaderEntry } from '../reader.ts';

export const edgesEntry: ReaderEntry = {
  word: 'edges',
  title: 'Edge list',
  doc: 'A network: two names in each line and perhaps a score; of STRING, or a table of ones own.',
  extensions: ['.edges', '.edgelist'],
  holds: 'network',
  streams: true,
  writes: false,
  limits: 'Undirected; scores of at least 0; no SIF of Cytoscape.',
  versions: 'separated by tabs, commas, semicolons or blanks; with a header or without',
  params: {
    columns: {
      type: 'list',
      default: [],
      main: true,
      doc: 'Columns of the two names and, if there is one, of the score: [protein1, protein2, combined_score]; empty: the first two and the third.',
    },
    strip: { type: 'text', default: '', doc: "What names begin with and is taken off: '9606.' of STRING." },
  },
  // Any table could be one: only its name, or the header of STRING, says so.
  sniff: ({ name, bytes }) => {
    if (/^protein1[\t ]+protein2[\t ]/.test(String.fromCharCode(...bytes.subarray(0, 24)))) return 0.9;
    return /\.(edges|edgelist)(\.b?gz)?$/i.test(name) && !bytes.includes(0) ? 0.45 : 0;
  },
  load: () => import('./reader.ts'),
};
