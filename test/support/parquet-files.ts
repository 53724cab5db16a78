import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ReaderCase } from './reader-cases.ts';

/** What `test/golden/parquet.py` put into a file: its columns in order. */
export interface ParquetFile extends ReaderCase {
  readonly expected: Readonly<Record<string, readonly (string | number | null)[]>>;
}

interface Golden {
  readonly files: readonly {
    readonly shows: string;
    readonly base64: string;
    readonly expected: ParquetFile['expected'];
  }[];
}

/** Small files of pandas and pyarrow. */
export const PARQUET_FILES: readonly ParquetFile[] = (
  JSON.parse(readFileSync(fileURLToPath(new URL('../golden/parquet.json', import.meta.url)), 'utf8')) as Golden
).files.map(({ shows, base64, expected }) => ({
  ...{ word: 'parquet', shows, name: 'a.parquet', expected },
  bytes: new Uint8Array(Buffer.from(base64, 'base64')),
}));
