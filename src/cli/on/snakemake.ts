import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { access, open, readdir, writeFile } from 'node:fs/promises';
import { homedir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { jobFiles, RETRIES, STOPPED } from '../../study/jobs/job-files.ts';
import { jobsJson, snakefile } from '../../study/jobs/snakefile.ts';
import { PROFILES } from '../program-files.ts';
import { type Batch, type Engine, refuse, textOf, WHERE_JOBS_GO } from './engine.ts';

/**
 * Jobs by Snakemake 7: on the cores of this machine, or as a profile says. Its own account is `snakemake.log` in the folder of the jobs.
 * @param profile a folder, the name of one of the user's profiles, or of one that comes with Cistron (`slurm`); absent: this machine.
 * @param cores of this machine to use, where there is no profile. @param latencySeconds how late files of a node may be seen by others.
 */
export const snakemakeEngine =
  (profile: string | undefined, cores: number, latencySeconds: number): Engine =>
  async (batch, { signal }) => {
    const { jobs, folder } = batch;
    await writeFile(join(folder, 'Snakefile'), snakefile(jobs));
    await writeFile(join(folder, 'jobs.json'), jobsJson(jobs));
    const where =
      profile === undefined
        ? ['--cores', `${cores}`, '--resources', `mem_mb=${Math.floor(totalmem() / 2 ** 20)}`]
        : ['--profile', await profileFolder(profile)];
    // No lock of Snakemake's: the run folder has one, which outlives a crash.
    const how = [
      '--nolock',
      '--keep-going',
      '--rerun-triggers',
      'mtime',
      '--retries',
      `${RETRIES}`,
      '--latency-wait',
      `${latencySeconds}`,
    ];
    const log = join(folder, 'snakemake.log');
    const code = await started('snakemake', [...where, ...how], folder, log, signal);
    if (code === 0 || signal.aborted) return;
    const text = (await textOf(log)) ?? '';
    // A job that failed is told of by its tasks; here it is Snakemake itself that did not come to run any.
    if (!/^Building DAG of jobs/m.test(text))
      refuse('snakemake', `ended with exit code ${code}: ${text.trim().split('\n').at(-1)}`, `its log is ${log}`);
    const refused = NOT_SUBMITTED.exec(text)?.[1];
    if (refused !== undefined && !(await haveBegun(batch)))
      refuse(
        'snakemake',
        `could not hand in the jobs: ${refused.trim().replaceAll('\n', '; ')}`,
        `${WHERE_JOBS_GO}; its log is ${log}`,
      );
  };

/** What the queueing system says comes before. */
const NOT_SUBMITTED = /^((?:.+\n)+)Error submitting jobscript/m;

/** Whether any job has: each has a log from then on. */
async function haveBegun({ jobs, folder }: Batch): Promise<boolean> {
  const there = new Set(await readdir(folder));
  return jobs.some(({ name }) => there.has(jobFiles(name).log));
}

/** A process in a group of its own, so that Ctrl-C reaches it once, from here, and its children with it. @returns its exit code. */
async function started(
  program: string,
  words: readonly string[],
  folder: string,
  log: string,
  signal: AbortSignal,
): Promise<number> {
  const file = await open(log, 'w');
  const stop = () => {
    // Snakemake starts a job that the interrupt has killed once more: it then ends at once.
    writeFileSync(join(folder, STOPPED), '');
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  };
  const child = spawn(program, words, { cwd: folder, detached: true, stdio: ['ignore', file.fd, file.fd] });
  try {
    return await new Promise<number>((ended, failed) => {
      child.on('error', failed);
      child.on('close', (code) => ended(code ?? 128));
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
    });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return refuse(program, 'is not on this machine', 'install Snakemake 7 (Debian: apt install snakemake)', cause);
  } finally {
    signal.removeEventListener('abort', stop);
    await file.close();
  }
}

/** The folder of a profile, absolute. One of the user's goes before one of ours that has the same name. */
async function profileFolder(profile: string): Promise<string> {
  const users = join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'snakemake', profile);
  const ours = join(PROFILES, profile);
  for (const path of [resolve(profile), users, ours]) {
    const held = await access(join(path, 'config.yaml')).then(
      () => true,
      () => false,
    );
    if (held) return path;
  }
  return refuse(
    '--profile',
    `no Snakemake profile is called '${profile}'`,
    'name a folder with a config.yaml, or: slurm',
  );
}
