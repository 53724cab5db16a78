import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { IntegrityError, NotFoundError, ParamError } from '../src/base/errors.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { simulateCohort } from '../src/simulate/cohort.ts';
import { simulateDrugPanel } from '../src/simulate/drug-panel.ts';
import { parseStudy } from '../src/study/file/parse-study.ts';
import type { StudyLock } from '../src/study/run/lock.ts';
import { planStudy } from '../src/study/run/plan-study.ts';
import { prepareStudy } from '../src/study/run/prepare-study.ts';
import { replayRun } from '../src/study/run/replay.ts';
import { memoryFolder, readJson } from '../src/study/run/run-folder.ts';
import type { RunOptions } from '../src/study/run/run-options.ts';
import { runTasks } from '../src/study/run/run-tasks.ts';
import { writeResult } from '../src/study/tasks/task.ts';
import {
  expressionText,
  type Files,
  type MemoryFolder,
  memoryOptions,
  runInMemory,
  sheetText,
  textOf,
} from './support/run-in-memory.ts';

let executors: Executor[];
beforeAll(async () => {
  executors = [await createExecutor(1), await createExecutor(2)];
});
afterAll(() => Promise.all(executors.map((one) => one.close())));

const cohort = simulateCohort({ samples: 48, features: 12, informative: 6, effect: 3, random: randomKey(4) });
const panel = simulateDrugPanel({
  ...{ lines: 40, genes: 8, drugs: 2, drivers: 2, driverShare: 0.7, tissueShare: 0.1, tissues: 2, missing: 0.1 },
  random: randomKey(4),
});
const files: Files = {
  'expression.tsv': expressionText(cohort.expression),
  'sheet.tsv': sheetText(cohort.sheet),
  'lines.tsv': expressionText(panel.expression),
  'response.tsv': sheetText(panel.response).replaceAll('NaN', ''),
};
const EXPRESSION = 'cistron: 1\nblocks: { expression: { file: expression.tsv, kind: expression } }';
const CLASSES = `${EXPRESSION}
samples: { file: sheet.tsv, id: sample, group: patient, target: subtype }
learners: [{ ridge: { path-length: 3 } }, { knn: { k: 3 } }]
validate: { outer: 2, inner: 2, permutation: 2, learning-curve: [0.6, 1], leaky: [selection-outside] }`;
const STUDIES: Record<string, string> = {
  'classes, with all that can be asked for': CLASSES,
  clusters: `${EXPRESSION}
task: clustering
samples: { file: sheet.tsv, id: sample, group: patient }
learners: [{ k-means: { k: 2 } }]
validate: { outer: 2 }`,
  'several targets': `cistron: 1
samples: { file: response.tsv, id: sample, target: '*', confounders: [tissue] }
blocks: { rna: { file: lines.tsv, kind: expression } }
learners: [{ ridge: { path-length: 3 } }]
validate: { outer: 2, inner: 2 }`,
};
const METER = { peakMiB: () => 1, cpuSeconds: () => 1, host: 'here' };

const plan = (study: string, folder: MemoryFolder, data: Files = files) =>
  planStudy(parseStudy(study, 'study.yaml'), memoryOptions(data, executors[0]!, folder));

async function task(
  study: string,
  folder: MemoryFolder,
  ids: readonly string[],
  executor: Executor,
  data: Files = files,
) {
  const lock = (await readJson<StudyLock>(folder, 'study.lock.json'))!;
  const options = { ...memoryOptions(data, executor, folder), planned: { folder, lock } };
  return runTasks(parseStudy(study, 'study.yaml'), lock, ids, METER, options);
}

/** What must be the same to the byte, however it was computed. */
function bytesOf({ files: written }: MemoryFolder) {
  const results = [...written.keys()].filter((name) => /^(predictions|run\.json|models?\b|tasks\/.*json$)/.test(name));
  return new Map(results.sort().map((name) => [name, Buffer.from(written.get(name)!).toString('base64')]));
}

