import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Loopback, missing, SLURM, startLoopback } from '../../scripts/cluster/loopback.mjs';
import type { Batch, Engine } from '../../src/cli/on/engine.ts';
import { slurmArrayEngine } from '../../src/cli/on/slurm-array.ts';
import { snakemakeEngine } from '../../src/cli/on/snakemake.ts';
import type { Job } from '../../src/study/jobs/group-tasks.ts';
import { jobScript } from '../../src/study/jobs/job-files.ts';

// Jobs here are shell scripts; that studies come out the same is in studies.test.ts.
const without = { slurm: missing(SLURM), snakemake: missing(['snakemake']) };
for (const [engine, programs] of Object.entries(without))
  if (programs.length > 0) console.log(`engines.test.ts: ${engine} skipped: no ${programs.join(', ')} on this machine`);
const noSlurm = without.slurm.length > 0;
const noSnakemake = without.snakemake.length > 0;

process.env.CI = 'true'; // Snakemake then looks at its jobs without pauses of ten seconds
let loopback: Loopback | undefined;
beforeAll(() => {
  if (!noSlurm) loopback = startLoopback();
}, 60_000);
afterAll(() => loopback?.stop());

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const job = (kind: string, number: number, stage: number): Job => ({
  name: `${kind}-${number}`,
  kind,
  stage,
  tasks: [],
  seconds: 1,
  memoryMiB: 100,
  threads: 1,
});
const JOBS = [job('fold', 1, 1), job('fold', 2, 1), job('learning-curve', 1, 2), job('final', 1, 3)];

/** Jobs by the script that all jobs have, with `body` in place of Cistron: it is told `$name` and `$memory`. Starts are noted in `order.txt`. */
function batchOf(body: string): Batch & { log(name: string): string } {
  const run = mkdtempSync(join(tmpdir(), 'cistron jobs-'));
  folders.push(run);
  const folder = join(run, 'jobs', '1');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(run, 'fake.sh'),
    `name=\${4%.tasks} memory=\${NODE_OPTIONS#*=}\necho "$name $6 $memory" >>order.txt\n${body}\n`,
  );
  writeFileSync(join(folder, 'job.sh'), jobScript(['sh', join(run, 'fake.sh')], run));
  const log = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '');
  return { jobs: JOBS, folder, lock: '0123abcd', log };
}
const watched = (signal = new AbortController().signal) => ({ signal, say: () => {}, progress: () => {} });

const ENGINES: readonly (readonly [string, boolean, () => Engine])[] = [
  ['Snakemake on this machine', noSnakemake, () => snakemakeEngine(undefined, 2, 5)],
  ['Snakemake on Slurm', noSnakemake || noSlurm, () => snakemakeEngine('slurm', 2, 5)],
  ['Slurm arrays', noSlurm, () => slurmArrayEngine({ everyMs: 200, lateMs: 1000 })],
];

describe.each(ENGINES)(
  '%s',
  (name, skipped, engine) => {
    test.skipIf(skipped)(
      'stages in order; a job that is killed is tried again with more memory, one that fails is not',
      async () => {
        const killed = '[ "$name" = fold-2 ] && [ "$memory" -lt 1600 ] && kill -KILL $$';
        const failing = '[ "$name" = learning-curve-1 ] && exit 5';
        const batch = batchOf(`${killed}\n${failing}\nexit 0`);
        await engine()(batch, watched());
        const order = batch.log('order.txt').trim().split('\n');
        expect(order.slice(0, -1).sort()).toEqual(['fold-1 1 406', 'fold-2 1 1624', 'fold-2 1 406', 'fold-2 1 812']);
        expect(order.at(-1)).toBe('learning-curve-1 1 406'); // the final stage waits for what failed
        expect(batch.log('fold-2.exit')).toBe('0\n');
      },
    );

    test.skipIf(skipped || !name.includes('Slurm'))('what Slurm refuses is told in its words', async () => {
      process.env.SBATCH_PARTITION = 'nowhere';
      const over = engine()(batchOf('exit 0'), watched());
      await expect(over).rejects.toThrow(/invalid partition specified: nowhere.*SBATCH_PARTITION/s);
      delete process.env.SBATCH_PARTITION;
    });

    test.skipIf(skipped)('Ctrl-C cancels what was submitted', async () => {
      const batch = batchOf('sleep 300');
      const abort = new AbortController();
      const over = engine()(batch, watched(abort.signal));
      while (batch.log('order.txt') === '') await new Promise((wait) => setTimeout(wait, 100));
      abort.abort();
      await over;
      if (loopback) await expect.poll(() => loopback!.queue(), { timeout: 10_000, interval: 200 }).toBe('');
      expect(batch.log('fold-1.exit')).toBe('');
    });
  },
  180_000,
);
