/**
 * Reading a table of 1000 × 20,000 (a 183 MB .tsv: ids, one text label, values like 8.123456) into a block, against pandas.read_csv.
 * Fresh processes take turns, five times each; medians, the ratio and the peak resident memory are printed. Needs `npm run build`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const N_ROWS = 1000;
const N_COLS = 20_000;
const ROUNDS = 5;
const PYTHON = '/usr/bin/python3';

const PANDAS = `
import resource, sys, time
import pandas
start = time.perf_counter()
table = pandas.read_csv(sys.argv[1], sep='\\t')
seconds = time.perf_counter() - start
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, table.shape[0], table.shape[1])
`;

if (process.argv[2] === 'ours') await ours(process.argv[3]);
else compare();

/** In a process of its own: seconds, peak MiB, shape. */
async function ours(file) {
  const { fileSource, readTable, tableToBlock } = await import('../dist/read/index.node.js');
  const start = performance.now();
  const table = await readTable(await fileSource(file));
  const block = tableToBlock(table, { name: 'expression', kind: 'expression', rows: 'samples' });
  const seconds = (performance.now() - start) / 1000;
  console.log(seconds, process.resourceUsage().maxRSS / 1024, block.matrix.nRows, block.matrix.nCols + 2);
}

function compare() {
  const folder = mkdtempSync(join(tmpdir(), 'cistron-bench-'));
  try {
    const file = join(folder, 'table.tsv');
    writeTable(file);
    const readers = {
      cistron: ['node', [fileURLToPath(import.meta.url), 'ours', file]],
      ...(hasPandas() ? { pandas: [PYTHON, ['-c', PANDAS, file]] } : {}),
    };
    const runs = Object.fromEntries(Object.keys(readers).map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, [command, args]] of Object.entries(readers)) {
        const [seconds, peak, rows, columns] = execFileSync(command, args, { encoding: 'utf8' }).split(' ').map(Number);
        if (rows !== N_ROWS || columns !== N_COLS + 2) throw new Error(`${name} read ${rows} × ${columns}`);
        runs[name].push({ seconds, peak });
      }
    }
    const float32 = (N_ROWS * N_COLS * 4) / 2 ** 20;
    const summary = Object.entries(runs).map(([name, all]) => ({
      reader: name,
      'seconds (median)': round2(median(all.map((run) => run.seconds))),
      'peak MiB': Math.round(median(all.map((run) => run.peak))),
      'peak / float32 table': round2(median(all.map((run) => run.peak)) / float32),
    }));
    console.table(summary);
    if (runs.pandas) {
      const ratio = median(runs.pandas.map((run) => run.seconds)) / median(runs.cistron.map((run) => run.seconds));
      console.log(`TSV ${N_ROWS} × ${N_COLS}: ${ratio.toFixed(1)} × faster than pandas (goal 5 ×)`);
    } else console.log(`${PYTHON} has no pandas: nothing to compare with (bench/peers/install.sh)`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Always the same values, from a linear congruential generator. */
function writeTable(file) {
  const out = openSync(file, 'w');
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
}

function hasPandas() {
  if (!existsSync(PYTHON)) return false;
  try {
    execFileSync(PYTHON, ['-c', 'import pandas'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

function round2(value) {
  return Math.round(value * 100) / 100;
}
