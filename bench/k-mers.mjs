// FASTA of 100 million bases (100,000 records of 1,000) to counts of 6-mers, against scikit-learn's CountVectorizer over characters.
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTurn, PYTHON, printRow, scratch, timed } from './measure.mjs';

const [RECORDS, LETTERS] = [100_000, 1000];
const file = join(scratch(), `reads-${RECORDS}x${LETTERS}.fa`);
if (!existsSync(file)) writeReads();
const results = await inTurn(
  {
    ours: () => timed(process.execPath, [join(import.meta.dirname, 'k-mers.worker.mjs'), file]),
    'scikit-learn CountVectorizer': () => timed(PYTHON, [join(import.meta.dirname, 'peers/k-mers.py'), file]),
  },
  3,
);
const { ours, ...peers } = results;
for (const peer of Object.values(peers)) if (peer.sum !== ours.sum) throw new Error('not the same counts');
printRow('FASTA of 100 Mb to 6-mer counts', results, 'reading included; one strand; the same number of words counted');

/** Random bases, always the same. */
function writeReads() {
  let state = 1;
  const lines = [];
  for (let i = 0; i < RECORDS; i++) {
    const letters = Array.from({ length: LETTERS }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return 'ACGT'[state >>> 30];
    });
    lines.push(`>r${i}`, letters.join(''));
  }
  writeFileSync(`${file}.part`, `${lines.join('\n')}\n`);
  renameSync(`${file}.part`, file);
}
