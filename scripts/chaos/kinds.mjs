import { setTimeout as sleep } from 'node:timers/promises';
import { cistron, startCistron } from '../cluster/cistron.mjs';
import { NODES, SLURM } from '../cluster/loopback.mjs';
import { resultsIn } from './results.mjs';
import { taskProcesses } from './task-processes.mjs';

/**
 * What is killed, and how: `go` runs the study to its end through kills, and returns how often something was killed. It is told the study, the run
 * folder, the Slurm, a stream of random numbers, how many tasks the run has, and whether Snakemake is there.
 */
export const KINDS = [
  { name: 'node', what: 'a node of Slurm, with its job', needs: SLURM, go: onSlurm('vanish', 15_000) },
  { name: 'conductor', what: 'cistron run', needs: [], go: conductor },
  { name: 'step', what: 'a running step of a job of Slurm', needs: SLURM, go: onSlurm('strike') },
  { name: 'tasks', what: 'cistron task', needs: [], go: tasks },
  // Started again before Slurm gives the node up, which it does after ten seconds.
  { name: 'slurmd', what: 'a slurmd, while its job runs on', needs: SLURM, go: onSlurm('crash', 3000) },
  { name: 'worker', what: 'a job of Snakemake on this machine', needs: ['snakemake'], go: worker },
  { name: 'submitter', what: 'cistron run --on slurm-array, while its jobs run on', needs: SLURM, go: submitter },
];

/** After so many kills a run is left to end; a job is tried again three times. */
const MOST_KILLS = 3;
const PAUSE_MS = 500;
const SMALL_JOBS = ['--grain', '2', '--latency-wait', '2'];

async function conductor(run) {
  for (let kills = 0; ; kills++)
    if (await endedByItself(kills, ['run', run.study, '--out', run.folder], run)) return kills;
}

async function tasks(run) {
  for (let kills = 0; ; ) {
    const { stdout } = await cistron(['plan', run.study, '--out', run.folder, '--json']);
    const left = JSON.parse(stdout).tasks.filter(({ done }) => !done);
    if (left.length === 0 || kills === MOST_KILLS) {
      await cistron(['run', run.folder]);
      return kills;
    }
    const args = ['task', run.folder, '--ids', left.map(({ id }) => id).join()];
    if (!(await endedByItself(kills, args, run))) kills++;
  }
}

/** Kills a command at a random moment, unless there were enough. */
async function endedByItself(kills, args, run) {
  const started = startCistron([...args, '--workers', `${1 + Math.floor(run.random() * 2)}`]);
  if (kills < MOST_KILLS) await atRandomProgress(started, run, started.kill);
  return (await started.over).byItself;
}

async function worker(run) {
  const started = startCistron(['run', run.study, '--out', run.folder, '--on', 'snakemake', ...SMALL_JOBS]);
  const kills = await whileItRuns(started, run, ({ pid }) => kill(pid));
  await started.over;
  return kills;
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // it came to its end
  }
}

/** @param verb of the loopback. @param reviveMs a node that it kills is started again after a part of that. */
function onSlurm(verb, reviveMs) {
  return async (run) => {
    const { study, folder, random, loopback } = run;
    const bySnakemake = run.snakemake && random() < 0.5;
    const where = bySnakemake ? ['snakemake', '--profile', 'slurm'] : ['slurm-array'];
    const started = startCistron(['run', study, '--out', folder, '--on', ...where, ...SMALL_JOBS]);
    const kills = await whileItRuns(started, run, async ({ node }) => {
      loopback[verb](node);
      if (reviveMs === undefined) return;
      await sleep(random() * reviveMs);
      loopback.revive(node);
    });
    await started.over;
    await untilIdle(loopback);
    return kills;
  };
}

async function submitter(run) {
  const args = ['run', run.study, '--out', run.folder, '--on', 'slurm-array', ...SMALL_JOBS];
  for (let kills = 0; ; kills++) {
    const started = startCistron(args);
    if (kills < MOST_KILLS) await atRandomProgress(started, run, started.kill, taskProcesses);
    if (!(await started.over).byItself) continue;
    await untilIdle(run.loopback);
    return kills;
  }
}

/** Does something up to three times while a run goes on, each time to a process that does tasks. @returns how often. */
async function whileItRuns(started, run, strike) {
  const wanted = 1 + Math.floor(run.random() * MOST_KILLS);
  let kills = 0;
  while (kills < wanted && (await atRandomProgress(started, run, strike, taskProcesses))) kills++;
  return kills;
}

/**
 * Does something to one of the processes that are found when a random share of the tasks that are left are finished, all of them included, and up to half a second later:
 * moments that are spread over a run, however long it takes. @returns whether the run lasted until then.
 */
async function atRandomProgress(started, { folder, random, taskCount }, strike, find = () => [started]) {
  const done = resultsIn(folder).size;
  const wanted = done + Math.floor(random() * (taskCount - done + 1));
  const pauseMs = random() * PAUSE_MS;
  while (started.end === undefined) {
    await sleep(20);
    if (resultsIn(folder).size < wanted || find(folder).length === 0) continue;
    await sleep(pauseMs);
    const found = find(folder);
    if (found.length === 0 || started.end !== undefined) continue;
    await strike(found[Math.floor(random() * found.length)]);
    return true;
  }
  return false;
}

async function untilIdle(loopback) {
  const until = Date.now() + 90_000;
  while (!loopback.idle()) {
    if (Date.now() > until) throw new Error(`the nodes ${NODES.join(', ')} of Slurm did not come back in 90 s`);
    await sleep(200);
  }
}
