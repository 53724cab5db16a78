import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'fflate';
import type { ParamValues } from '../../src/base/params.ts';
import type { ReaderCase } from './reader-cases.ts';

/** What `test/golden/cells.py` put into a file. */
export interface CellFile extends ReaderCase {
  readonly expected: {
    readonly ids: readonly string[];
    readonly features: readonly string[];
    /** Cells × features. */
    readonly rows: readonly (readonly number[])[];
    readonly obs: Readonly<Record<string, readonly (string | number | null)[]>>;
  };
}

interface Golden {
  readonly files: readonly {
    readonly word: string;
    readonly shows: string;
    readonly name: string;
    readonly params: ParamValues | null;
    readonly gzip: string;
    readonly expected: CellFile['expected'];
  }[];
}

/** Small files of single cells in every encoding, made by python. */
export const CELL_FILES: readonly CellFile[] = (
  JSON.parse(readFileSync(fileURLToPath(new URL('../golden/cells.json', import.meta.url)), 'utf8')) as Golden
).files.map(({ params, gzip, ...file }) => ({
  ...file,
  ...(params ? { params } : {}),
  bytes: gunzipSync(Buffer.from(gzip, 'base64')),
}));
