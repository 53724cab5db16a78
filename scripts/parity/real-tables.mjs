// The real tables that parity is measured on, and out-of-fold scores with the folds of the golden scripts. Needs ../shared/data.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createMatrix, randomKey } from '../../dist/index.js';
import { r2 } from '../../dist/metric/regression/r2.js';
import { cIndex } from '../../dist/metric/survival/c-index.js';
import { fileSource, readTable, tableToAnnotations, tableToBlock } from '../../dist/read/index.node.js';
import { takeRows } from '../../dist/table/matrix.js';
import { classTarget, takeTargetRows } from '../../dist/table/target.js';
import { context } from './support.mjs';

export const dataFolder = new URL('../../../shared/data/', import.meta.url).pathname;
const read = async (file, options) => readTable(await fileSource(dataFolder + file), options);

export async function classTable({ file, label }) {
  const table = await read(file, { text: [label] });
  const block = tableToBlock(table, { name: 'expression', kind: 'expression', rows: 'samples' });
  const target = classTarget(tableToAnnotations(table, { columns: [label] }).columns[0].values, file);
  return { X: block.matrix, features: block.features, target };
}

export async function drugTable(drug) {
  const block = tableToBlock(await read('03_drug_response/cell_line_expression.tsv.gz'), {
    ...{ name: 'expression', kind: 'expression', rows: 'samples' },
  });
  const response = tableToAnnotations(await read('03_drug_response/ln_ic50.tsv.gz'), { columns: [drug] });
  const values = Array.from(response.columns[0].values);
  const kept = Array.from(values.keys()).filter((i) => !Number.isNaN(values[i]));
  const target = { task: 'regression', values: Float64Array.from(kept, (i) => values[i]) };
  return { X: takeRows(block.matrix, kept), features: block.features, target };
}

export async function survivalTable(file) {
  const table = await read(file, { exact: ['survival_months', 'event'] });
  const columns = table.columns.map(({ name }) => name).filter((name) => /_(rnaseq|cnv|mut)$/.test(name));
  const block = tableToBlock(table, { name: 'omics', kind: 'expression', rows: 'samples', columns });
  const [months, event] = tableToAnnotations(table, { columns: ['survival_months', 'event'] }).columns;
  const target = { task: 'survival', times: Float64Array.from(months.values), events: Uint8Array.from(event.values) };
  return { X: block.matrix, features: block.features, target };
}

/** Tables with columns of words, by the name that they have in test/golden/boosting-words.json. */
export const wordTables = {
  skin: async () => {
    const table = await read('07_skin_lesions/metadata.csv', { text: ['dx'] });
    const block = tableToBlock(table, { ...WORDS, id: 'image_id', columns: ['age', 'sex', 'localization'] });
    return { ...viewOf(block), target: classTarget(wordsOf(table, 'dx', 'image_id'), 'skin') };
  },
  splice: async () => {
    const [, ...lines] = gunzipSync(readFileSync(`${dataFolder}05_dna_sequences/splice_junctions_3186.tsv.gz`))
      .toString()
      .trim()
      .split('\n')
      .map((line) => line.split('\t'));
    const X = createMatrix(lines.length, 60);
    lines.forEach(([, bases], i) => {
      for (let j = 0; j < 60; j++) X.data[j * lines.length + i] = 'ACGT'.indexOf(bases[j]);
    });
    const target = classTarget(
      lines.map(([label]) => label),
      'splice',
    );
    const features = Array.from({ length: 60 }, (_, j) => `base ${j + 1}`);
    return { X, features, levels: features.map(() => [...'ACGT']), target };
  },
  trametinib: async () => {
    const response = await read('03_drug_response/ln_ic50.tsv.gz');
    const { ids, columns } = tableToAnnotations(response, { columns: ['Trametinib'] });
    const kept = [...ids.keys()].filter((i) => !Number.isNaN(columns[0].values[i]));
    const names = ['Site_Primary', 'Histology', 'Hist_Subtype1', 'Gender', 'Race', 'tcga_code', 'Disease'];
    const table = await read('03_drug_response/cell_line_annotation.tsv', { text: names });
    const block = tableToBlock(table, { ...WORDS, id: 'depmap_id', columns: [...names, 'Age'] });
    const rows = kept.map((i) => block.ids.indexOf(ids[i]));
    const target = { task: 'regression', values: Float64Array.from(kept, (i) => columns[0].values[i]) };
    return { ...viewOf(block), X: takeRows(block.matrix, rows), target };
  },
};
const WORDS = { name: 'clinical', kind: 'clinical', rows: 'samples' };
const viewOf = ({ matrix, features, levels }) => ({ X: matrix, features, levels });
const wordsOf = (table, column, id) => tableToAnnotations(table, { id, columns: [column] }).columns[0].values;

