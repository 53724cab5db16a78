import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { CancelledError, ConfigError, IntegrityError } from '../src/base/errors.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { memoryFolder } from '../src/study/run/run-folder.ts';
import { type Files, type MemoryFolder, runInMemory, textOf } from './support/run-in-memory.ts';
import { cohort, files, studyText } from './support/small-study.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const hashOf = (bytes: Uint8Array | undefined) => bytes && createHash('sha256').update(bytes).digest('hex');

/** What must not depend on how a run went. */
const results = (folder: MemoryFolder) => ({
  record: textOf(folder, 'run.json'),
  predictions: textOf(folder, 'predictions.tsv'),
  report: textOf(folder, 'report.html'),
  model: hashOf(folder.files.get('model.cistron')),
});
const taskFiles = (folder: MemoryFolder) => [...folder.files.keys()].filter((name) => name.startsWith('tasks/')).sort();

/** A folder that notes which tasks are written, and calls back after each. */
function watchedFolder(files: ReadonlyMap<string, Uint8Array> = new Map(), onTask: (count: number) => void = () => {}) {
  const folder = memoryFolder();
  for (const [name, bytes] of files) folder.files.set(name, bytes);
  const written: string[] = [];
  return {
    ...folder,
    written,
    async write(name: string, content: Uint8Array | string) {
      await folder.write(name, content);
      if (!name.startsWith('tasks/')) return;
      written.push(name);
      onTask(written.length);
    },
  };
}

let finished: MemoryFolder;
beforeAll(async () => {
  finished = memoryFolder();
  await runInMemory(studyText(), files, executor, { folder: finished });
}, 60_000);

