import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { CancelledError } from '../src/base/errors.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { simulateCohort } from '../src/simulate/cohort.ts';
import { parseStudy } from '../src/study/file/parse-study.ts';
import { prepareStudy } from '../src/study/run/prepare-study.ts';
import { diskFolder } from '../src/study/run/run-folder.node.ts';
import type { RunOptions } from '../src/study/run/run-options.ts';
import { runStudy } from '../src/study/run/run-study.ts';
import { taskThreads } from '../src/study/run/task-threads.node.ts';
import { planThreads, type ThreadOffer } from '../src/study/run/task-threads.ts';
import { expressionText, memoryOptions, sheetText } from './support/run-in-memory.ts';

const cohort = simulateCohort({ samples: 48, features: 12, informative: 6, effect: 3, random: randomKey(4) });
const files = {
  'expression.tsv': expressionText(cohort.expression),
  'sheet.tsv': sheetText(cohort.sheet),
  'sets.gmt': `first\t\t${cohort.expression.features.slice(0, 6).join('\t')}\nlast\t\t${cohort.expression.features.slice(6).join('\t')}\n`,
};
// Enough tasks to be worth threads, by the cost model.
const STUDY = `cistron: 1
blocks: { expression: { file: expression.tsv, kind: expression } }
samples: { file: sheet.tsv, id: sample, group: patient, target: subtype }
learners: [{ ridge: { path-length: 3 } }, { forest: { trees: 20 } }]
validate: { outer: 2, inner: 2, permutation: 24, learning-curve: [0.6, 1], leaky: [selection-outside] }
report: { gene-sets: sets.gmt }`;

let executor: Executor;
let root: string;
beforeAll(async () => {
  executor = await createExecutor(2);
  root = await mkdtemp(join(tmpdir(), 'cistron-threads-'));
});
afterAll(async () => {
  await executor.close();
  await rm(root, { recursive: true });
});

async function run(name: string, more: Partial<RunOptions>, study = STUDY) {
  const folder = await diskFolder(join(root, name));
  await runStudy(parseStudy(study, 'study.yaml'), { ...memoryOptions(files, executor, folder), ...more });
  const read = (file: string) => readFile(join(root, name, file), 'utf8');
  const record = JSON.parse(await read('run.json'));
  const found = record.enrichment.map((one: { of: string; contrast?: string }) => `${one.of} ${one.contrast ?? ''}`);
  return {
    found,
    bytes: [await read('predictions.tsv'), await read('model.cistron')],
    log: await read('events.jsonl'),
  };
}

/** The threads of Node, and how many were opened. */
function counted() {
  const opened: number[] = [];
  const threads: ThreadOffer = {
    memoryMiB: () => 8192,
    open(prepared, count, progress) {
      opened.push(count);
      return taskThreads.open(prepared, count, progress);
    },
  };
  return { opened, threads };
}

test('a run whose tasks are done by threads leaves the bytes of a run in one', async () => {
  const { opened, threads } = counted();
  const shares: number[] = [];
  const alone = await run('alone', {});
  const beside = await run('beside', { taskThreads: threads, progress: (share) => shares.push(share) });
  expect(opened).toEqual([2]);
  expect(beside.bytes).toEqual(alone.bytes);
  expect(beside.found).toEqual(alone.found);
  const tasks = (log: string) => [...log.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id).sort();
  expect(tasks(beside.log)).toEqual(tasks(alone.log));
  expect(shares.at(-1)).toBe(1);
  expect(Math.max(...shares)).toBe(1);
});

test('a run that was stopped goes on with what its threads have finished', async () => {
  const { threads } = counted();
  const stop = new AbortController();
  const stopped = run('stopped', {
    taskThreads: threads,
    signal: stop.signal,
    progress: (share) => share > 0.4 && stop.abort(),
  });
  await expect(stopped).rejects.toThrow(CancelledError);
  const before = await readFile(join(root, 'stopped', 'events.jsonl'), 'utf8');
  const again = await run('stopped', { taskThreads: threads });
  expect(again.bytes).toEqual((await run('alone', {})).bytes);
  // Nothing is done twice.
  const ids = [...again.log.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id);
  expect(before).toContain('"event":"task"');
  expect(new Set(ids).size).toBe(ids.length);
});

test('a few quick tasks, little memory and a single core are not worth threads', async () => {
  const count = async (name: string, study: string, memoryMiB: number, own: Executor) => {
    const folder = await diskFolder(join(root, name));
    const prepared = await prepareStudy(parseStudy(study, 'study.yaml'), memoryOptions(files, own, folder));
    return (await planThreads(prepared, memoryMiB)).count;
  };
  const quick = STUDY.replace(
    'permutation: 24, learning-curve: [0.6, 1], leaky: [selection-outside]',
    'calibrate: none',
  );
  const one = await createExecutor(1);
  expect(await count('all', STUDY, 8192, executor)).toBe(2);
  expect(await count('quick', quick, 8192, executor)).toBe(1);
  expect(await count('narrow', STUDY, 100, executor)).toBe(1);
  expect(await count('single', STUDY, 8192, one)).toBe(1);
  await one.close();
});
