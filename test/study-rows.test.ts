// Tables whose ids are numbers, or that have none: samples are told by a column that is named, or by their row.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { memorySource } from '../src/read/source.ts';
import { type ModelBundle, readModel } from '../src/study/model/model-file.ts';
import { type NewSamplesReading, predictSamples } from '../src/study/model/predict.ts';
import { memoryFolder } from '../src/study/run/run-folder.ts';
import { classified } from './support/classified.ts';
import { type MemoryFolder, runInMemory, textOf } from './support/run-in-memory.ts';

let executor: Executor;
let bundle: ModelBundle;
let folder: MemoryFolder;

const draws = randomKey(11).stream();
/** label, x1 … x60: the first two tell the label. */
const FEATURES = Array.from({ length: 60 }, (_, j) => `x${j + 1}`);
const rows = Array.from({ length: 80 }, (_, i) => [
  i % 2 ? 'high' : 'low',
  ...FEATURES.map((_, j) => (draws.normal() + (j < 2 ? 1.5 * (i % 2) : 0)).toFixed(3)),
]);
const HEADER = ['label', ...FEATURES];
const text = (table: readonly (readonly string[])[]) => `${table.map((row) => row.join('\t')).join('\n')}\n`;
const study = (id: string, more = '') => `
cistron: 1
samples: { file: table.tsv${id}, target: label }
blocks: { x: { from: samples, kind: numeric${more} } }
learners: [{ elastic-net: { l1-ratio: [0.5], path-length: 6 } }]
validate: { outer: 3, inner: 2 }`;
const bare = text([HEADER, ...rows]);
const numbered = (name: string) => text([[name, ...HEADER], ...rows.map((row, i) => [`0${i + 7}`, ...row])]);

beforeAll(async () => {
  executor = await createExecutor(1);
  folder = memoryFolder();
  await runInMemory(study(', id: row'), { 'table.tsv': bare }, executor, { folder });
  bundle = await readModel(folder.files.get('model.cistron')!, 'model.cistron');
});
afterAll(() => executor.close());

async function predict(table: string, how: NewSamplesReading = {}) {
  const said: string[] = [];
  const ctx = {
    executor,
    signal: new AbortController().signal,
    random: randomKey(0),
    progress: () => {},
    warn: () => {},
  };
  const files = new Map([['x', sourceOf('new.tsv', table)]]);
  return {
    ...(await predictSamples(bundle, files, (sentence) => said.push(sentence), ctx, how)),
    said: said.join('\n'),
  };
}
const sourceOf = (name: string, table: string) => memorySource(name, new TextEncoder().encode(table));

describe('a study of a table without ids', () => {
  test('is refused, unless each row is said to be a sample; then it is told of', async () => {
    const run = runInMemory(study(''), { 'table.tsv': bare }, executor);
    await expect(run).rejects.toThrow('are samples repeated? (no ids at all: id: row, or --id row)');
    const { warnings } = JSON.parse(textOf(folder, 'run.json')) as { warnings: { code: string; message: string }[] };
    expect(warnings.find(({ code }) => code === 'rows-named')!.message).toBe(
      'each row is taken for a sample of its own, as asked; ids that repeat would not be noticed: samples are called row:<ordinal>',
    );
    expect(textOf(folder, 'predictions.tsv')).toContain('\nrow:80\t');
  });

  test('gives what the same table with ids gives', async () => {
    const other = memoryFolder();
    await runInMemory(study(', id: no'), { 'table.tsv': numbered('no') }, executor, { folder: other });
    const probabilities = (run: MemoryFolder) =>
      textOf(run, 'predictions.tsv')
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t').slice(2).join());
    expect(probabilities(other)).toEqual(probabilities(folder));
    expect(textOf(other, 'predictions.tsv')).toContain('\n07\t');
  });

  test('does not fool the audit: numbers that are ids are no features, equal rows are found, patients stay together', async () => {
    const hidden = runInMemory(study(', id: row'), { 'table.tsv': numbered('number') }, executor);
    await expect(hidden).rejects.toThrow(/ids-in-features/);
    const twice = text([HEADER, ...rows, ...rows.slice(0, 6)]);
    const { record } = await runInMemory(study(', id: row'), { 'table.tsv': twice }, executor);
    expect(record.audit.find(({ rule }) => rule === 'duplicate-samples')!.status).toBe('warn');
    const groups = (found: typeof record) =>
      (found.audit.find(({ rule }) => rule === 'groups')!.evidence as { groups: number }).groups;
    expect(groups(record)).toBe(80);
    const patients = text([['patient_id', ...HEADER], ...rows.map((row, i) => [`P${i >> 1}`, ...row])]);
    const bound = await runInMemory(study(', id: row'), { 'table.tsv': patients }, executor);
    expect(bound.record.audit.find(({ rule }) => rule === 'inferred-groups')!.status).toBe('warn');
    expect(groups(bound.record)).toBe(40);
  });

  test('is joined to no other table', async () => {
    const more = { 'table.tsv': bare, 'more.tsv': numbered('no') };
    await expect(runInMemory(study(', id: row, annotations: more.tsv'), more, executor)).rejects.toThrow(
      'samples.annotations: tables are joined by ids, got samples that are called by their row',
    );
    const apart = study(', id: row').replace('from: samples', 'file: more.tsv');
    await expect(runInMemory(apart, more, executor)).rejects.toThrow(/0 of 80 sample ids/);
  });
});

describe('new samples', () => {
  test('whose ids are numbers are told by the column that is named, as written', async () => {
    await expect(predict(numbered('compound'))).rejects.toThrow(
      "column 'compound' has a different number in each row: if these are ids, name it (id: compound, or --id compound)",
    );
    const found = await predict(numbered('compound'), { id: 'compound' });
    expect(found.ids.slice(0, 3)).toEqual(['07', '08', '09']);
    await expect(predict(numbered('compound'), { id: 'compond' })).rejects.toThrow(
      "no column 'compond'; did you mean 'compound'?",
    );
  });

  test('without ids are told by their row where that is asked for, and only then', async () => {
    await expect(predict(bare)).rejects.toThrow('no id column');
    const found = await predict(bare, { id: 'row' });
    expect([found.ids[0], found.ids.at(-1)]).toEqual(['row:1', 'row:80']);
    expect(found.said).toContain('each row is taken for a sample of its own, as asked');
    const named = await predict(numbered('row'), { id: 'row' });
    expect(named.ids[0]).toBe('07');
    expect(classified(named.prediction).probabilities).toEqual(classified(found.prediction).probabilities);
    await expect(predict(bare, { id: 'row', sheet: sourceOf('sheet.tsv', bare) })).rejects.toThrow(
      '--id row: nothing says that the rows of 2 files are the same samples',
    );
  });
});
