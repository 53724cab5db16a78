// Columns of the sample sheet that a learner takes as they are: words, missing values, weights.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context, Executor } from '../src/base/context.ts';
import { ConfigError, DataError } from '../src/base/errors.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { memorySource } from '../src/read/source.ts';
import { readModel } from '../src/study/model/model-file.ts';
import { newSamplesTable, predictSamples } from '../src/study/model/predict.ts';
import { memoryFolder } from '../src/study/run/run-folder.ts';
import { runInMemory, textOf } from './support/run-in-memory.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

/** Nine sites, every other of which has the disease; age says a little, and is missing for some. */
const SITES = ['ash', 'bay', 'cove', 'dell', 'elm', 'fen', 'glen', 'hill', 'isle'];
const draws = randomKey(8).stream();
const people = Array.from({ length: 150 }, (_, i) => {
  const site = draws.below(9);
  const sick = draws.uniform() < (site % 2 ? 0.9 : 0.1);
  return {
    id: `s${i}`,
    site: SITES[site]!,
    sick: sick ? 'yes' : 'no',
    age: i % 7 ? String(40 + (sick ? 6 : 0) + draws.below(20)) : '',
    weight: String(1 + draws.below(3)),
  };
});
const sheet = (rows: readonly Readonly<Record<string, string>>[], columns: readonly string[]) =>
  `${[columns, ...rows.map((row) => columns.map((name) => row[name]!))].map((cells) => cells.join('\t')).join('\n')}\n`;
const COLUMNS = ['id', 'site', 'age', 'weight', 'sick'];
const files = { 'sheet.tsv': sheet(people, COLUMNS) };

const study = (learners: string, { samples = '', columns = '[site, age]', prepare = 'prepare: []' } = {}) => `
cistron: 1
samples: { file: sheet.tsv, id: id, target: sick${samples} }
blocks: { clinical: { from: samples, kind: clinical, columns: ${columns}${prepare ? `, ${prepare}` : ''} } }
learners: ${learners}
validate: { outer: 3, inner: 2, groups: declared }`;

describe('columns of words', () => {
  test('are taken as they are by boosting, in a run and by its model file', async () => {
    const folder = memoryFolder();
    const { record } = await runInMemory(study('[{ boosting: 60 }]'), files, executor, { folder });
    expect(record.results[0]!.metrics.accuracy!.value).toBeGreaterThan(0.8);
    const bundle = await readModel(folder.files.get('model.cistron')!, 'model.cistron');
    const signal = new AbortController().signal;
    const ctx: Context = { executor, signal, random: randomKey(0), progress: () => {}, warn: () => {} };
    const predict = async (rows: typeof people, columns = COLUMNS) => {
      const source = memorySource('new.tsv', new TextEncoder().encode(sheet(rows, columns)));
      return newSamplesTable(await predictSamples(bundle, new Map([['clinical', source]]), () => {}, ctx)).split('\n');
    };
    const all = await predict(people);
    // Other codes for the same words: fewer of them, columns and rows in another order.
    const some = people.filter(({ site }) => site > 'dell').reverse();
    const lines = await predict(some, ['id', 'age', 'site']);
    some.forEach(({ id }, k) => {
      expect(lines[k + 1]).toBe(all[people.findIndex((one) => one.id === id) + 1]);
    });
    // A site that nobody knew is as good as a missing one.
    const unknown = await predict(people.map((one) => ({ ...one, site: 'atlantis' })));
    expect(unknown).toEqual(await predict(people.map((one) => ({ ...one, site: '' }))));
  });

  test('are refused before any work where a learner of the study cannot take them', async () => {
    const run = runInMemory(study('[{ boosting: 5 }, elastic-net]'), files, executor);
    await expect(run).rejects.toThrow(DataError);
    await expect(run).rejects.toThrow(/prepared features must be numbers, got words in 'site'; add one-hot/);
  });

  test('are no matter for learners of numbers once they are encoded', async () => {
    const { record } = await runInMemory(study('[{ lasso: {} }]', { prepare: '' }), files, executor);
    expect(record.results[0]!.metrics.accuracy!.value).toBeGreaterThan(0.8);
  });
});

describe('weights of samples', () => {
  const weighted = (learners: string, column = 'weight') =>
    study(learners, { samples: `, weight: ${column}`, columns: "['*']", prepare: '' });

  test('are no features, change what is learned, and are said', async () => {
    const [plain, own] = [memoryFolder(), memoryFolder()];
    const learners = '[{ ridge: { lambda: 0.1 } }]';
    await runInMemory(study(learners, { prepare: '' }), files, executor, { folder: plain });
    const { record, said } = await runInMemory(weighted(learners), files, executor, { folder: own });
    expect(record.data.blocks.clinical!.features).toBe(2);
    expect(said.join('\n')).toContain("samples are weighted by 'weight' where learners are fitted");
    expect(textOf(own, 'predictions.tsv')).not.toBe(textOf(plain, 'predictions.tsv'));
  });

  test('are refused by name where a learner takes none, and left to those of the usual ones that do', async () => {
    const run = runInMemory(weighted('[forest, knn]'), files, executor);
    await expect(run).rejects.toThrow(ConfigError);
    await expect(run).rejects.toThrow(
      /learners: knn: knn takes no sample weights; the study has some, samples.weight: weight; learners of classification that take them: .*elastic-net/,
    );
    const smote = runInMemory(weighted('[{ forest: {}, balance: smote }]'), files, executor);
    await expect(smote).rejects.toThrow(/learners: forest: balance: smote takes no sample weights/);
  });

  test.each([
    ['0', "a weight must be above 0 and finite, got 0 for sample 's3'"],
    ['-2', "a weight must be above 0 and finite, got -2 for sample 's3'"],
    ['', "a weight must be above 0 and finite, got none for sample 's3'"],
  ])('must be above 0: %s', async (weight, message) => {
    const rows = people.map((one, i) => (i === 3 ? { ...one, weight } : one));
    const run = runInMemory(weighted('[ridge]'), { 'sheet.tsv': sheet(rows, COLUMNS) }, executor);
    await expect(run).rejects.toThrow(DataError);
    await expect(run).rejects.toThrow(`sheet.tsv: column 'weight': ${message}`);
  });

  test('must be numbers', async () => {
    const run = runInMemory(weighted('[ridge]', 'site'), files, executor);
    await expect(run).rejects.toThrow(/sheet.tsv: column 'site': every weight must be a number, got '\w+'/);
  });
});
