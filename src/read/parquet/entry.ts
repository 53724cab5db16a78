import type { ReaderEntry } from '../reader.ts';

export const parquetEntry: ReaderEntry = {
  word: 'parquet',
  title: 'Apache Parquet',
  doc: 'Tables by columns, as pandas, polars, R arrow and Spark write them; a named index of pandas, or one of text, comes first.',
  extensions: ['.parquet', '.pq'],
  holds: 'table',
  streams: true,
  writes: { samples: [], features: [] },
  limits:
    'Numbers, text, booleans (True, False), dates (ISO text); columns of lists, structs and bytes are left out with a warning. No encryption. Whole numbers beyond 2⁵³ are rounded.',
  versions: 'pages of version 1 and 2; snappy, gzip, zstd, brotli, lz4',
  params: {},
  sniff: ({ bytes, compressed }) =>
    !compressed && [0x50, 0x41, 0x52, 0x31].every((byte, k) => bytes[k] === byte) ? 1 : 0,
  load: () => import('./reader.ts'),
};