describe.each(Object.entries(STUDIES))('%s', (_, study) => {
  let byRun: MemoryFolder;
  beforeAll(async () => {
    byRun = memoryFolder();
    await runInMemory(study, files, executors[1]!, { folder: byRun });
  }, 60_000);

  test('a plan names every task of the run and no other, each after those that it needs', async () => {
    const { tasks, finished } = await plan(study, memoryFolder());
    const names = [...byRun.files.keys()].filter((name) => /^tasks\/(?!prepare)/.test(name));
    const nested = study.includes('lines.tsv') ? /tasks\/(fold|score|choice|final)/ : /^$/;
    expect(tasks.map(({ id }) => `tasks/${id}.json`).sort()).toEqual(names.filter((name) => !nested.test(name)).sort());
    const before = new Set<string>();
    for (const { id, needs, stage, done } of tasks) {
      expect(needs.every((need) => before.has(need))).toBe(true);
      for (const need of needs) expect(tasks.find((other) => other.id === need)!.stage).toBeLessThan(stage);
      expect(done).toBe(false);
      before.add(id);
    }
    expect(finished).toBe(false);
  });

  test('tasks one at a time, by another number of threads, give the same bytes as the run', async () => {
    const folder = memoryFolder();
    const { tasks } = await plan(study, folder);
    for (const { id } of tasks)
      expect(await task(study, folder, [id], executors[0]!)).toMatchObject([{ id, found: false }]);
    expect((await plan(study, folder)).tasks.every(({ done }) => done)).toBe(true);
    const written = new Map(folder.files);
    await runInMemory(study, files, executors[0]!, { folder });
    expect(bytesOf(folder)).toEqual(bytesOf(byRun));
    for (const [name, bytes] of written) if (name.endsWith('.json')) expect(folder.files.get(name)).toBe(bytes);
    expect(textOf(folder, 'events.jsonl')).not.toContain('"event":"task"');
    expect((await plan(study, folder)).finished).toBe(true);
  });
});

describe('the cohort that a plan keeps', () => {
  const images = (folder: MemoryFolder) => [...folder.files.keys()].filter((name) => name.startsWith('cohort/'));
  const open = (folder: MemoryFolder, read: string[]): RunOptions['open'] => {
    const { open: given } = memoryOptions(files, executors[0]!, folder);
    return async (path) => {
      const source = await given(path);
      const chunks: typeof source.chunks = (signal) => {
        read.push(path);
        return source.chunks(signal);
      };
      return { ...source, chunks };
    };
  };
  const prepared = async (folder: MemoryFolder, read: string[] = []) => {
    const lock = (await readJson<StudyLock>(folder, 'study.lock.json'))!;
    const options = { ...memoryOptions(files, executors[0]!, folder), planned: { folder, lock } };
    return prepareStudy(parseStudy(CLASSES, 'study.yaml'), { ...options, open: open(folder, read) });
  };

  test('stands for the files, which are not read again; damaged it is kept anew; a finished run removes it', async () => {
    const folder = memoryFolder();
    const { tasks } = await plan(CLASSES, folder);
    const [image, ...others] = images(folder);
    expect(others).toEqual([]);
    const read: string[] = [];
    const { loaded, lock } = await prepared(folder, read);
    expect(read).toEqual([]);
    const whole = folder.files.get(image!)!;
    for (const damage of [whole.slice(0, -1), whole.map((byte, at) => (at === whole.length - 5 ? byte ^ 1 : byte))]) {
      folder.files.set(image!, damage);
      const fresh = await prepared(folder, read);
      expect(fresh.loaded).toEqual(loaded);
      expect(fresh.lock).toEqual(lock);
      expect(folder.files.get(image!)).toEqual(whole);
    }
    expect(new Set(read)).toEqual(new Set(['expression.tsv', 'sheet.tsv']));
    // All tasks by one process, as a job does them.
    const ids = tasks.map(({ id }) => id);
    expect((await task(CLASSES, folder, ids, executors[0]!)).map(({ id }) => id)).toEqual(ids);
    await runInMemory(CLASSES, files, executors[0]!, { folder });
    const byRun = memoryFolder();
    await runInMemory(CLASSES, files, executors[0]!, { folder: byRun });
    expect(bytesOf(folder)).toEqual(bytesOf(byRun));
    expect(images(folder)).toEqual([]);
  });

  test('says nothing of files that have changed since', async () => {
    const folder = memoryFolder();
    const { tasks } = await plan(CLASSES, folder);
    const changed = { ...files, 'expression.tsv': files['expression.tsv']!.replace(/(\d)\n/, '9$1\n') };
    await expect(task(CLASSES, folder, [tasks[0]!.id], executors[0]!, changed)).rejects.toThrow(IntegrityError);
  });
});