/** z-scores of PAM50, held within ±5. */
export async function pam50() {
  const { X } = await classTable({ file: '01_brca_pam50/tcga_brca_rnaseq_zscore_pam50.tsv.gz', label: 'PAM50' });
  return { ...X, data: X.data.map((x) => Math.max(-5, Math.min(5, x))) };
}

/** Cells with a count, log(1 + counts per ten thousand). */
export function cells() {
  const file = `${dataFolder}12_singlecell_gdc/10x_v3_filtered_feature_bc_matrix/matrix.mtx.gz`;
  const lines = gunzipSync(readFileSync(file))
    .toString()
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('%'));
  const [p, n] = lines[0].split(' ').map(Number);
  const X = createMatrix(n, p);
  const totals = new Float64Array(n);
  for (const line of lines.slice(1)) {
    const [j, i, count] = line.split(' ').map(Number);
    X.data[(j - 1) * n + i - 1] = count;
    totals[i - 1] += count;
  }
  for (let at = 0; at < n * p; at++) X.data[at] = Math.log(1 + (1e4 * X.data[at]) / Math.max(1, totals[at % n]));
  return takeRows(
    X,
    [...totals.keys()].filter((i) => totals[i] > 0),
  );
}

/** The columns of a small table of commas, by name, as text. */
export function classicColumns(name) {
  const [head, ...lines] = readFileSync(`${dataFolder}04_survival/classic/${name}.csv`, 'utf8').trim().split('\n');
  const names = head.split(',');
  return (column) => lines.map((line) => line.split(',')[names.indexOf(column)]);
}

/** Index of each word among the words in order. */
export function wordCodes(words) {
  const order = [...new Set(words)].sort();
  return Int32Array.from(words, (word) => order.indexOf(word));
}

/** Classes: the r-th sample of a class is in fold r mod 5; else row r. */
function foldsOf(target, n) {
  if (target.task !== 'classification') return Array.from({ length: n }, (_, i) => i % 5);
  const seen = new Array(target.classes.length).fill(0);
  return Array.from(target.codes, (code) => seen[code]++ % 5);
}

/** Out-of-fold scores of one seed: accuracy and log-loss, R², or the mean C-index of the folds. */
export async function outOfFold({ X, target, ...columns }, learner, seed) {
  const folds = foldsOf(target, X.nRows);
  const predicted = new Float64Array(X.nRows);
  const sum = { accuracy: 0, logLoss: 0, cIndex: 0 };
  for (let k = 0; k < 5; k++) {
    const rows = (inside) => Array.from(folds.keys()).filter((i) => (folds[i] === k) === inside);
    const view = (of) => ({ ...columns, X: takeRows(X, of), target: takeTargetRows(target, of) });
    const ctx = context(randomKey(seed).at('fold', k));
    const test = view(rows(true));
    const prediction = await (await learner.fit(view(rows(false)), ctx)).predict(test, ctx);
    if (target.task === 'classification') {
      const width = prediction.classes.length;
      test.target.codes.forEach((code, i) => {
        const row = prediction.probabilities.subarray(i * width, (i + 1) * width);
        sum.accuracy += Number(row.indexOf(Math.max(...row)) === code) / X.nRows;
        sum.logLoss -= Math.log(Math.max(row[code], 1e-15)) / X.nRows;
      });
    } else if (target.task === 'regression') {
      rows(true).forEach((row, i) => {
        predicted[row] = prediction.values[i];
      });
    } else {
      const { risks, times: curveTimes, survival } = prediction;
      sum.cIndex += cIndex.compute({ ...test.target, risks, curveTimes, survival }) / 5;
    }
  }
  if (target.task === 'regression') return { r2: r2.compute({ truth: target.values, predicted }) };
  return target.task === 'survival' ? { cIndex: sum.cIndex } : { accuracy: sum.accuracy, logLoss: sum.logLoss };
}
