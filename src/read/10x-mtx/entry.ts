import type { ReaderEntry } from '../reader.ts';
import { TENX_PARAMS } from '../tenx-params.ts';

export const tenxMtxEntry: ReaderEntry = {
  word: '10x-mtx',
  title: '10x Genomics feature–barcode matrix, MatrixMarket',
  doc: 'A folder, or its matrix.mtx, beside which stand features.tsv (or genes.tsv) and barcodes.tsv; any may be gzip, and all may have one prefix, as in GEO. One block for each type of features, genes first.',
  extensions: ['.mtx'],
  holds: 'blocks',
  streams: true,
  writes: false,
  limits: 'MatrixMarket coordinate, general, of integers or reals; below 2³¹ entries.',
  versions: 'Cell Ranger 2 and later, STARsolo, kallisto–bustools under the same names',
  params: TENX_PARAMS,
  sniff: ({ bytes, files }) => {
    if (files) return files.some((name) => /(^|[_.-])matrix\.mtx(\.gz)?$/.test(name)) ? 1 : 0;
    const mark = '%%MatrixMarket';
    return [...mark].every((letter, k) => bytes[k] === letter.charCodeAt(0)) ? 0.95 : 0;
  },
  load: () => import('./reader.ts'),
};
