import { execFile } from 'node:child_process';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { arrayScript } from '../../study/jobs/array-script.ts';
import type { Job } from '../../study/jobs/group-tasks.ts';
import { askedFor, jobFiles, RETRIES } from '../../study/jobs/job-files.ts';
import { type Batch, type Engine, refuse, textOf, WHERE_JOBS_GO } from './engine.ts';

const call = promisify(execFile);

/** Slurm's default MaxArraySize is 1001, which counts from 0. */
const LONGEST_ARRAY = 1000;

export interface Polling {
  /** Milliseconds from one look at the queue to the next. */
  readonly everyMs: number;
  /** A job that is neither in the queue nor has an exit code is given up after so many milliseconds: its files may be seen late. */
  readonly lateMs: number;
}

/**
 * Jobs by plain `sbatch` arrays, one a kind and stage; needs no accounting: the queue says what still runs, files say what came to an end. Partition,
 * account and the like come from Slurm's own variables (SBATCH_PARTITION, SBATCH_ACCOUNT). Ids of what was submitted stand in `jobs/slurm.ids`
 * while they may run: Ctrl-C cancels them, and after a crash the next conductor does.
 */
export const slurmArrayEngine =
  (polling: Polling): Engine =>
  async (batch, { signal, say }) => {
    const queue = slurmQueue(batch);
    await queue.cancelLeft();
    try {
      for (const stage of stagesOf(batch.jobs)) {
        const failed = await doStage(stage, batch, queue, polling, signal, say);
        if (failed || signal.aborted) break;
      }
    } finally {
      await queue.cancelLeft();
    }
  };

/** Jobs that can run side by side, in the order of the stages. */
function stagesOf(jobs: readonly Job[]): Job[][] {
  const numbers = [...new Set(jobs.map(({ stage }) => stage))].sort((a, b) => a - b);
  return numbers.map((number) => jobs.filter(({ stage }) => stage === number));
}

interface Turn {
  /** 1, 2, … */
  readonly attempt: number;
  /** It asks for 2^growth times the memory and time that are expected. */
  readonly growth: number;
}

/** A job in Slurm's hands. */
interface Submitted extends Turn {
  readonly job: Job;
  /** `ID_INDEX` */
  readonly slurmId: string;
  /** When it was first seen to be neither in the queue nor at an end. */
  missingAt?: number;
}

/** @returns whether a job failed. */
async function doStage(
  jobs: readonly Job[],
  { folder }: Batch,
  queue: SlurmQueue,
  { everyMs, lateMs }: Polling,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<boolean> {
  let running = await queue.submit(jobs, { attempt: 1, growth: 0 });
  let failed = false;
  while (running.length > 0 && !signal.aborted) {
    await sleep(everyMs, undefined, { signal }).catch(() => {});
    const queued = await queue.ids();
    const files = new Set(await readdir(folder));
    const killed: Submitted[] = [];
    const still: Submitted[] = [];
    for (const one of running) {
      const { exit } = jobFiles(one.job.name);
      if (files.has(exit)) failed ||= (await textOf(join(folder, exit)))?.trim() !== '0';
      else if (!queued || queued.has(one.slurmId)) still.push(one);
      else {
        one.missingAt ??= Date.now();
        (Date.now() - one.missingAt < lateMs ? still : killed).push(one);
      }
    }
    running = still;
    for (const { job, slurmId, attempt, growth } of killed) {
      if (attempt > RETRIES || signal.aborted) {
        failed = true;
        continue;
      }
      const lost = await queue.wasLost(slurmId);
      say(
        `· job ${job.name} was ${lost ? 'lost with its node: again' : 'killed: again, with twice the memory and time'}`,
      );
      running.push(...(await queue.submit([job], { attempt: attempt + 1, growth: lost ? growth : growth + 1 })));
    }
  }
  return failed;
}

interface SlurmQueue {
  submit(jobs: readonly Job[], turn: Turn): Promise<Submitted[]>;
  /** What waits or runs; undefined where the controller does not answer. */
  ids(): Promise<ReadonlySet<string> | undefined>;
  /** Its node failed, or it had to make room: no fault of the job's. */
  wasLost(slurmId: string): Promise<boolean>;
  /** Cancels what this or an earlier conductor of the run has submitted and not seen the end of. */
  cancelLeft(): Promise<void>;
}

function slurmQueue({ folder, lock }: Batch): SlurmQueue {
  const name = `cistron-${lock}`;
  const kept = join(dirname(folder), 'slurm.ids');
  const submitted: string[] = [];
  const submitAlike = async (jobs: readonly Job[], turn: Turn): Promise<Submitted[]> => {
    const list = `array-${submitted.length + 1}`;
    const threads = Math.max(...jobs.map((job) => job.threads));
    const asked = jobs.map((job) => askedFor(job, turn.growth));
    const memoryMiB = Math.max(...asked.map((one) => one.memoryMiB));
    const minutes = Math.max(...asked.map((one) => one.minutes));
    await writeFile(join(folder, list), jobs.map((job) => `${job.name}\n`).join(''));
    await writeFile(join(folder, `${list}.sh`), arrayScript(folder, list, threads, memoryMiB));
    const resources = [`--cpus-per-task=${threads}`, `--mem=${memoryMiB}M`, `--time=${minutes}`];
    const words = ['--parsable', `--array=1-${jobs.length}`, `--job-name=${name}`, ...resources, '--no-requeue'];
    const answer = await slurm(
      'sbatch',
      [...words, `--output=${join(folder, `${list}-%a.out`)}`, `${list}.sh`],
      folder,
    );
    const id = answer.trim().split(';')[0]!;
    submitted.push(id);
    await writeFile(kept, `${submitted.join('\n')}\n`);
    return jobs.map((job, index) => ({ job, slurmId: `${id}_${index + 1}`, ...turn }));
  };
  return {
    async submit(jobs, turn) {
      const all: Submitted[] = [];
      for (const kind of new Set(jobs.map((job) => job.kind))) {
        const alike = jobs.filter((job) => job.kind === kind);
        for (let from = 0; from < alike.length; from += LONGEST_ARRAY)
          all.push(...(await submitAlike(alike.slice(from, from + LONGEST_ARRAY), turn)));
      }
      return all;
    },
    async ids() {
      // By name: asked by an id that it has forgotten, squeue fails.
      const found = await call('squeue', ['--noheader', '--array', `--name=${name}`, '--format=%i']).catch(
        () => undefined,
      );
      return found && new Set(found.stdout.split('\n').map((line) => line.trim()));
    },
    async wasLost(slurmId) {
      const told = await call('scontrol', ['show', 'job', '--oneliner', slurmId]).catch(() => undefined);
      return /JobState=(NODE_FAIL|BOOT_FAIL|PREEMPTED)/.test(told?.stdout ?? '');
    },
    async cancelLeft() {
      const ids = ((await textOf(kept)) ?? '').split('\n').filter(Boolean);
      // With the name, so that an id that another job has by now is left alone.
      if (ids.length > 0) await call('scancel', ['--quiet', `--name=${name}`, ...ids]).catch(() => {});
      await rm(kept, { force: true });
    },
  };
}

async function slurm(program: string, words: readonly string[], cwd: string): Promise<string> {
  try {
    return (await call(program, words, { cwd })).stdout;
  } catch (cause) {
    const { code, stderr } = cause as { code?: unknown; stderr?: string };
    if (code === 'ENOENT') return refuse(program, 'is not on this machine', 'run this where Slurm takes jobs', cause);
    return refuse(program, `refused the jobs: ${stderr?.trim() ?? cause}`, WHERE_JOBS_GO, cause);
  }
}
