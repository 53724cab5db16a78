// Reading a table of 1000 × 20,000 (a 183 MB .tsv: ids, one text label, values like 8.123456) into a block, against pandas.read_csv.
import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { inTurn, PYTHON, printRow, scratch, timed } from './measure.mjs';

const [N_ROWS, N_COLS] = [1000, 20_000];
const file = join(scratch(), `read-${N_ROWS}x${N_COLS}.tsv`);
if (!existsSync(file)) writeTable();

const results = await inTurn(
  {
    ours: () => timed(process.execPath, [join(import.meta.dirname, 'read.worker.mjs'), file]),
    pandas: () => timed(PYTHON, [join(import.meta.dirname, 'peers/read.py'), file]),
  },
  5,
);
const share = results.ours.peakMiB / ((N_ROWS * N_COLS * 4) / 2 ** 20);
printRow('TSV 1000 × 20,000 into a block, 183 MB', results, `our peak is ${share.toFixed(1)} × the table as float32`);

/** Always the same values, from a linear congruential generator. */
function writeTable() {
  const aside = `${file}.part`;
  const out = openSync(aside, 'w');
  const names = Array.from({ length: N_COLS }, (_, j) => `GENE${j}`);
  writeSync(out, `sample\tlabel\t${names.join('\t')}\n`);
  let state = 1;
  for (let i = 0; i < N_ROWS; i++) {
    const row = [`s${i}`, 'ABCDE'[i % 5]];
    for (let j = 0; j < N_COLS; j++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      row.push(((state / 2 ** 32) * 16).toFixed(6));
    }
    writeSync(out, `${row.join('\t')}\n`);
  }
  closeSync(out);
  renameSync(aside, file);
}
