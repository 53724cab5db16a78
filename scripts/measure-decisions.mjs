// Measures what sets, withheld answers and refusals keep on real tables, and writes docs/decisions-measured.md. Needs the data beside the checkout.
//   node scripts/build.mjs && node scripts/measure-decisions.mjs
// A forest, as it is the cheapest to fit; what is measured hangs on the rules, not on the learner.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  memoryFolder,
  memorySource,
  parseStudy,
  predictSamples,
  randomKey,
  readModel,
  readTable,
  runStudy,
  writeDelimited,
} from '../dist/index.js';
import { createExecutor, fileSource } from '../dist/index.node.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const data = join(root, '../shared/data');
const EXPRESSION = join(data, '02_expression_classification');
const SEEDS = [1, 2, 3];
const MAX_ERROR = 0.1;
const TABLES = [
  ['pam50', join(data, '01_brca_pam50/tcga_brca_rnaseq_zscore_pam50.tsv.gz'), 'patient_id', 'PAM50'],
  ['ccle', join(EXPRESSION, 'ccle_cell_lines_706genes_primary_site.tsv.gz'), 'depmap_id', 'primary_site'],
  ['khan', join(EXPRESSION, 'khan.tsv.gz'), 'sample', 'label'],
  ['su', join(EXPRESSION, 'su.tsv.gz'), 'sample', 'label'],
  ['singh', join(EXPRESSION, 'singh.tsv.gz'), 'sample', 'label'],
];

const executor = await createExecutor();
const signal = new AbortController().signal;
const open = (path) => fileSource(path);
const nothing = () => {};

const measured = [];
for (const [name, file, id, target] of TABLES) {
  const runs = [];
  for (const seed of SEEDS) runs.push(await run(file, id, target, seed));
  measured.push({ name, runs });
  console.error(name);
}
const aliens = await alienRates(measured.find(({ name }) => name === 'khan').runs[0].folder);
await executor.close();

const percent = (share) => `${(100 * share).toFixed(1)} %`;
const span = ({ value, low, high }) => `${percent(value)} (${(100 * low).toFixed(0)}–${(100 * high).toFixed(0)})`;
const table = (rows) => rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('');

writeFileSync(
  join(root, 'docs/decisions-measured.md'),
  `# What decisions keep on real tables

Made by \`scripts/measure-decisions.mjs\`: change the code, not this page. A random forest of 200 trees, 5 outer folds, seeds ${SEEDS.join(', ')}.
Everything is judged on held-out rows, by thresholds that the other folds chose. In brackets the exact binomial 95 % interval.

## Class-conditional conformal sets, promised 90 % of each class

${table([
  [
    'table',
    'seed',
    'samples',
    'all classes together',
    'the class with the least',
    'classes whose interval lies below 90 %',
    'mean size',
  ],
  ['---', '---', '---', '---', '---', '---', '---'],
  ...measured.flatMap(({ name, runs }) =>
    runs.map(({ record }, s) => setsRow(name, SEEDS[s], record.decisions.conformal)),
  ),
])}
With many classes some interval lies below by chance: one in forty of them does where the promise holds exactly.

## Answers withheld, at most ${percent(MAX_ERROR)} of those given wrong, with 95 % certainty

${table([
  ['table', 'seed', 'wrong when all are answered', 'answered', 'wrong of those'],
  ['---', '---', '---', '---', '---'],
  ...measured.flatMap(({ name, runs }) =>
    runs.map(({ record }, s) => rejectRow(name, SEEDS[s], record.decisions.reject)),
  ),
])}
## Samples refused as alien, meant for 1 % of the training kind

${table([
  ['samples', 'of', 'refused'],
  ['---', '---', '---'],
  ...measured.flatMap(({ name, runs }) => {
    const { samples, share } = runs[0].record.decisions.distance;
    return [[`${name}: left out of its own model`, samples, span(share)]];
  }),
  ...aliens.map(({ name, refused, of }) => [`khan model: ${name}`, of, percent(refused / of)]),
])}
Fewer than 99 samples cannot show what 1 % is; the limit is then a normal one (\`distanceScale\`).
`,
);

async function run(file, id, target, seed) {
  const study = `
cistron: 1
samples: { file: ${JSON.stringify(file)}, id: ${id}, target: ${target} }
blocks: { expression: { from: samples, kind: expression } }
learners: [{ forest: { trees: 200 } }]
validate: { outer: 5, inner: 3, seed: ${seed} }
report: { reject: { max-error: ${MAX_ERROR} }, conformal: { error: 0.1 } }`;
  const folder = memoryFolder();
  const options = {
    open,
    folder: async () => folder,
    executor,
    signal,
    progress: nothing,
    state: nothing,
    now: () => 0,
  };
  const { record } = await runStudy(parseStudy(study, 'study.yaml'), options);
  return { record, folder };
}

