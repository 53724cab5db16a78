import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Batch, Engine } from '../../src/cli/on/elsewhere.ts';
import { slurmArrayEngine } from '../../src/cli/on/slurm-array.ts';
import { snakemakeEngine } from '../../src/cli/on/snakemake.ts';
import type { Job } from '../../src/study/jobs/group-tasks.ts';
import { type Loopback, missing, SLURM, startLoopback } from './loopback.ts';

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

/** Jobs whose script is `body`; it has name, threads and memory as $1, $2, $3. Each start is noted in `NAME.log`. */
function batchOf(body: string, jobs: readonly Job[] = JOBS): Batch & { log(name: string): string } {
  const run = mkdtempSync(join(tmpdir(), 'cistron jobs-'));
  folders.push(run);
  const folder = join(run, 'jobs', '1');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'job.sh'),
    `cd "$(dirname "$0")" || exit 1\n[ -e "$1.exit" ] && exit "$(cat "$1.exit")"\necho "$1 $2 $3" >>order.txt\necho "$3" >>"$1.log"\n${body}\n`,
  );
  const log = (name: string) => {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch {
      return '';
    }
  };
  return { jobs, folder, lock: '0123abcd', log };
}
const watched = (signal = new AbortController().signal) => ({ signal, say: () => {}, progress: () => {} });

const ENGINES: readonly (readonly [string, boolean, () => Engine])[] = [
  ['Snakemake on this machine', noSnakemake, () => snakemakeEngine(undefined, 2)],
  ['Snakemake on Slurm', noSnakemake || noSlurm, () => snakemakeEngine('slurm', 2)],
  ['Slurm arrays', noSlurm, () => slurmArrayEngine({ everyMs: 200, lateMs: 1000 })],
];

describe.each(ENGINES)(
  '%s',
  (_name, skipped, engine) => {
    test.skipIf(skipped)(
      'stages in order; a job that is killed is tried again with more memory, one that fails is not',
      async () => {
        const killed = '[ "$1" = fold-2 ] && [ "$3" -lt 400 ] && exit 137';
        const failing = '[ "$1" = learning-curve-1 ] && echo 5 >"$1.exit" && exit 5';
        const batch = batchOf(`${killed}\n${failing}\necho 0 >"$1.exit"`);
        await engine()(batch, watched());
        const order = batch.log('order.txt').trim().split('\n');
        expect(order.slice(0, -1).sort()).toEqual(['fold-1 1 100', 'fold-2 1 100', 'fold-2 1 200', 'fold-2 1 400']);
        expect(order.at(-1)).toBe('learning-curve-1 1 100'); // the final stage waits for what failed
        expect(batch.log('fold-2.exit')).toBe('0\n');
      },
    );

    test.skipIf(skipped)('Ctrl-C cancels what was submitted', async () => {
      const batch = batchOf('sleep 300; echo 0 >"$1.exit"');
      const abort = new AbortController();
      const over = engine()(batch, watched(abort.signal));
      while (batch.log('order.txt') === '') await new Promise((wait) => setTimeout(wait, 100));
      abort.abort();
      await over;
      if (loopback) await expect.poll(() => loopback!.queue(), { timeout: 10_000, interval: 200 }).toBe('');
      expect(batch.log('fold-1.exit')).toBe('');
    });
  },
  60_000,
);
