// What each calibration does to probabilities out of fold, on real tables: the table of docs/decisions/calibration.md, from which the default of
// validate.calibrate follows. The same models are calibrated every way. Needs the data beside the checkout; minutes.
//   node scripts/build.mjs && node scripts/measure-calibration.mjs
//   node scripts/measure-calibration.mjs khan su     these tables only, the rows of the others left as they are
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { memorySource, parseStudy, prepareFold, randomKey } from '../dist/index.js';
import { createExecutor, fileSource } from '../dist/index.node.js';
import { learnerByWord } from '../dist/learn/registry.js';
import { defaultMetric, metricByName } from '../dist/metric/registry.js';
import { scorer } from '../dist/metric/scorer.js';
import { applyCalibration } from '../dist/numeric/calibration/calibrators.js';
import { loadCohort } from '../dist/study/cohort/load-cohort.js';
import { createSteps } from '../dist/study/cohort/named-files.js';
import { chooseCalibration } from '../dist/validate/calibrate.js';
import { chooseCandidate } from '../dist/validate/choose-candidate.js';
import { innerSplits, outerSplits } from '../dist/validate/outer-splits.js';
import { walksOf } from '../dist/validate/walks.js';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const PAGE = join('docs', 'decisions', 'calibration.md');
const WAYS = ['none', 'auto', 'sigmoid', 'temperature', 'isotonic', 'dirichlet'];
const SHOWN = ['log-loss', 'brier', 'ece', 'accuracy', 'macro-f1'];
const SEEDS = [1, 2];
const LEARNERS = `learners:
  - elastic-net
  - { elastic-net: { class-weight: balanced }, as: elastic-net-balanced }
  - linear-svm
  - forest
  - boosting
  - naive-bayes
  - knn`;
const of = (file, rest) => `cistron: 1
samples: { file: ${join('../shared/data', file)}, ${rest} }
blocks: { all: { from: samples, kind: numeric, prepare: [impute, standardize] } }
`;
const own = (name) =>
  readFileSync(join('studies', name, 'study.yaml'), 'utf8')
    .replace(/learners:[\s\S]*/, '')
    .replace('../../../shared', '../shared');
const TABLES = {
  'pam50, 934, 5 classes': own('pam50'),
  'ccle, 449, 12 classes': own('pan-cancer'),
  'khan, 63, 4 classes': own('small-round-blue'),
  'su, 102, 4 classes': own('four-class'),
  'singh, 102, 2 classes': own('tumour-normal'),
  'ecg5000, training part, 500, 5 classes': of(
    '08_ecg/ecg5000.tsv.gz',
    'id: row, target: class, where: "split == \'train\'"',
  ).replace('samples, kind', "samples, columns: 't*', kind"),
  'rotterdam death, 2982, 2 classes': of('04_survival/classic/rotterdam.csv', 'id: row, target: death').replace(
    'samples, kind',
    'samples, columns: [age, meno, grade, nodes, pgr, er, hormon, chemo], kind',
  ),
};

/** A table as it is, or with a column of row names put before it when it has no ids. */
async function open(path) {
  const source = await fileSource(path);
  if (!/ecg5000|rotterdam/.test(path)) return source;
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trimEnd();
  const mark = path.includes('.csv') ? ',' : '\t';
  const rows = text.split('\n').map((line, r) => `${r === 0 ? 'row' : `r${r}`}${mark}${line}`);
  return memorySource(path.replace('.gz', ''), new TextEncoder().encode(`${rows.join('\n')}\n`));
}