function setsRow(name, seed, { classes, meanSize }) {
  const samples = classes.reduce((sum, one) => sum + one.samples, 0);
  const covered = classes.reduce((sum, one) => sum + one.covered, 0);
  const least = classes.reduce((a, b) => (b.coverage.value < a.coverage.value ? b : a));
  const below = classes.filter(({ coverage }) => coverage.high < 0.9).length;
  return [
    name,
    seed,
    samples,
    percent(covered / samples),
    `${least.class}, ${least.samples}: ${span(least.coverage)}`,
    `${below} of ${classes.length}`,
    meanSize.toFixed(2),
  ];
}

function rejectRow(name, seed, { risk, target }) {
  const given =
    target.answered > 0
      ? span(target.error)
      : `none: ${percent(target.bound)} is the least that these samples can promise`;
  return [name, seed, percent(risk), percent(target.answered / target.samples), given];
}

/** The model of khan asked about samples that are none of its kind: prostates in place of its genes, its own samples spoilt. */
async function alienRates(folder) {
  const bundle = await readModel(folder.files.get('model.cistron'), 'khan');
  const features = bundle.blocks[0].pipeline.inputFeatures;
  const khan = await rowsOf('khan', features);
  const singh = await readTable(await open(join(EXPRESSION, 'singh.tsv.gz')), { text: ['label'] });
  const names = singh.columns.map(({ name }) => name).slice(2, 2 + features.length);
  const prostate = await rowsOf('singh', names);
  // Brought to the scale of khan more and more closely, so that it is not the units that give the strangers away.
  const like = standardised(prostate, khan);
  const random = randomKey(1);
  const asked = [
    ['its own 63 samples', khan],
    ['prostate samples (singh), genes by position, as they are', prostate],
    ['the same, the values of each sample replaced by those of equal rank in khan', ranked(prostate, khan)],
    ['the same, each gene scaled to its mean and spread in khan', like],
    [
      'its samples, genes dealt out anew in each',
      khan.map((row, i) =>
        random
          .at(i)
          .stream()
          .shuffle([...row]),
      ),
    ],
    [
      'its samples, three standard deviations added to a random half of the genes',
      khan.map((row, i) => shifted(row, khan, random.at('shift', i).stream())),
    ],
  ];
  const out = [];
  for (const [name, rows] of asked) {
    const text = writeDelimited([['sample', ...features], ...rows.map((row, i) => [`x${i}`, ...row])]);
    const source = memorySource('new.tsv', new TextEncoder().encode(text));
    const ctx = { executor, signal, random: randomKey(0), progress: nothing, warn: nothing };
    const { decided } = await predictSamples(bundle, new Map([['expression', source]]), nothing, ctx);
    const { values } = decided.find((column) => column.name === 'alien');
    out.push({ name, of: rows.length, refused: values.filter((value) => value === 'yes').length });
  }
  return out;
}

async function rowsOf(name, features) {
  const read = await readTable(await open(join(EXPRESSION, `${name}.tsv.gz`)), { text: ['label'] });
  const columns = features.map((feature) => read.numbers(read.columnIndex(feature)));
  return Array.from({ length: read.nRows }, (_, i) => columns.map((values) => values[i]));
}

function momentsOf(rows, j) {
  const mean = rows.reduce((sum, row) => sum + row[j], 0) / rows.length;
  const deviation = Math.sqrt(rows.reduce((sum, row) => sum + (row[j] - mean) ** 2, 0) / rows.length);
  return { mean, deviation };
}

/** Each row with the values of the other table's mean row, by rank: quantile normalisation. */
function ranked(rows, like) {
  const sorted = like.map((row) => Float64Array.from(row).sort());
  const usual = sorted[0].map((_, r) => sorted.reduce((sum, row) => sum + row[r], 0) / sorted.length);
  return rows.map((row) => {
    const order = [...row.keys()].sort((a, b) => row[a] - row[b] || a - b);
    const out = [...row];
    order.forEach((j, r) => {
      out[j] = usual[r];
    });
    return out;
  });
}

/** Each gene with the mean and spread that it has in the other rows. */
function standardised(rows, like) {
  const moments = rows[0].map((_, j) => [momentsOf(rows, j), momentsOf(like, j)]);
  return rows.map((row) =>
    row.map((x, j) => {
      const [own, other] = moments[j];
      return other.mean + (own.deviation > 0 ? ((x - own.mean) / own.deviation) * other.deviation : 0);
    }),
  );
}

function shifted(row, rows, stream) {
  return row.map((x, j) => (stream.uniform() < 0.5 ? x + 3 * momentsOf(rows, j).deviation : x));
}
