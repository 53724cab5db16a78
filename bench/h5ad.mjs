// Reading single cells, 50,000 × 20,000 with 5 % of the values not 0 (50 million, a .h5ad of 382 MiB), into a sparse block, against
// anndata.read_h5ad, which keeps the compressed rows as they are, and with .tocsc(), which is the work that we do; once as anndata writes the file,
// once with gzip.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inTurn, PYTHON, printRow, scratch, timed } from './measure.mjs';

const [N_CELLS, N_GENES, SHARE] = [50_000, 20_000, 0.05];
const peer = (...args) => timed(PYTHON, ['-W', 'ignore', join(import.meta.dirname, 'peers/h5ad.py'), ...args]);

for (const compression of ['none', 'gzip']) {
  const file = join(scratch(), `cells-${N_CELLS}x${N_GENES}-${compression}.h5ad`);
  if (!existsSync(file)) await peer('write', file, N_CELLS, N_GENES, SHARE, compression);
  const results = await inTurn(
    {
      ours: () => timed(process.execPath, [join(import.meta.dirname, 'h5ad.worker.mjs'), file]),
      anndata: () => peer('read', file),
      'anndata, then as columns': () => peer('read', file, 'columns'),
    },
    3,
  );
  const mib = statSync(file).size / 2 ** 20;
  const { ours, anndata } = results;
  if (ours.entries !== anndata.entries || ours.sum !== anndata.sum) throw new Error('not the same values');
  printRow(
    `h5ad 50,000 cells × 20,000 genes, 5 % not 0, ${compression === 'none' ? 'not compressed' : compression}, ${mib.toFixed(0)} MiB`,
    results,
    `our peak is ${(ours.peakMiB / mib).toFixed(2)} × the file; the same values, summed`,
  );
}
