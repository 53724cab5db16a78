// 50 sets × 1,000 permutations over 20,000 ranked genes, against numpy (sets drawn by argpartition, sorted and summed as arrays).
import { join } from 'node:path';
import { inTurn, PYTHON, printRow, timed } from './measure.mjs';

const results = await inTurn(
  {
    ours: () => timed(process.execPath, [join(import.meta.dirname, 'gsea.worker.mjs')]),
    numpy: () => timed(PYTHON, [join(import.meta.dirname, 'peers/gsea.py')]),
  },
  3,
);
for (const peer of Object.values(results)) {
  if (Math.abs(peer.sum / results.ours.sum - 1) > 1e-9) throw new Error('not the same scores');
}
printRow(
  'pre-ranked GSEA, 50 sets, 1,000 permutations, 20,000 genes',
  results,
  'one thread each; no two sets of one size',
);