describe('a run', () => {
  test('finds what was put into the cohort, and says it', () => {
    const record = JSON.parse(textOf(finished, 'run.json'));
    for (const { learner, metrics } of record.results) {
      expect(metrics.accuracy.value, learner).toBeGreaterThan(record.baselines[0].metrics.accuracy.value + 0.2);
      expect(metrics.accuracy.low).toBeLessThanOrEqual(metrics.accuracy.value);
      expect(metrics.accuracy.high).toBeGreaterThanOrEqual(metrics.accuracy.value);
    }
    expect(record.data.samples).toBe(90);
    expect(record.data.blocks.expression.features).toBe(120);
    expect(record.data.blocks.expression.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(record.folds.map(({ test }: { test: number }) => test).reduce((a: number, b: number) => a + b)).toBe(90);
    expect(record.results.map(({ learner }: { learner: string }) => learner)).toEqual(['elastic-net', 'forest']);
    expect(['elastic-net', 'forest']).toContain(record.chosen);
  });

  test('predicts every sample once a learner, by a fold that did not train on it', () => {
    const [header, ...rows] = textOf(finished, 'predictions.tsv')
      .trim()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(header).toEqual(['id', 'fold', 'learner', 'truth', 'predicted', 'p:C1', 'p:C2', 'p:C3']);
    expect(rows.length).toBe(180);
    for (const learner of ['elastic-net', 'forest']) {
      const ids = rows.filter((row) => row[2] === learner).map((row) => row[0]);
      expect(new Set(ids)).toEqual(new Set(cohort.expression.ids));
    }
    const truth = new Map(cohort.sheet.ids.map((id, i) => [id, cohort.sheet.columns[1]!.values[i]]));
    for (const row of rows) {
      expect(row[3]).toBe(truth.get(row[0]!));
      expect(row.slice(5).reduce((sum, p) => sum + Number(p), 0)).toBeCloseTo(1, 6);
    }
  });

  test.each([1, 2, 4])(
    'with %d threads gives the same record, predictions, report and model to the byte',
    async (threads) => {
      const own = await createExecutor(threads);
      const folder = memoryFolder();
      await runInMemory(studyText(), files, own, { folder });
      await own.close();
      expect(results(folder)).toEqual(results(finished));
    },
  );

  test('gives a learner the same results whichever other learners stand beside it', async () => {
    const folder = memoryFolder();
    await runInMemory(studyText({ learners: '[{ forest: { trees: 30 } }]' }), files, executor, { folder });
    const alone = JSON.parse(textOf(folder, 'run.json')).results[0];
    expect(alone).toEqual(JSON.parse(textOf(finished, 'run.json')).results[1]);
  });

  test('with another seed has other folds', async () => {
    const folder = memoryFolder();
    const study = studyText({ learners: '[{ forest: { trees: 5 } }]' }).replace('seed: 1', 'seed: 2');
    await runInMemory(study, files, executor, { folder });
    const foldOf = (text: string) =>
      text
        .split('\n')
        .slice(1, 91)
        .map((line) => line.split('\t').slice(0, 2).join(' '))
        .sort();
    expect(foldOf(textOf(folder, 'predictions.tsv'))).not.toEqual(foldOf(textOf(finished, 'predictions.tsv')));
  });

  test('that is finished is shown, not done again', async () => {
    const folder = watchedFolder(finished.files);
    const outcome = await runInMemory(studyText(), files, executor, { folder });
    expect(outcome.found).toBe(true);
    expect(folder.written).toEqual([]);
    expect(outcome.record).toEqual(JSON.parse(textOf(finished, 'run.json')));
  });

  test('of another study, of other data or of another seed does not go into its folder', async () => {
    const into = (study: string, data: Files) =>
      runInMemory(study, data, executor, { folder: watchedFolder(finished.files) });
    const touched = { ...files, 'expression.tsv': files['expression.tsv']!.replace(/\t(\d)\./, '\t1$1.') };
    await expect(into(studyText({ learners: '[majority]' }), files)).rejects.toThrow(ConfigError);
    await expect(into(studyText(), touched)).rejects.toThrow('this folder holds a run of another study');
    await expect(into(studyText().replace('seed: 1', 'seed: 2'), files)).rejects.toThrow(ConfigError);
  });
});

test('a warning of a fit is told once, with the number of fits, that on all samples among them', async () => {
  const learners = '[{ elastic-net: { l1-ratio: 0.5, lambda: 0.01, max-cycles: 1, tolerance: 1.0e-6 } }]';
  const folder = memoryFolder();
  await runInMemory(studyText({ learners, validate: ', calibrate: none' }), files, executor, { folder });
  const { warnings } = JSON.parse(textOf(folder, 'run.json')) as { warnings: { code: string; message: string }[] };
  const unfinished = warnings.filter(({ code }) => code === 'not-converged');
  expect(unfinished.length).toBe(1);
  expect(unfinished[0]!.message).toMatch(/^1 of 1 penalties stopped after 1 cycles .* \(and so in 4 fits\)$/);
});

test.each(['study.lock.json', 'run.json'])('a folder whose %s is damaged is refused, naming the file', async (name) => {
  const folder = watchedFolder(finished.files);
  folder.files.set(name, finished.files.get(name)!.slice(0, 40));
  const run = runInMemory(studyText(), files, executor, { folder });
  await expect(run).rejects.toThrow(IntegrityError);
  await expect(run).rejects.toThrow(`memory/${name}: the file is damaged: it is not JSON`);
});

describe('an interrupted run', () => {
  test.each([1, 3, 6])(
    'stopped after %d tasks goes on where it stopped, and ends with the same result',
    async (stopAfter) => {
      const stop = new AbortController();
      const first = watchedFolder(new Map(), (count) => count === stopAfter && stop.abort());
      await expect(runInMemory(studyText(), files, executor, { folder: first, signal: stop.signal })).rejects.toThrow(
        CancelledError,
      );
      expect(first.files.has('run.json')).toBe(false);
      const done = taskFiles(first);
      expect(done.length).toBeGreaterThanOrEqual(stopAfter);
      expect(done.length).toBeLessThan(taskFiles(finished).length);

      const second = watchedFolder(first.files);
      await runInMemory(studyText(), files, executor, { folder: second });
      expect(second.written.filter((name) => done.includes(name))).toEqual([]);
      expect([...done, ...second.written].sort()).toEqual(taskFiles(finished));
      expect(results(second)).toEqual(results(finished));
    },
  );

  test.each([
    ['truncated', (text: string) => text.slice(0, text.length / 2)],
    ['emptied', () => ''],
    ['altered in one digit', (text: string) => text.replace(/0\.(\d)/, (_, digit) => `0.${(Number(digit) + 1) % 10}`)],
    ['swapped for that of another task', (_: string, other: string) => other],
  ])('whose task file was %s computes that task anew, and ends with the same result', async (_, damage) => {
    const folds = taskFiles(finished).filter((name) => name.includes('fold-'));
    const [name, other] = folds as [string, string];
    const folder = watchedFolder(finished.files);
    folder.files.delete('run.json');
    const damaged = damage(textOf(finished, name), textOf(finished, other));
    expect(damaged).not.toBe(textOf(finished, name));
    folder.files.set(name, new TextEncoder().encode(damaged));
    await runInMemory(studyText(), files, executor, { folder });
    expect(folder.written).toEqual([name]);
    expect(results(folder)).toEqual(results(finished));
  });

  test.each([
    ['lost', undefined],
    ['altered', new Uint8Array(100)],
  ])('whose model file was %s after the final fit fits it again', async (_, model) => {
    const folder = watchedFolder(finished.files);
    folder.files.delete('run.json');
    folder.files.delete('model.cistron');
    if (model) folder.files.set('model.cistron', model);
    await runInMemory(studyText(), files, executor, { folder });
    expect(results(folder)).toEqual(results(finished));
  });
});

describe('samples and labels', () => {
  test('one class is an error that names it', async () => {
    const oneClass = files['sheet.tsv']!.replace(/\tC[23]\t/g, '\tC1\t');
    await expect(runInMemory(studyText(), { ...files, 'sheet.tsv': oneClass }, executor)).rejects.toThrow(
      /at least 2 classes, got only 'C1'/,
    );
  });

  test('samples without a label are left out and counted; so are samples that only one file has', async () => {
    const lines = files['sheet.tsv']!.trimEnd().split('\n');
    const sheet = lines
      .map((line, i) => (i === 5 || i === 6 ? line.replace(/\tC\d\t/, '\tNA\t') : line))
      .filter((_, i) => i !== 9)
      .join('\n');
    const folder = memoryFolder();
    await runInMemory(studyText({ learners: '[majority]' }), { ...files, 'sheet.tsv': `${sheet}\n` }, executor, {
      folder,
    });
    const record = JSON.parse(textOf(folder, 'run.json'));
    expect(record.data.samples).toBe(87);
    const messages = record.warnings.map(
      ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
    );
    expect(messages).toContainEqual(expect.stringMatching(/^unlabelled-samples: 2 of 89 /));
    expect(messages).toContainEqual(expect.stringMatching(/^measurements-without-sample: 1 of 90 /));
  });

  test('the order of the rows of either file changes nothing but the order of the samples', async () => {
    const reversed = (text: string) => {
      const [header, ...rows] = text.trimEnd().split('\n');
      return `${[header, ...rows.reverse()].join('\n')}\n`;
    };
    const folder = memoryFolder();
    await runInMemory(studyText(), { ...files, 'expression.tsv': reversed(files['expression.tsv']!) }, executor, {
      folder,
    });
    expect(textOf(folder, 'predictions.tsv')).toBe(textOf(finished, 'predictions.tsv'));
  });
});

describe('a step that names a file', () => {
  const table = (rows: readonly (readonly (string | number)[])[]) =>
    `${rows.map((row) => row.join('\t')).join('\n')}\n`;
  const counts = table([
    ['sample', 'A', 'B', 'C'],
    // C is twice as long as A and B: the two classes differ in how much of it there is, whatever the depth.
    ...Array.from({ length: 24 }, (_, i) => [`s${i}`, 10 + (i % 11), 20 + (i % 3), i % 2 ? 90 + i : 30 + (i % 5)]),
  ]);
  const sheet = table([
    ['sample', 'label'],
    ...Array.from({ length: 24 }, (_, i) => [`s${i}`, i % 2 ? 'high' : 'low']),
  ]);
  const study = `
cistron: 1
samples: { file: sheet.tsv, id: sample, target: label }
blocks: { rna: { file: counts.tsv, rows: samples, prepare: [{ tpm: lengths.tsv }, standardize] } }
learners: [{ elastic-net: { l1-ratio: 0.5, path-length: 5 } }]
validate: { outer: 3, inner: 2 }`;
  const inputs = {
    'counts.tsv': counts,
    'sheet.tsv': sheet,
    'lengths.tsv': 'gene\tlength\nA\t1000\nB\t1000\nC\t2000\n',
  };
  const lockOf = async (files: typeof inputs) => {
    const folder = memoryFolder();
    await runInMemory(study, files, executor, { folder });
    return JSON.parse(textOf(folder, 'study.lock.json')) as { lock: string; data: Record<string, string> };
  };

  test('gets its content, whose hash goes into the lock', async () => {
    const first = await lockOf(inputs);
    expect(Object.keys(first.data)).toEqual(['sheet.tsv', 'counts.tsv', 'lengths.tsv']);
    const longer = await lockOf({ ...inputs, 'lengths.tsv': inputs['lengths.tsv'].replace('2000', '3000') });
    expect(longer.lock).not.toBe(first.lock);
  });

  test('lengths may be those of the exons of an annotation', async () => {
    const exon = (gene: string, end: number) =>
      `chr1\tx\texon\t1\t${end}\t.\t+\t.\tgene_id "ENSG_${gene}"; gene_name "${gene}";\n`;
    const lengths = exon('A', 1000) + exon('A', 600) + exon('B', 1000) + exon('C', 2000);
    const folder = memoryFolder();
    const files = { 'counts.tsv': counts, 'sheet.tsv': sheet, 'genes.gtf': lengths };
    const plain = memoryFolder();
    await runInMemory(study, inputs, executor, { folder: plain });
    await runInMemory(study.replace('lengths.tsv', 'genes.gtf'), files, executor, { folder });
    expect(textOf(folder, 'predictions.tsv')).toBe(textOf(plain, 'predictions.tsv'));
  });

  test('a gene without a length, or named twice, is refused by name', async () => {
    const run = (lengths: string) => runInMemory(study, { ...inputs, 'lengths.tsv': lengths }, executor);
    await expect(run('gene\tlength\nA\t1000\nB\t1000\n')).rejects.toThrow(/length above 0, got none for 1 of 3: .*C/);
    await expect(run('gene\tlength\nA\t1\nB\t1\nA\t1\nC\t1\n')).rejects.toThrow(
      "lengths.tsv:4: each name must stand once, got 'A' again",
    );
  });
});
