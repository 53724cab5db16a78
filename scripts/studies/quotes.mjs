import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { learnersOf, scoreOf } from './read-scores.mjs';
import { markdownTable, number, shownMetrics, withInterval } from './tables.mjs';

const IN_README = /(?<=<!-- result -->\n).*(?=<!-- end -->)/s;

/** Writes the results of a study where they are quoted: its first comment and, of a `study.yaml`, the README beside it where that has a place for them and does not say them in its own words. */
export function writeQuotes({ study, runs }) {
  const [{ record }] = runs;
  if (record.targets) return; // several targets: its README says it in its own words
  replaceIn(study.file, /^(#.*\n)*/, comment(study, runs));
  const readme = join(study.folder, 'README.md');
  if (study.file.endsWith('study.yaml') && existsSync(readme) && IN_README.test(readFileSync(readme, 'utf8')))
    replaceIn(readme, IN_README, `\n${result(runs)}\n`);
}

/** The table of classifications in the README of the project. */
export function writeOverview(measured) {
  const classified = measured.filter(({ runs: [first] }) => first.record.study?.task === 'classification');
  const rows = classified.flatMap(({ study: { name }, runs }) => {
    const { data, study } = runs[0].record;
    const features = Object.values(data.blocks).reduce((sum, block) => sum + block.features, 0);
    return learnersOf(runs).map((learner, i) => [
      i === 0 ? `[${name}](studies/${name.split('/')[0]}/README.md)` : '',
      i === 0 ? `${data.samples} × ${features}, ${study.classes.length}` : '',
      learner,
      ...['accuracy', 'macro-f1'].map((metric) => number(scoreOf(runs, { learner, metric })?.mean)),
    ]);
  });
  const table = markdownTable([['study', 'samples × features, classes', 'learner', 'accuracy', 'macro-f1'], ...rows]);
  replaceIn('README.md', /(?<=<!-- studies -->\n).*(?=<!-- end -->)/s, `\n${table}\n`);
}

const seedsOf = (runs) => `${runs.length === 1 ? 'seed' : 'mean of seeds'} ${runs.map(({ seed }) => seed).join(', ')}`;

function comment(study, runs) {
  // Whatever else the machine did made it slower, never quicker.
  const seconds = Math.min(...runs.map(({ record }) => record.seconds.total));
  const learners = learnersOf(runs);
  const metrics = shownMetrics(runs[0].record);
  const width = Math.max(...learners.map((learner) => learner.length));
  const maker = study.maker ? `node ${study.maker} first; ` : '';
  const lines = [
    `npx cistron run ${study.file} --out runs/${study.name}`,
    `${maker}about ${Math.max(1, Math.round(seconds / 5)) * 5} s on 2 cores; expect, ${seedsOf(runs)}:`,
    ...learners.map((learner) => {
      const scores = metrics.map((metric) => `${metric} ${number(scoreOf(runs, { learner, metric })?.mean)}`);
      return `  ${learner.padEnd(width)}  ${scores.join(', ')}`;
    }),
  ];
  return `${lines.map((line) => `# ${line}`).join('\n')}\n`;
}

function result(runs) {
  const [{ record, seed }] = runs;
  const metrics = shownMetrics(record);
  const cell = (score) =>
    score ? `${number(score.mean)}${runs.length > 1 ? ` (${score.values.map(number).join(', ')})` : ''}` : '';
  const { metric } = record.study;
  const chosen = scoreOf([runs[0]], { learner: record.chosen, metric });
  return `${markdownTable([
    ['', ...metrics.map((name, m) => `${name}${m === 0 ? `: ${seedsOf(runs)}` : ''}`)],
    ...learnersOf(runs).map((learner) => [
      learner,
      ...metrics.map((metric) => cell(scoreOf(runs, { learner, metric }))),
    ]),
    ...record.baselines.map(({ name, metrics: scores }) => [name, ...metrics.map((key) => number(scores[key]?.value))]),
  ])}
Each run has a 95 % interval besides: with seed ${seed}, ${record.chosen} is chosen, its ${metric} is ${withInterval(chosen)}.
`;
}

function replaceIn(path, place, text) {
  const before = readFileSync(path, 'utf8');
  if (!place.test(before)) throw new Error(`${path}: no place for the result (${place})`);
  writeFileSync(
    path,
    before.replace(place, () => text),
  );
}
