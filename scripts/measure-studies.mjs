// Runs every ready study with seeds 1, 2 and 3 and writes the results where they are quoted: the first comment of study.yaml, the README of
// the study, the table in the README. Needs the data beside the checkout.
//   node scripts/build.mjs && node scripts/measure-studies.mjs
//   node scripts/measure-studies.mjs subtypes     one study only, the table in the README left as it is
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const SEEDS = [1, 2, 3];
const BASE = 'accuracy';
const SHOWN = {
  clustering: ['silhouette', 'stability'],
  survival: ['c-index', 'integrated-brier'],
  regression: ['r2', 'pearson'],
};
const asked = process.argv.slice(2);
// A folder for each revision: a run knows its data and study again, but not a change of the code.
const revision = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).stdout.trim();

const measured = readdirSync('studies', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && (asked.length === 0 || asked.includes(entry.name)))
  .map(({ name }) => ({ name, records: SEEDS.map((seed) => record(name, seed)) }));
for (const { name, records } of measured) {
  replaceIn(join('studies', name, 'study.yaml'), /^(#.*\n)*/, comment(name, records));
  replaceIn(join('studies', name, 'README.md'), /(?<=<!-- result -->\n).*(?=<!-- end -->)/s, `\n${result(records)}\n`);
}
if (asked.length === 0)
  replaceIn('README.md', /(?<=<!-- studies -->\n).*(?=<!-- end -->)/s, `\n${overview(measured)}\n`);

function record(name, seed) {
  const maker = join('studies', name, 'make-table.mjs');
  if (existsSync(maker)) spawnSync(process.execPath, [maker], { stdio: 'inherit' });
  const out = join('runs', 'studies', revision, `${name}-${seed}`);
  const args = ['dist/cli/main.js', 'run', `studies/${name}/study.yaml`, '--seed', String(seed), '--out', out];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 130);
  return JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'));
}

function comment(name, records) {
  // Whatever else the machine did made it slower, never quicker.
  const seconds = Math.min(...records.map(({ seconds }) => seconds.total));
  const { learners, shown } = summary(records);
  const width = Math.max(...learners.map(({ learner }) => learner.length));
  const lines = [
    `npx cistron run studies/${name}/study.yaml --out runs/${name}`,
    `about ${Math.max(1, Math.round(seconds / 5)) * 5} s on 2 cores; expect, mean of seeds ${SEEDS.join(', ')}:`,
    ...learners.map(
      ({ learner, mean }) =>
        `  ${learner.padEnd(width)}  ${shown.map((name) => `${name} ${mean(name).toFixed(3)}`).join(', ')}`,
    ),
  ];
  return `${lines.map((line) => `# ${line}`).join('\n')}\n`;
}

function result(records) {
  const { learners, metric, shown, baselines } = summary(records);
  const [first] = records;
  const { value, low, high } = first.results.find(({ learner }) => learner === first.chosen).metrics[metric];
  const cell = ({ mean, values }, name) =>
    `${mean(name).toFixed(3)} (${values(name)
      .map((v) => v.toFixed(3))
      .join(', ')})`;
  const rows = [
    ['', ...shown.map((name, s) => `${name}: mean (seeds${s === 0 ? ` ${SEEDS.join(', ')}` : ''})`)],
    ['---', ...shown.map(() => '---')],
    ...learners.map((one) => [one.learner, ...shown.map((name) => cell(one, name))]),
    ...baselines.map(({ name, metrics }) => [name, ...shown.map((key) => metrics[key]?.value.toFixed(3) ?? '')]),
  ];
  return `${table(rows)}
Each run has a 95 % interval besides: with seed ${SEEDS[0]}, ${first.chosen} is chosen, its ${metric} is ${value.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)}).
`;
}

function overview(all) {
  const classified = all.filter(({ records }) => records[0].study.task === 'classification');
  const rows = classified.flatMap(({ name, records }) => {
    const { data, study } = records[0];
    const features = Object.values(data.blocks).reduce((sum, block) => sum + block.features, 0);
    const shape = `${data.samples} × ${features}, ${study.classes.length}`;
    return summary(records).learners.map(({ learner, mean }, i) => [
      i === 0 ? `[${name}](studies/${name}/README.md)` : '',
      i === 0 ? shape : '',
      learner,
      mean(BASE).toFixed(3),
      mean('macro-f1').toFixed(3),
    ]);
  });
  return table([
    ['study', 'samples × features, classes', 'learner', BASE, 'macro-f1'],
    ['---', '---', '---', '---', '---'],
    ...rows,
  ]);
}

function summary(records) {
  const [{ study, results, baselines }] = records;
  const learners = results.map(({ learner }, i) => {
    const values = (name) => records.map((run) => run.results[i].metrics[name].value);
    return { learner, values, mean: (name) => values(name).reduce((a, b) => a + b) / records.length };
  });
  const compared = (study.compared ?? []).map((column) => `ari-${column}`);
  const shown =
    study.task === 'clustering' ? [...SHOWN.clustering, ...compared] : (SHOWN[study.task] ?? [BASE, study.metric]);
  return { learners, metric: study.metric, shown, baselines };
}

function table(rows) {
  return rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function replaceIn(path, place, text) {
  const before = readFileSync(path, 'utf8');
  if (!place.test(before)) throw new Error(`${path}: no place for the result (${place})`);
  writeFileSync(
    path,
    before.replace(place, () => text),
  );
}
