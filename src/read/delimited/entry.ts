import type { FileHead, ReaderEntry } from '../reader.ts';

export const delimitedEntry: ReaderEntry = {
  word: 'delimited',
  title: 'Delimited text',
  doc: 'Tables of numbers and words with a header line; tab, comma or semicolon, which the header says.',
  extensions: ['.tsv', '.csv', '.txt'],
  holds: 'table',
  streams: true,
  writes: { samples: 'all', features: 'all' },
  limits: 'UTF-8 only; one header line; rows of one length.',
  params: {},
  sniff: (head) => (isText(head) ? (/\.(tsv|csv|txt|tab)(\.b?gz)?$/i.test(head.name) ? 0.3 : 0.1) : 0),
  load: () => import('./reader.ts'),
};

/** No byte that text does not have. Text of 16 bits counts as text: its own message says what to do. */
function isText({ bytes, files }: FileHead): boolean {
  if (files) return false;
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return wide || !bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
}
