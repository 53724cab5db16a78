// What plan and tasks cost beside a run in one process, and what two workers gain, on a study whose work is in its tasks (STUDY and GRAIN in the
// environment for others, CONTENDERS and ROUNDS for fewer): the same study in one process by one and by two workers, by plan, jobs and run one after the other, and by Snakemake where it is there.
// Processor seconds of the whole, children included, and wall seconds; all must end with the same bytes.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupTasks } from '../dist/study/jobs/group-tasks.js';
import { median, printFact, scratch } from './measure.mjs';

const here = import.meta.dirname;
const program = join(here, '../dist/cli/main.js');
const study = process.env.STUDY ?? join(here, '../studies/pam50/study.yaml');
const data = join(here, '../../shared/data/01_brca_pam50');
if (process.env.STUDY === undefined && !existsSync(data)) {
  process.stderr.write(`skipped: ${data} is not there\n`);
  process.exit(0);
}
const ROUNDS = Number(process.env.ROUNDS ?? 3);
/** Seconds that a job lasts at least, as `--grain`; jobs are made as `run --on snakemake` makes them on two cores. */
const grain = Number(process.env.GRAIN ?? 60);

/** Runs a command to its end: what bash says of its time. */
function cost(words) {
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT="times %R %U %S"; time "$@"', 'bash', ...words],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`);
  const [wall, user, system] = /times (\S+) (\S+) (\S+)\s*$/.exec(stderr).slice(1).map(Number);
  return { wallSeconds: wall, cpuSeconds: user + system, stdout };
}
const cistron = (...words) => cost([process.execPath, program, ...words]);
const whole =
  (...more) =>
  (out) =>
    cistron('run', study, '--out', out, ...more);

/** The jobs that `run --on` would make, one after the other, without anything that starts them. */
function byTasks(out) {
  const planned = cistron('plan', study, '--out', out, '--json', '--workers', '1');
  const jobs = groupTasks(JSON.parse(planned.stdout).tasks, { from: grain, to: 600, slots: 2 });
  const list = join(out, 'list');
  const done = jobs.map(({ tasks }) => {
    writeFileSync(list, tasks.join('\n'));
    return cistron('task', out, '--from', list, '--workers', '1');
  });
  const all = [planned, ...done, cistron('run', out, '--workers', '1')];
  const sum = (what) => all.reduce((total, one) => total + one[what], 0);
  return { wallSeconds: sum('wallSeconds'), cpuSeconds: sum('cpuSeconds'), jobs: jobs.length };
}

const contenders = {
  'one process, 1 worker': whole('--workers', '1'),
  'one process, 2 workers': whole('--workers', '2'),
  'plan, tasks, run': byTasks,
  ...(spawnSync('snakemake', ['--version']).status === 0
    ? { '--on snakemake': whole('--on', 'snakemake', '--latency-wait', '5', '--grain', `${grain}`) }
    : {}),
};
const wanted = process.env.CONTENDERS?.split(';') ?? Object.keys(contenders);
const runs = Object.fromEntries(wanted.map((name) => [name, []]));
let first;
for (let round = 0; round < ROUNDS; round++) {
  for (const name of wanted) {
    const out = mkdtempSync(join(scratch(), 'tasks-'));
    runs[name].push(contenders[name](out));
    const hash = createHash('sha256');
    for (const file of ['predictions.tsv', 'model.cistron']) hash.update(readFileSync(join(out, file)));
    const bytes = hash.digest('hex');
    first ??= bytes;
    if (bytes !== first) throw new Error(`${name} ended with other bytes`);
    rmSync(out, { recursive: true, force: true });
  }
}
const base = wanted[0];
const mid = (name, what) => median(runs[name].map((one) => one[what]));
for (const name of wanted) {
  const { jobs } = runs[name][0];
  printFact('tasks', {
    ...{ study: study.split('/').at(-2), name, rounds: ROUNDS, ...(jobs ? { jobs } : {}) },
    ...{ wallSeconds: mid(name, 'wallSeconds'), cpuSeconds: mid(name, 'cpuSeconds') },
    // Of rounds, each beside its neighbour: a machine that grows slower does so for both.
    overhead: median(runs[name].map((one, r) => one.cpuSeconds / runs[base][r].cpuSeconds - 1)),
    speedUp: median(runs[name].map((one, r) => runs[base][r].wallSeconds / one.wallSeconds)),
  });
}
