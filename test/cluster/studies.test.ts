import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Loopback, missing, SLURM, startLoopback } from '../../scripts/cluster/loopback.mjs';
import { makePlace, type Place, smallStudy } from '../support/cli.ts';

const noSlurm = missing(SLURM);
const noSnakemake = missing(['snakemake']);
const lacking = [...noSlurm, ...noSnakemake];
if (lacking.length > 0) console.log(`studies.test.ts: skipped in part: no ${lacking.join(', ')} on this machine`);

let place: Place;
let loopback: Loopback | undefined;
let here: string;
beforeAll(() => {
  process.env.CI = 'true'; // Snakemake then looks at its jobs without pauses of ten seconds
  if (noSlurm.length === 0) loopback = startLoopback();
  place = makePlace();
  place.cistron('simulate', 'cohort', '--samples', '60', '--features', '60', '--out', 'data');
  const text = smallStudy('data/samples.tsv').replace('from: samples,', 'file: data/expression.tsv,');
  place.write('study.yaml', text);
  const { code, stderr } = place.cistron('run', 'study.yaml', '--out', 'here');
  expect(code, stderr).toBe(0);
  here = hashes('here');
}, 120_000);
afterAll(() => {
  loopback?.stop();
  place?.remove();
});

const hashes = (run: string) =>
  ['predictions.tsv', 'model.cistron']
    .map((name) =>
      createHash('sha256')
        .update(place.bytes(`${run}/${name}`))
        .digest('hex'),
    )
    .join(' ');
/** Three jobs or so, one after the other. */
const FEW_JOBS = ['--grain', '4', '--latency-wait', '2'];
const run = (out: string, ...words: string[]) => place.started('run', 'study.yaml', '--out', out, ...words);

describe('a study on a cluster has the bits of the run on one machine', () => {
  test.skipIf(noSnakemake.length > 0)('Snakemake, on this machine', async () => {
    const { code, stderr } = await run('smk', '--on', 'snakemake', ...FEW_JOBS);
    expect(code, stderr).toBe(0);
    expect(hashes('smk')).toBe(here);
  });

  test.skipIf(lacking.length > 0)('Snakemake, on Slurm', async () => {
    const { code, stderr } = await run('slurm', '--on', 'snakemake', '--profile', 'slurm', ...FEW_JOBS);
    expect(code, stderr).toBe(0);
    expect(hashes('slurm')).toBe(here);
  });

  test.skipIf(noSlurm.length > 0)('Slurm arrays, and a node vanishes with its job', async () => {
    // Its folds last seconds: a node that is seen at work is still at it when it vanishes.
    const learners = '[{ boosting: { rounds: 200, learning-rate: [0.02, 0.1], max-depth: [3, 6] } }]';
    place.write(
      'slow.yaml',
      smallStudy('data/samples.tsv', { learners }).replace('from: samples,', 'file: data/expression.tsv,'),
    );
    const alone = await place.started('run', 'slow.yaml', '--out', 'slow-here');
    expect(alone.code, alone.stderr).toBe(0);
    const going = place.started(
      ...['run', 'slow.yaml', '--out', 'array', '--on', 'slurm-array', '--grain', '3', '--latency-wait', '2'],
    );
    await expect.poll(() => loopback!.busy('node1'), { timeout: 50_000, interval: 20 }).toBe(true);
    loopback!.vanish('node1');
    const { code, stderr } = await going;
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/job fold-\d was (lost with its node|killed): again/);
    expect(hashes('array')).toBe(hashes('slow-here'));
  });
}, 120_000);

test('a Nextflow file has every task in one job; its jobs, done by hand, end with the same bits', () => {
  const { code, stdout, stderr } = place.cistron('plan', 'study.yaml', '--out', 'nf', '--nextflow', '--json');
  expect(code, stderr).toBe(0);
  const folder = 'nf/jobs/1';
  expect(stderr).toContain(`nextflow run ${place.path}/${folder}/main.nf`);
  const names = place
    .list(folder)!
    .flatMap((file) => (file.endsWith('.tasks') ? [file.slice(0, -'.tasks'.length)] : []));
  const ids = names.flatMap((name) => place.read(`${folder}/${name}.tasks`).trim().split('\n'));
  const planned = (JSON.parse(stdout) as { tasks: { id: string }[] }).tasks.map(({ id }) => id);
  expect(ids.sort()).toEqual(planned.sort());
  const jobs = JSON.parse(place.read(`${folder}/jobs.json`)) as Record<string, NextflowJob>;
  expect(Object.keys(jobs).sort()).toEqual(names.sort());

  const main = place.read(`${folder}/main.nf`);
  const sh = (...words: string[]) => expect(spawnSync('sh', words, { cwd: place.path }).status).toBe(0);
  for (const [, kind, stage] of main.matchAll(/ {4}\w+\(jobs\('([\w-]+)', (\d+)\)/g)) {
    for (const [name, job] of Object.entries(jobs)) {
      if (job.kind === kind && job.stage === Number(stage))
        sh(`${folder}/job.sh`, name, `${job.threads}`, `${job.memory}`);
    }
  }
  expect(place.list('nf')).not.toContain('run.json');
  const finish = /process finish \{[\s\S]*?script:\n\s*'((?:[^'\\]|\\.)*)'/.exec(main)![1]!;
  sh('-c', finish.replace(/\\(.)/g, '$1'));
  expect(hashes('nf')).toBe(here);
}, 120_000);

interface NextflowJob {
  readonly kind: string;
  readonly stage: number;
  readonly threads: number;
  readonly memory: number;
}

test.skipIf(noSnakemake.length > 0)(
  'a task that fails is named with its log, and gives its exit code',
  async () => {
    const going = run('failing', '--on', 'snakemake', ...FEW_JOBS);
    await expect.poll(() => place.list('failing/jobs/1')?.includes('Snakefile'), { timeout: 30_000 }).toBe(true);
    place.write('data/expression.tsv', `${place.read('data/expression.tsv')}\n`);
    const { code, stderr } = await going;
    expect(code).toBe(6);
    expect(stderr).toMatch(
      /^cistron: task [a-z]+-[0-9a-f]{16} \(.+\): job [a-z]+-1 ended with exit code 6: .*expression\.tsv/m,
    );
    const log = /its log is (\S+\.log)/.exec(stderr)![1]!;
    expect(place.read(log.slice(place.path.length + 1))).toContain('has changed');
  },
  120_000,
);

test('places and flags that do not go together are refused', () => {
  const refused = (...words: string[]) => place.cistron('run', 'study.yaml', ...words);
  expect(refused('--on', 'moon')).toMatchObject({ code: 2 });
  expect(refused('--profile', 'slurm')).toMatchObject({ code: 2, stderr: expect.stringContaining('--on snakemake') });
  expect(refused('--grain', '5')).toMatchObject({ code: 2 });
  const nowhere = refused('--out', 'nowhere', '--on', 'snakemake', '--profile', 'nowhere');
  expect(nowhere).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("no Snakemake profile is called 'nowhere'"),
  });
});