describe('a task', () => {
  const study = CLASSES;
  const folder = memoryFolder();
  let ids: string[];
  beforeAll(async () => {
    ids = (await plan(study, folder)).tasks.map(({ id }) => id);
  });

  test('that is finished is left as it is; one that was damaged is computed anew', async () => {
    const file = `tasks/${ids[0]!}.json`;
    await task(study, folder, [ids[0]!], executors[0]!);
    const first = folder.files.get(file)!;
    expect(await task(study, folder, [ids[0]!], executors[0]!)).toMatchObject([{ found: true }]);
    expect(folder.files.get(file)).toBe(first);
    await folder.write(file, first.slice(0, first.length / 2));
    expect((await plan(study, folder)).tasks[0]!.done).toBe(false);
    expect(await task(study, folder, [ids[0]!], executors[0]!)).toMatchObject([{ found: false }]);
    expect(folder.files.get(file)).toEqual(first);
    const log = textOf(folder, `tasks/${ids[0]!}.log`)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(log.map(({ event }) => event)).toEqual(['begin', 'done', 'begin', 'done']);
    expect(log[1]).toMatchObject({ peakMiB: 1 });
  });

  test('whose needs are not there is refused, named; nothing is computed in its place', async () => {
    const json = () => [...folder.files.keys()].filter((name) => name.endsWith('.json'));
    const before = json();
    const last = ids.at(-1)!;
    const refused = task(study, folder, [last], executors[0]!);
    await expect(refused).rejects.toThrow(NotFoundError);
    await expect(refused).rejects.toThrow(
      /must come before is not finished: the learner that did best; run task choice-/,
    );
    expect(json()).toEqual(before);
    expect(textOf(folder, `tasks/${last}.log`)).toContain('"event":"failed"');
  });

  test('is refused where a file is not what the lock says; an unknown id too', async () => {
    const altered = { ...files, 'sheet.tsv': `${files['sheet.tsv']!}\n` };
    const run = task(study, folder, [ids[1]!], executors[0]!, altered);
    await expect(run).rejects.toThrow(IntegrityError);
    await expect(run).rejects.toThrow('the file sheet.tsv has changed');
    await expect(task(study, folder, ['fold-0'], executors[0]!)).rejects.toThrow(ParamError);
  });
});

describe('a replay', () => {
  const study = CLASSES.replace(/, permutation.*\]/, '');
  let finished: MemoryFolder;
  beforeAll(async () => {
    finished = memoryFolder();
    await runInMemory(study, files, executors[1]!, { folder: finished });
  }, 60_000);
  const replay = async (text: string, change: (folder: MemoryFolder) => unknown = () => {}, data = files) => {
    const folder = memoryFolder();
    for (const [name, bytes] of finished.files) folder.files.set(name, bytes);
    await change(folder);
    const lock = (await readJson<StudyLock>(finished, 'study.lock.json'))!;
    return replayRun(parseStudy(text, 'study.yaml'), lock, folder, memoryOptions(data, executors[0]!, folder));
  };

  test('of a run that was left alone finds nothing, and writes nothing', async () => {
    const count = finished.files.size;
    const found = await replay(study);
    expect(found).toMatchObject({ finished: true });
    expect(found.difference).toBeUndefined();
    expect(found.compared).toBe([...finished.files.keys()].filter((name) => /^tasks.*json$/.test(name)).length);
    expect(finished.files.size).toBe(count);
  });

  test('names the input, the setting, the number in a task, or the line that differs', async () => {
    const seed = await replay(study.replace('inner: 2', 'inner: 2, seed: 2'));
    expect(seed.difference).toBe('the seed was 1 when the run was locked, now 2');
    const setting = await replay(study.replace('k: 3', 'k: 5'));
    expect(setting.difference).toBe('study.learners[1].candidates[0].k was 3 when the run was locked, now 5');
    const sheet = await replay(study, () => {}, { ...files, 'sheet.tsv': `${files['sheet.tsv']!}\n` });
    expect(sheet.difference).toMatch(/^the file sheet.tsv has changed/);
    const id = [...finished.files.keys()].find((name) => name.startsWith('tasks/choice'))!.slice(6, -5);
    const task = await replay(study, (folder) => writeResult(folder, { id }, { chosen: 'forest' }));
    expect(task.difference).toMatch(
      new RegExp(`^task ${id} \\(the learner that did best\\): chosen was "forest", now "(ridge|knn)"$`),
    );
    const table = textOf(finished, 'predictions.tsv').replace('\nS', '\nT');
    const line = await replay(study, (folder) => folder.write('predictions.tsv', table));
    expect(line.difference).toBe('predictions.tsv:2: the line differs');
  });
});
