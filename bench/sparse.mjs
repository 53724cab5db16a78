// Sparse tables, 2,000 × 50,000 with 1 % of the values not 0: paths of penalties against glmnet and scikit-learn on the same sparse table, and
// a linear SVM against LinearSVC; paths on the mutations of cell lines (needs ../shared/data); beside them our own on the table in full. Paths
// on one thread, the SVM on two.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileSource, readTable, tableToBlock } from '../dist/read/index.node.js';
import { inTurn, PYTHON, printRow, scratch, timed } from './measure.mjs';
import { spreadOf, writeColumns, writeSparse } from './tables.mjs';

const here = import.meta.dirname;
const drugTables = fileURLToPath(new URL('../../shared/data/03_drug_response/', import.meta.url));
const DRUGS = 5;
const folder = writeSparse(2000, 50_000, 0.01);
const ours = (...args) => timed(process.execPath, [join(here, 'sparse.worker.mjs'), ...args]);
const glmnet = (...args) => timed('Rscript', [join(here, 'peers/sparse.R'), ...args]);
const sklearn = (...args) => timed(PYTHON, [join(here, 'peers/sparse.py'), ...args]);
const shape = '2,000 × 50,000, 1 % not 0';
const gap = ({ gap }) => (gap == null ? '' : gap.toExponential(0));

for (const family of ['gaussian', 'binomial']) {
  const contenders = {
    ours: () => ours(folder, family, 'sparse'),
    'Cistron, dense': () => ours(folder, family, 'dense'),
    'glmnet, sparse': () => glmnet(folder, family),
  };
  const results = await inTurn(contenders, 3);
  // A minute.
  if (family === 'gaussian')
    Object.assign(results, await inTurn({ 'scikit-learn, sparse': () => sklearn(folder, family) }, 1));
  const { explained } = results.ours;
  printRow(
    `${family === 'gaussian' ? 'lasso' : 'binomial lasso'} path, 100 penalties, ${shape}`,
    results,
    `largest gap: ${Object.entries(results)
      .filter(([, one]) => one.gap != null)
      .map(([name, one]) => `${name} ${gap(one)}`)
      .join(
        ', ',
      )}; explained at its end: ours ${explained.toFixed(4)}, glmnet ${results['glmnet, sparse'].explained.toFixed(4)}`,
  );
}
if (existsSync(drugTables)) {
  const drugs = await writeDrugs();
  const results = await inTurn(
    {
      ours: () => ours(drugs, 'drugs', 'sparse'),
      'Cistron, dense': () => ours(drugs, 'drugs', 'dense'),
      'glmnet, sparse': () => glmnet(drugs, 'drugs'),
    },
    3,
  );
  printRow(
    `lasso paths of ${DRUGS} drugs, 100 penalties each, mutations of 580 cell lines × 706 genes, 6.7 % not 0`,
    results,
    `largest gap: ours ${gap(results.ours)}, glmnet ${gap(results['glmnet, sparse'])}; explained at the end, mean: ours ${results.ours.explained.toFixed(4)}, glmnet ${results['glmnet, sparse'].explained.toFixed(4)}`,
  );
} else process.stderr.write(`skipped: ${drugTables} is absent\n`);
const machines = await inTurn(
  {
    ours: () => ours(folder, 'svm', 'sparse'),
    'Cistron, dense': () => ours(folder, 'svm', 'dense'),
    'scikit-learn LinearSVC, sparse': () => sklearn(folder, 'svm'),
  },
  3,
);
const theirs = machines['scikit-learn LinearSVC, sparse'].objectives;
const above = Math.max(...machines.ours.objectives.map((objective, c) => objective / theirs[c] - 1));
printRow(
  `linear SVM, two classes, 5 values of C, ${shape}`,
  machines,
  `objective: ours above LinearSVC's by at most ${above.toExponential(0)} of it; gap at most ${gap(machines.ours)}`,
);

/** The mutations, each gene divided by its spread, and ln(IC50) of the first drugs, NaN where it was not tried. */
async function writeDrugs() {
  const target = join(scratch(), 'sparse-drugs');
  mkdirSync(target, { recursive: true });
  const block = async (file, more = {}) =>
    tableToBlock(await readTable(await fileSource(join(drugTables, file))), {
      ...{ name: 'drugs', kind: 'numeric', rows: 'samples', id: 'depmap_id', ...more },
    });
  const [{ matrix, ids }, response] = [await block('cell_line_mutation.tsv.gz'), await block('ln_ic50.tsv.gz')];
  const [n, p] = [matrix.nRows, matrix.nCols];
  const columns = Array.from({ length: p }, (_, j) => {
    const column = matrix.data.subarray(j * n, (j + 1) * n);
    const spread = spreadOf(column);
    return [...column.keys()].filter((i) => column[i] !== 0).map((i) => [i, column[i] / spread]);
  });
  const place = new Map(response.ids.map((id, i) => [id, i]));
  const all = Float64Array.from({ length: n * DRUGS }, (_, at) => {
    const row = place.get(ids[at % n]);
    return row === undefined ? Number.NaN : response.matrix.data[Math.floor(at / n) * response.matrix.nRows + row];
  });
  writeFileSync(join(target, 'ic50.f64'), all);
  writeColumns(target, n, columns);
  return target;
}
