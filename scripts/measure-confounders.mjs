// What a confounder reaches on its own, beside the learners: writes docs/confounders.md. Needs the data beside the checkout.
//   node scripts/build.mjs && node scripts/measure-confounders.mjs
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const data = join(root, '..', 'shared', 'data');
const folder = mkdtempSync(join(tmpdir(), 'cistron-confounders-'));
const survivalFile = (cohort) => join(data, '04_survival', `tcga_${cohort}_rna_cnv_mut_survival.tsv.gz`);
const drugFile = (name) => join(data, '03_drug_response', name);

function lines(path) {
  const bytes = readFileSync(path);
  const text = path.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
}

/** @param study without its first line. @returns run.json. */
function run(name, study) {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify({ cistron: 1, ...study }));
  const args = [join(root, 'dist/cli/main.js'), 'run', path, '--out', join(folder, name), '--json'];
  const { stdout, status } = spawnSync(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${name}: exit ${status}`);
  return JSON.parse(stdout);
}

const of = ({ metrics }, metric) => {
  const score = metrics[metric];
  return score ? `${score.value.toFixed(3)} (${score.low.toFixed(2)}–${score.high.toFixed(2)})` : '';
};
const rowsOf = (record, metrics) =>
  [...record.results.map((result) => [result.learner, result]), ...record.baselines.map((one) => [one.name, one])].map(
    ([name, one]) => [name, ...metrics.map((metric) => of(one, metric))],
  );
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');

/** One cohort: does the tumour say more than the patient's age? */
function byAge(cohort) {
  return run(cohort, {
    samples: {
      ...{ file: survivalFile(cohort), id: 'case_id', confounders: ['age'] },
      survival: { time: 'survival_months', event: 'event' },
    },
    blocks: { omics: { from: 'samples', kind: 'numeric', columns: ['*_rnaseq', '*_cnv', '*_mut'] } },
    learners: [{ 'elastic-net': 0.1 }],
  });
}

/** Four cohorts in one table: a pan-cancer score is mostly the cancer type. */
function panCancer() {
  const tables = ['kirc', 'blca', 'luad', 'gbmlgg'].map((cohort) => ({ cohort, rows: lines(survivalFile(cohort)) }));
  const shared = tables[0].rows[0].filter((name) => tables.every(({ rows }) => rows[0].includes(name)));
  const text = tables.flatMap(({ cohort, rows: [head, ...rows] }) => {
    const at = shared.map((name) => head.indexOf(name));
    return rows.map((row) => [cohort, ...at.map((j) => row[j])].join('\t'));
  });
  writeFileSync(join(folder, 'pan.tsv'), `${[['cohort', ...shared].join('\t'), ...text].join('\n')}\n`);
  return run('pan', {
    samples: {
      ...{ file: join(folder, 'pan.tsv'), id: 'case_id', confounders: ['oncotree_code', 'age', 'cohort'] },
      survival: { time: 'survival_months', event: 'event' },
    },
    blocks: { omics: { from: 'samples', kind: 'numeric', columns: ['*_rnaseq'] } },
    learners: [{ 'elastic-net': 0.1 }],
  });
}

/** glmnet on all omics and age alone, two seeds (R). */
const PUBLISHED = { kirc: '.699, .632', blca: '.583, .617', luad: '.615, .536', gbmlgg: '.815, .768' };
const DRUGS = ['Trametinib', 'Nilotinib', 'AZD5991', 'ABT737', 'Nelarabine'];

/** One drug: is it the tissue? Then with each tissue left out. */
function oneDrug(drug, validate = {}) {
  return run(`${drug}-${JSON.stringify(validate).length}`, {
    samples: {
      ...{ file: drugFile('ln_ic50.tsv.gz'), annotations: drugFile('cell_line_annotation.tsv'), id: 'depmap_id' },
      ...{ target: drug, confounders: ['Site_Primary'] },
    },
    blocks: {
      expression: { file: drugFile('cell_line_expression.tsv.gz'), kind: 'expression' },
      mutation: { file: drugFile('cell_line_mutation.tsv.gz'), kind: 'mutation' },
      copies: { file: drugFile('cell_line_copy_number.tsv.gz'), kind: 'copy-number' },
    },
    learners: ['ridge'],
    validate,
  });
}

/** Pairs of a drug and a cell line in one table, with a few genes: a pooled correlation is mostly the mean of each drug. */
function pooled() {
  const [head, ...rows] = lines(drugFile('ln_ic50.tsv.gz'));
  const [genes, ...values] = lines(drugFile('cell_line_expression.tsv.gz'));
  const kept = [1, 2, 3, 4, 5];
  const geneOf = new Map(values.map((row) => [row[0], kept.map((j) => row[j])]));
  const text = rows.flatMap((row) =>
    head.slice(1).flatMap((drug, d) => {
      const value = row[d + 1];
      if (!value || !geneOf.has(row[0])) return [];
      return [[`${row[0]}|${drug}`, row[0], drug, value, ...geneOf.get(row[0])].join('\t')];
    }),
  );
  const header = ['pair', 'line', 'drug', 'ln_ic50', ...kept.map((j) => genes[j])].join('\t');
  writeFileSync(join(folder, 'pairs.tsv'), `${header}\n${text.join('\n')}\n`);
  return run('pairs', {
    samples: { file: join(folder, 'pairs.tsv'), id: 'pair', target: 'ln_ic50', confounders: ['drug'] },
    task: 'regression',
    blocks: { genes: { from: 'samples', kind: 'numeric', columns: kept.map((j) => genes[j]) } },
    learners: [{ ridge: { lambda: 0.01 } }],
    validate: { pairs: { rows: 'line', columns: 'drug', 'hold-out': 'rows' } },
  });
}

try {
  const cohorts = ['kirc', 'blca', 'luad', 'gbmlgg'].map((cohort) => {
    const record = byAge(cohort);
    const age = record.baselines.find(({ name }) => name === 'age-alone');
    return [
      cohort.toUpperCase(),
      record.data.samples,
      of(record.results[0], 'c-index'),
      of(age, 'c-index'),
      PUBLISHED[cohort],
    ];
  });
  const pan = panCancer();
  const drugs = DRUGS.map((drug) => {
    const record = oneDrug(drug);
    const apart = oneDrug(drug, { outer: { 'leave-out': 'Site_Primary' } });
    const site = record.baselines.find(({ name }) => name === 'Site_Primary-alone');
    return [
      drug,
      of(record.results[0], 'pearson'),
      of(site, 'pearson'),
      of(record.results[0], 'pearson-within-Site_Primary'),
      of(apart.results[0], 'pearson'),
    ];
  });
  const pairs = pooled();
  writeFileSync(
    join(root, 'docs/confounders.md'),
    `<!-- written by scripts/measure-confounders.mjs -->
# What confounders reach on their own

Every study is run with its declared confounders as baselines, on the same splits. One seed; 95 % intervals by bootstrap over samples or groups.

## Survival: age alone

C-index, 5-fold; elastic-net Cox on all omics. Measured before with R (glmnet; age alone): see the last column.

${table(['cohort', 'patients', 'elastic-net, omics', 'age alone', 'R: omics, age'], cohorts)}
## Survival, four cohorts pooled: the cancer type alone

${pan.data.samples} patients. A C-index over all of them is mostly the type of cancer; within types little is left.

${table(['', 'C-index', 'within oncotree_code'], rowsOf(pan, ['c-index', 'c-index-within-oncotree_code']))}
## Drug response, one drug at a time: the tissue alone

Pearson correlation of predicted and measured ln IC50, ridge on expression, mutation and copy number.

${table(['drug', 'ridge, random folds', 'site alone', 'ridge, within site', 'ridge, each site left out'], drugs)}
## Drug response, 145 drugs pooled: the mean of each drug alone

${pairs.data.samples} pairs of a cell line and a drug, cell lines held out; the learner sees five genes only, and yet its pooled number is not the point:
the drug alone reaches it.

${table(['', 'Pearson, pooled', 'within drug'], rowsOf(pairs, ['pearson', 'pearson-within-drug']))}`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
