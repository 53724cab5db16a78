// Runs the ready studies on the data beside the checkout, each by the built command, and sets what they reach beside what is expected of them.
//   npm run studies                        all of them with seed 1; writes docs/results.md
//   npm run studies -- pam50 ancestry      these only
//   npm run studies -- --seeds 3           seeds 1, 2 and 3
//   npm run studies -- --quick             the quick variants; the table is printed, no page is written
//   npm run studies -- --seeds 3 --quote   besides, the numbers quoted in study.yaml, in the READMEs of the studies and in that of the project
//   npm run studies -- --page              runs nothing: the page from the runs that are there
// What was interrupted goes on where it stopped. Runs are kept in runs/studies/; a study without one there keeps its lines of the page, marked as of an earlier build. Exits 1 when a study could not be run; a goal that is missed is
// told, but is no failure.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { judge, readExpected } from './studies/judge.mjs';
import { listStudies, pickStudies } from './studies/list-studies.mjs';
import { writeOverview, writeQuotes } from './studies/quotes.mjs';
import { resultsPage, verdictTable } from './studies/results-page.mjs';
import { findRun, hashOfProgram, runStudy } from './studies/run-folders.mjs';

const CANCELLED = 130;
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '1' },
    quote: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
  },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
if (seeds.length === 0) throw new Error(`--seeds: a whole number from 1, got ${values.seeds}`);
const studies = listStudies();
const asked = pickStudies(studies, positionals);
const expected = readExpected();
const options = { program: hashOfProgram(), quick: values.quick };

const failed = [];
if (!values.page) {
  if (!existsSync('../shared/data'))
    console.log('The data are not beside the checkout (../shared/data): most studies will fail.');
  for (const study of asked) {
    for (const seed of seeds) {
      console.log(`\n== ${study.name}, seed ${seed}${values.quick ? ', quick' : ''}`);
      const status = runStudy(study, { ...options, seed });
      if (status === CANCELLED) process.exit(CANCELLED);
      if (status !== 0) failed.push(`${study.name}, seed ${seed} (exit ${status})`);
    }
  }
}

const measure = (list) =>
  list.map((study) => ({ study, runs: seeds.flatMap((seed) => findRun(study, { ...options, seed }) ?? []) }));
const verdictsOf = (measured) =>
  Object.entries(expected).flatMap(([name, entries]) => {
    const runs = measured.find(({ study }) => study.name === name)?.runs ?? [];
    return entries.map((entry) => ({ name, runs, ...judge(entry, runs) }));
  });

const done = measure(asked).filter(({ runs }) => runs.length > 0);
const verdicts = verdictsOf(done).filter(({ runs }) => runs.length > 0);
console.log(`\n${verdictTable(verdicts)}`);
if (!values.quick) {
  const all = measure(studies);
  const page = 'docs/results.md';
  writeFileSync(page, resultsPage(all, verdictsOf(all), existsSync(page) ? readFileSync(page, 'utf8') : ''));
  console.log('docs/results.md');
}
if (values.quote && !values.quick) {
  done.forEach(writeQuotes);
  if (positionals.length === 0) writeOverview(done);
}
const missed = verdicts.filter(({ short }) => short > 0).length;
console.log(`${done.length} studies, ${missed} goals missed${values.quick ? ' by quick variants' : ''}`);
if (failed.length > 0) console.log(`failed: ${failed.join('; ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