const executor = await createExecutor(2);
const signal = new AbortController().signal;
const asked = process.argv.slice(2);
const found = [];
for (const [table, text] of Object.entries(TABLES)) {
  if (asked.length > 0 && !asked.some((word) => table.startsWith(word))) continue;
  const study = parseStudy(`${text}${LEARNERS}`, table);
  const loaded = await loadCohort(study, { open, signal, progress() {} });
  const { target, positive } = loaded;
  const groups = Int32Array.from(loaded.ids.keys());
  const metric = metricByName(study.validate.metric ?? defaultMetric(target));
  for (const spec of study.learners) {
    const sums = Object.fromEntries(WAYS.map((way) => [way, Object.fromEntries(SHOWN.map((name) => [name, 0]))]));
    const chosen = {};
    for (const seed of SEEDS) {
      const random = randomKey(seed);
      const samples = { target, groups };
      const [splits] = outerSplits({ kind: 'folds', k: 5 }, samples, 1, random).repeats;
      const K = target.classes.length;
      const out = Object.fromEntries(WAYS.map((way) => [way, new Float64Array(groups.length * K)]));
      const { create } = await learnerByWord(spec.word, 'learners').load();
      for (const [fold, { train, test }] of splits.entries()) {
        const ctx = { executor, random: random.at(spec.name, fold), signal, progress() {}, warn() {} };
        const cohort = { ...loaded, groups };
        const steps = await Promise.all(loaded.steps.map((list) => createSteps(list, loaded.namedFiles)));
        const plan = { name: spec.name, candidates: spec.candidates, create };
        const inside = (rows) => innerSplits({ kind: 'folds', k: 4 }, samples, rows, random.at('outer', fold));
        const options = { ...{ cohort, steps, plan, inner: inside, metric, calibrate: 'auto' }, positive };
        const outer = await prepareFold(cohort, steps, train, test, ctx);
        const walks = await walksOf(plan.candidates, create, outer.train, ctx);
        const best = await chooseCandidate(options, walks, train, ctx);
        const { learner, values } = walks[best.candidate];
        const model = values
          ? (await learner.path.fit(outer.train, values.slice(0, best.place + 1), ctx)).at(-1)
          : await learner.fit(outer.train, ctx);
        const { probabilities } = await model.predict(outer.test, ctx);
        const inner = { target, groups, metric, positive };
        for (const way of WAYS) {
          const one = way === 'none' ? {} : chooseCalibration(best.heldOut, { ...inner, by: way });
          const said = one.calibration ? applyCalibration(one.calibration, probabilities) : probabilities;
          test.forEach((i, r) => {
            out[way].set(said.subarray(r * K, (r + 1) * K), i * K);
          });
          if (way === 'auto') chosen[one.method] = (chosen[one.method] ?? 0) + 1;
        }
      }
      for (const way of WAYS) {
        const prediction = { task: 'classification', classes: target.classes, probabilities: out[way] };
        const score = scorer(target, prediction, { positive });
        for (const name of SHOWN) sums[way][name] += score.value(metricByName(name)) / SEEDS.length;
      }
    }
    found.push({ table, learner: spec.name, sums, chosen });
    const line = WAYS.map(
      (way) =>
        `${way} ${sums[way]['log-loss'].toFixed(3)}/${sums[way].accuracy.toFixed(3)}/${sums[way]['macro-f1'].toFixed(3)}`,
    );
    process.stderr.write(`${table} ${spec.name}: ${line.join('  ')}  ${JSON.stringify(chosen)}\n`);
  }
}
await executor.close();
writeTable();

/** Rows of tables that were not measured now stay as they are. */
function writeTable() {
  const row = (cells) => `| ${cells.join(' | ')} |`;
  const pair = (sums, name) => `${sums.none[name].toFixed(3)} → ${sums.auto[name].toFixed(3)}`;
  const text = readFileSync(PAGE, 'utf8');
  const ofTable = (lines, table) => lines.filter((line) => line.startsWith(`| ${table} |`));
  const known = text.split('\n');
  const made = found.map(({ table, learner, sums, chosen }) => {
    const methods = Object.entries(chosen).map(([method, count]) => `${method} ${count}`);
    const others = WAYS.slice(2).map((way) => sums[way]['log-loss'].toFixed(3));
    return row([table, learner, ...SHOWN.map((name) => pair(sums, name)), ...others, methods.join(', ')]);
  });
  const lines = Object.keys(TABLES).flatMap((table) => {
    const own = ofTable(made, table);
    return own.length > 0 ? own : ofTable(known, table);
  });
  const head = ['table', 'learner', ...SHOWN, ...WAYS.slice(2).map((way) => `log-loss, ${way}`), 'chosen in folds'];
  const table = [row(head), row(head.map(() => '---')), ...lines].join('\n');
  writeFileSync(
    PAGE,
    text.replace(/(?<=<!-- result -->\n)[\s\S]*(?=<!-- end -->)/, () => `\n${table}\n\n`),
  );
}
