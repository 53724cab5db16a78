import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import type { RunRecord } from '../src/report/record.ts';
import { memoryFolder } from '../src/study/run/run-folder.ts';
import { type Files, runInMemory, textOf } from './support/run-in-memory.ts';
import { cohort, files } from './support/small-study.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const { ids, columns } = cohort.sheet;
const valuesOf = (name: string) => columns.find((column) => column.name === name)!.values;
const patients = valuesOf('patient');
/** Of a pair of measurements under two patient ids, the first: the audit will find them to be one. */
const firstOf = new Map(cohort.truth.duplicates.map((pair) => [pair.samples[1], pair.samples[0]]));

/** What the splits are made of, in a table of its own: years, a split, the halves of a pair. */
const more = ids.map((id, i) => {
  const own = patients[ids.indexOf(firstOf.get(id) ?? id)]!;
  const patient = [...patients].indexOf(own);
  return [id, 2001 + (patient % 6), patient % 3 === 0 ? 'test' : 'train', `L${patient % 9}`, `D${i % 4}`].join('\t');
});
const all: Files = { ...files, 'more.tsv': `sample\tyear\tsplit\tline\tdrug\n${more.join('\n')}\n` };

async function run(validate: string, { samples = '', given = all } = {}) {
  const folder = memoryFolder();
  const study = `
cistron: 1
samples: { file: sheet.tsv, annotations: more.tsv, id: sample, group: patient, target: subtype, confounders: [batch]${samples} }
blocks: { expression: { file: expression.tsv, kind: expression } }
learners: [{ elastic-net: { l1-ratio: 0.5, path-length: 6 } }]
validate: { ${validate}, inner: 2, seed: 1 }
`;
  const { record } = await runInMemory(study, given, executor, { folder });
  const tested = textOf(folder, 'predictions.tsv')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t')[0]!);
  return { record, tested, folder };
}

/** Nothing shared, in any outer or inner split, and the counts add up. */
function expectSound({ folds }: RunRecord): void {
  for (const { inner, ...outer } of folds) {
    expect(inner.length).toBeGreaterThan(1);
    for (const side of [outer, ...inner]) {
      expect(side.groups.shared).toBe(0);
      const counts = Object.values(side.classes!);
      expect(counts.reduce((sum, [train]) => sum + train, 0)).toBe(side.train);
      expect(counts.reduce((sum, [, test]) => sum + test, 0)).toBe(side.test);
    }
    for (const own of inner) expect(own.train + own.test).toBeLessThanOrEqual(outer.train);
  }
}

test('one batch at a time: each is tested once, by a model without it', async () => {
  const { record, tested } = await run('outer: { leave-out: batch }');
  expectSound(record);
  expect(record.folds.map(({ name }) => name)).toEqual(['B1', 'B2']);
  for (const { name, sites } of record.folds) expect(sites!.batch![name!]![0]).toBe(0);
  expect(new Set(tested).size).toBe(90);
});

test('a predefined split tests its own samples only, and scores them only', async () => {
  const { record, tested, folder } = await run('outer: { predefined: split }');
  expectSound(record);
  expect(tested).toEqual(ids.filter((_, i) => more[i]!.includes('test')));
  const counts = record.results[0]!.confusion!.counts.flat();
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(tested.length);
  expect(textOf(folder, 'report.html')).toContain('those to be tested took no part in learning');
});

test('a hold-out of a third, drawn twice', async () => {
  const { record, tested } = await run('outer: { hold-out: 0.33 }, repeats: 2');
  expectSound(record);
  expect(record.folds.map(({ repeat, outer }) => [repeat, outer])).toEqual([
    [0, 0],
    [1, 0],
  ]);
  for (const { test: held } of record.folds) expect(Math.abs(held - 30)).toBeLessThanOrEqual(3);
  expect(tested.length).toBe(record.folds.reduce((sum, { test: held }) => sum + held, 0));
});

test('later years from earlier ones', async () => {
  const { record } = await run('outer: { time: year, folds: 2 }');
  expectSound(record);
  expect(record.folds.map(({ name }) => name)).toEqual(['from 2003', 'from 2005']);
});

test('pairs with both halves unseen', async () => {
  const { record, tested } = await run('outer: 2, pairs: { rows: line, columns: drug, hold-out: both }');
  expectSound(record);
  expect(record.folds.length).toBe(4);
  expect(new Set(tested).size).toBe(tested.length);
});

test('an external cohort is tested, not learned from: neither in validation nor by the final model', async () => {
  const rename = (text: string) =>
    text
      .split('\n')
      .map((line, i) => (i > 0 && line ? `E${line.replace(/\tP/, '\tEP')}` : line))
      .join('\n');
  // Other measurements, or the audit would see the same samples again; another order of features and one more.
  const shifted = rename(files['expression.tsv']!)
    .split('\n')
    .map((line, i) => {
      const [id, ...cells] = line.split('\t');
      const moved = cells.map((cell, j) =>
        i > 0 && cell !== '' ? String(Number(cell) + Math.sin(i * 37 + j * 11) * 0.6) : cell,
      );
      return id ? [id, ...moved.reverse(), i > 0 ? '1' : 'extra'].join('\t') : line;
    })
    .join('\n');
  const given = { ...all, 'other.tsv': rename(files['sheet.tsv']!), 'other-x.tsv': shifted };
  const outer = 'outer: { external: { samples: { file: other.tsv }, blocks: { expression: { file: other-x.tsv } } } }';
  const { record, tested, folder } = await run(outer, { given });
  expectSound(record);
  expect(tested).toEqual(ids.map((id) => `E${id}`));
  expect(record.folds.map(({ train, test: held }) => [train, held])).toEqual([[90, 90]]);
  const alone = await run('outer: 3');
  expect(folder.files.get('model.cistron')!.length).toBeCloseTo(alone.folder.files.get('model.cistron')!.length, -3);
  expect(textOf(folder, 'report.html')).toContain('tested on another cohort');

  const same = { ...all, 'other.tsv': files['sheet.tsv']!, 'other-x.tsv': files['expression.tsv']! };
  await expect(run(outer, { given: same })).rejects.toThrow(
    "other.tsv: a sample of the external cohort must not be in the study, got 90, such as 'S0001'; leave them out on one side with where",
  );
});

test('baselines: the confounder alone and the best single feature stand beside the guess', async () => {
  const { record } = await run('outer: 3');
  const accuracy = (name: string) => record.baselines.find((one) => one.name === name)!.metrics.accuracy!.value;
  expect(record.baselines.map(({ name }) => name)).toEqual(['majority', 'batch-alone', 'best-feature']);
  const chosen = record.results[0]!.metrics.accuracy!.value;
  expect(accuracy('best-feature')).toBeGreaterThan(accuracy('majority'));
  expect(chosen).toBeGreaterThan(accuracy('best-feature'));
});
