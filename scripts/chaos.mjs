// Runs of which something is killed (SIGKILL) at random moments, and which go on: they must end with the files of a run that was left alone, and what
// was finished before a kill must not be computed again.
//   npm run chaos [-- --runs 50] [--seed 1] [--kinds node,conductor,step,tasks,slurmd,worker,submitter]
// Kinds take turns; those of Slurm have one of their own on loopback, see cluster/slurm.sh. Prints one line a run, and a summary; exits 1 when one run
// came out otherwise.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KINDS } from './chaos/kinds.mjs';
import { endOf, resultsIn, watchResults } from './chaos/results.mjs';
import { cistron } from './cluster/cistron.mjs';
import { missing, SLURM, startLoopback } from './cluster/loopback.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    kinds: { type: 'string', default: KINDS.map(({ name }) => name).join() },
  },
});
const asked = values.kinds.split(',').map((name) => {
  const kind = KINDS.find((one) => one.name === name);
  if (!kind) throw new Error(`--kinds: ${KINDS.map((one) => one.name).join(', ')}, got '${name}'`);
  return kind;
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
process.env.CI = 'true'; // Snakemake then looks at its jobs without pauses of ten seconds

const work = mkdtempSync(join(tmpdir(), 'cistron-chaos-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
const kinds = asked.filter(({ name, what, needs }) => {
  const lacking = missing(needs);
  if (lacking.length > 0) console.log(`skipped: ${name} (${what}), since this machine has no ${lacking.join(', ')}`);
  return lacking.length === 0;
});
const loopback = kinds.some(({ needs }) => needs === SLURM) ? startLoopback() : undefined;
try {
  process.exitCode = (await main(Number(values.runs), randomFrom(Number(values.seed)))) ? 0 : 1;
} finally {
  loopback?.stop();
}

async function main(runs, random) {
  const study = await makeStudy();
  const began = Date.now();
  const alone = join(work, 'alone');
  await cistron(['run', study, '--out', alone]);
  const taskCount = resultsIn(alone).size;
  const wanted = endOf(alone);
  const snakemake = missing(['snakemake']).length === 0;
  const counts = new Map(kinds.map(({ name }) => [name, { runs: 0, kills: 0 }]));
  let failures = 0;
  for (let r = 0; r < runs; r++) {
    const { name, go } = kinds[r % kinds.length];
    const folder = join(work, `run-${r}`);
    const watched = watchResults(folder);
    const kills = await go({ study, folder, random, loopback, snakemake, taskCount });
    const problems = watched();
    if (endOf(folder) !== wanted) problems.push('it ended with other files');
    if (problems.length > 0) failures++;
    console.log(`run ${r + 1} (${name}, ${kills} killed): ${problems.join('; ') || 'the same'}`);
    counts.get(name).runs++;
    counts.get(name).kills += kills;
    rmSync(folder, { recursive: true });
  }
  const parts = [...counts].filter(([, kind]) => kind.runs > 0);
  console.log(parts.map(([name, kind]) => `${name}: ${kind.runs} runs, ${kind.kills} killed`).join('; '));
  console.log(
    `${runs} runs in ${Math.round((Date.now() - began) / 1000)} s: ${runs - failures} the same, ${failures} not`,
  );
  return failures === 0;
}

async function makeStudy() {
  await cistron(['simulate', 'cohort', '--samples', '90', '--features', '150', '--out', join(work, 'data')]);
  const study = join(work, 'data/study.yaml');
  const head = readFileSync(study, 'utf8').replace(/^validate:[\s\S]*/m, '');
  const learners = '[{ elastic-net: { l1-ratio: 0.5, path-length: 20 } }, { forest: { trees: 200 } }]';
  const validate = '{ outer: 3, inner: 3, seed: 1, permutation: { n: 4 }, learning-curve: [0.5, 1] }';
  writeFileSync(study, `${head}learners: ${learners}\nvalidate: ${validate}\n`);
  return study;
}

/** Mulberry32: the moments of a seed can be had again, as far as the machine lets them. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
