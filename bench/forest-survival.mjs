// Survival forest against ranger on the TCGA KIRC table (all omics columns): the time of the fit with the out-of-bag concordance index of both, ours
// with importance too. The same settings: square root of the features at a split, log-rank, and leaves as small as ranger's (its 3 counts the
// copies in a bootstrap sample, our 2 does not). Each round has another seed. Needs ../shared/data; says so and does nothing without it.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileSource, readTable, tableToAnnotations, tableToBlock } from '../dist/read/index.node.js';
import { inTurn, printRow, scratch, timed } from './measure.mjs';

const [TREES, THREADS, ROUNDS] = [500, 2, 5];
const source = fileURLToPath(
  new URL('../../shared/data/04_survival/tcga_kirc_rna_cnv_mut_survival.tsv.gz', import.meta.url),
);
if (!existsSync(source)) {
  process.stderr.write(`skipped: ${source} is absent\n`);
  process.exit(0);
}

/** Columns as raw float32, times as float64, events as bytes; and their counts. */
async function writeKirc(folder) {
  const table = await readTable(await fileSource(source), { exact: ['survival_months', 'event'] });
  const columns = table.columns.map(({ name }) => name).filter((name) => /_(rnaseq|cnv|mut)$/.test(name));
  const { matrix } = tableToBlock(table, { name: 'omics', kind: 'expression', rows: 'samples', columns });
  const [months, event] = tableToAnnotations(table, { columns: ['survival_months', 'event'] }).columns;
  writeFileSync(join(folder, 'kirc.f32'), matrix.data);
  writeFileSync(join(folder, 'kirc.times'), Float64Array.from(months.values));
  writeFileSync(join(folder, 'kirc.events'), Uint8Array.from(event.values));
  return { n: matrix.nRows, p: matrix.nCols };
}

const folder = scratch();
const { n, p } = await writeKirc(folder);
const scores = {};
const contender = (name, command, script) => {
  let seed = 0;
  scores[name] = [];
  return async () => {
    const numbers = [n, p, TREES, THREADS, ++seed].map(String);
    const run = await timed(command, [join(import.meta.dirname, script), folder, ...numbers]);
    scores[name].push(run.cIndex);
    return run;
  };
};
const results = await inTurn(
  {
    ours: contender('ours', process.execPath, 'forest-survival.worker.mjs'),
    ranger: contender('ranger', 'Rscript', 'peers/forest-survival.R'),
  },
  ROUNDS,
);
const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values) =>
  Math.sqrt(values.reduce((sum, x) => sum + (x - mean(values)) ** 2, 0) / (values.length - 1));
const shown = Object.entries(scores).map(
  ([name, values]) => `${name} ${mean(values).toFixed(4)} ± ${deviation(values).toFixed(4)}`,
);
printRow(
  `survival forest, ${TREES} trees, KIRC ${n} × ${p.toLocaleString('en')}`,
  results,
  `out-of-bag C-index, mean ± SD over ${ROUNDS} seeds: ${shown.join(', ')}`,
);
