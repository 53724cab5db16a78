import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'fflate';
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

const bytesOf = (text: string) => new TextEncoder().encode(text);
const beside = {
  'barcodes.tsv': bytesOf('AAAC-1\nAAAG-1\nAAAT-1\n'),
  'features.tsv.gz': gzipSync(
    bytesOf('E1\tCD3E\tGene Expression\nE2\tCD3E\tGene Expression\nA1\tCD3\tAntibody Capture\n'),
  ),
};
const entries = bytesOf('%%MatrixMarket matrix coordinate integer general\n%\n3 3 4\n1 1 2\n2 3 5\n3 3 7\n1 2 1\n');

/** Of the three files of a MatrixMarket, the matrix. */
export const TENX_MTX_CASES: readonly ReaderCase[] = [
  { ...{ word: '10x-mtx', shows: 'plain', name: 'matrix.mtx' }, bytes: entries, files: beside },
  { ...{ word: '10x-mtx', shows: 'gzip', name: 'matrix.mtx.gz' }, bytes: gzipSync(entries), files: beside },
];
