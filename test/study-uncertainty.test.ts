import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { ConfigError } from '../src/base/errors.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import type { RunRecord } from '../src/report/record.ts';
import { simulateNoise } from '../src/simulate/noise.ts';
import { memoryFolder } from '../src/study/run/run-folder.ts';
import { expressionText, type MemoryFolder, runInMemory, sheetText, textOf } from './support/run-in-memory.ts';
import { files, studyText } from './support/small-study.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const ASKED = ', permutation: 19, learning-curve: [0.3, 0.6, 1], power: true';
const recordOf = (folder: MemoryFolder) => JSON.parse(textOf(folder, 'run.json')) as RunRecord;

describe('a run that is asked how sure it is', () => {
  let folder: MemoryFolder;
  let record: RunRecord;
  beforeAll(async () => {
    folder = memoryFolder();
    await runInMemory(studyText({ validate: ASKED }), files, executor, { folder });
    record = recordOf(folder);
  }, 120_000);

  test('pays for the choice and compares all pairs, baselines too', () => {
    const { metric } = record.study;
    expect(record['chosen-corrected']![metric]).toMatchObject({ method: 'bbc-cv' });
    expect(record.results[0]!.metrics[metric]!.method).toMatch(/^(bca|percentile)$/);
    const pairs = record.comparisons!.map(({ a, b, method }) => `${a} ${b} ${method}`);
    expect(pairs).toEqual([
      'elastic-net forest corrected-resampled-t',
      'elastic-net forest paired-bootstrap',
      ...['corrected-resampled-t', 'paired-bootstrap'].flatMap((method) => [
        `elastic-net best-feature ${method}`,
        `forest best-feature ${method}`,
      ]),
    ]);
  });

  test('a signal that was put in is more than permutations give', () => {
    const { p, n, null: nothing, observed, learner } = record.permutation!;
    expect([learner, n]).toEqual([record.chosen, 19]);
    expect(p).toBe(1 / 20);
    expect(record.permutation!['chosen-of']).toBe(2);
    expect(nothing.q95).toBeLessThan(observed);
    expect(nothing.mean).toBeLessThan(0.5);
  });

  test('the learning curve ends at the score of the whole, and more samples raise it', () => {
    const { points, gain, doubled } = record['learning-curve']!;
    const chosen = record.results.find(({ learner }) => learner === record.chosen)!;
    expect(points.map(({ share }) => share)).toEqual([0.3, 0.6, 1]);
    expect(points.at(-1)!.value).toBe(chosen.metrics[record.study.metric]!.value);
    expect(points[0]!.value).toBeLessThan(points.at(-1)!.value);
    expect(points.at(-1)!.samples).toBeCloseTo(60, 0);
    expect(doubled.value).toBeGreaterThanOrEqual(points.at(-1)!.value - 0.05);
    expect(gain.low).toBeGreaterThanOrEqual(0);
  });

  test('the sample size is against the best baseline', () => {
    const { baseline, needed, now, asked, growth } = record.power!;
    expect(record.baselines.map(({ name }) => name)).toContain(baseline);
    expect([asked, growth]).toEqual([0.8, true]);
    expect(now).toBeGreaterThan(0.8);
    expect(needed).toBeLessThanOrEqual(90);
  });

  test('the report says it', () => {
    const report = textOf(folder, 'report.html');
    for (const part of ['How sure this is', 'dealt out anew', 'Learning curve of', 'Samples needed to show'])
      expect(report).toContain(part);
  });

  test('goes on where it was interrupted, with the same result; nothing is computed twice', async () => {
    const left = memoryFolder();
    const tasks = [...folder.files.keys()].filter((name) => name.startsWith('tasks/'));
    const lost = tasks.filter((name) => /permutation|learning-curve/.test(name)).filter((_, i) => i % 2 === 0);
    for (const [name, bytes] of folder.files)
      if (name !== 'run.json' && !lost.includes(name)) left.files.set(name, bytes);
    const written: string[] = [];
    const watched = {
      ...left,
      write: async (name: string, content: Uint8Array | string) => {
        if (name.startsWith('tasks/')) written.push(name);
        await left.write(name, content);
      },
    };
    await runInMemory(studyText({ validate: ASKED }), files, executor, { folder: watched });
    expect(written.sort()).toEqual(lost.sort());
    expect(textOf(left, 'run.json')).toBe(textOf(folder, 'run.json'));
    expect(textOf(left, 'report.html')).toBe(textOf(folder, 'report.html'));
  }, 120_000);
});

test('of labels without a relation the permutation test says so, of the learner that the study names', async () => {
  const { expression, sheet } = simulateNoise({ samples: 40, features: 60, classes: 2, random: randomKey(2) });
  const folder = memoryFolder();
  const study = `
cistron: 1
samples: { file: sheet.tsv, id: sample, target: subtype }
blocks: { expression: { file: expression.tsv, kind: expression } }
learners: [{ ridge: { lambda: 1 } }, { forest: { trees: 20 } }]
validate: { outer: 4, inner: 3, permutation: { n: 39, learner: ridge } }`;
  const noise = { 'expression.tsv': expressionText(expression), 'sheet.tsv': sheetText(sheet) };
  await runInMemory(study, noise, executor, { folder });
  const { permutation } = recordOf(folder);
  expect(permutation!.learner).toBe('ridge');
  expect(permutation!['chosen-of']).toBeUndefined();
  expect(Math.abs(permutation!.null.mean - 0.5)).toBeLessThan(0.06);
  expect(permutation!.p).toBeGreaterThan(0.05);
});

test('a learner that the study does not have cannot be permuted', async () => {
  const study = studyText({ validate: ', permutation: { n: 10, learner: boosting }' });
  await expect(async () => runInMemory(study, files, executor)).rejects.toThrow(ConfigError);
});
