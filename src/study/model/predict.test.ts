import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classified } from '../../../test/support/classified.ts';
import { expressionText, runInMemory, sheetText } from '../../../test/support/run-in-memory.ts';
import type { Context, Executor } from '../../base/context.ts';
import { DataError, NotFoundError } from '../../base/errors.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { memorySource } from '../../read/source.ts';
import { simulateCohort } from '../../simulate/cohort.ts';
import { memoryFolder } from '../run/run-folder.ts';
import { type ModelBundle, readModel } from './model-file.ts';
import { newSamplesTable, predictSamples } from './predict.ts';

let executor: Executor;
let bundle: ModelBundle;
const { expression, sheet } = simulateCohort({
  samples: 40,
  features: 60,
  informative: 20,
  missing: 0.01,
  random: randomKey(2),
});
const files = { 'expression.tsv': expressionText(expression), 'sheet.tsv': sheetText(sheet) };

beforeAll(async () => {
  executor = await createExecutor(1);
  const folder = memoryFolder();
  const study = `
cistron: 1
samples: { file: sheet.tsv, id: sample, group: patient, target: subtype }
blocks:
  rna: { file: expression.tsv, kind: expression }
  clinical: { from: samples, kind: clinical, columns: [age, sex, batch] }
learners: [{ elastic-net: { l1-ratio: [0.1], path-length: 5 } }]
validate: { outer: 2, inner: 2 }`;
  await runInMemory(study, files, executor, { folder });
  bundle = await readModel(folder.files.get('model.cistron')!, 'model.cistron');
});
afterAll(() => executor.close());

async function predict(given: Readonly<Record<string, string>>) {
  const said: string[] = [];
  const sources = Object.entries(given).map(
    ([block, text]) => [block, memorySource(`${block}.tsv`, new TextEncoder().encode(text))] as const,
  );
  const signal = new AbortController().signal;
  const ctx: Context = { executor, signal, random: randomKey(0), progress: () => {}, warn: () => {} };
  return { ...(await predictSamples(bundle, new Map(sources), (sentence) => said.push(sentence), ctx)), said };
}
const cells = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
const text = (rows: readonly (readonly string[])[]) => `${rows.map((row) => row.join('\t')).join('\n')}\n`;
const both = { rna: files['expression.tsv'], clinical: files['sheet.tsv'] };

describe('a model of several blocks', () => {
  test('predicts samples of which it has seen neither order nor number as it does all together', async () => {
    const all = await predict(both);
    expect(all.ids).toEqual(expression.ids);
    const some = [30, 3, 17];
    const pick = (whole: string) => text([cells(whole)[0]!, ...some.map((i) => cells(whole)[i + 1]!)]);
    const few = await predict({ rna: pick(both.rna), clinical: pick(both.clinical) });
    expect(few.ids).toEqual(some.map((i) => expression.ids[i]));
    some.forEach((i, row) => {
      expect(classified(few.prediction).probabilities.slice(3 * row, 3 * row + 3)).toEqual(
        classified(all.prediction).probabilities.slice(3 * i, 3 * i + 3),
      );
    });
  });

  test('predicts the samples that are in all files, in the order of the first, and counts the others', async () => {
    const rows = cells(both.clinical);
    const { ids, said } = await predict({ ...both, clinical: text([rows[0]!, ...rows.slice(6).reverse()]) });
    expect(ids).toEqual(expression.ids.slice(5));
    expect(said).toContain('5 samples are not in all files and are left out');
  });

  test('takes a word that it has never seen, and a missing one', async () => {
    const rows = cells(both.clinical);
    const sex = rows[0]!.indexOf('sex');
    const changed = rows.map((row, i) =>
      i === 1 ? row.with(sex, 'unknown to the model') : i === 2 ? row.with(sex, '') : row,
    );
    const { prediction } = await predict({ ...both, clinical: text(changed) });
    const before = await predict(both);
    expect(classified(prediction).probabilities.every(Number.isFinite)).toBe(true);
    expect(classified(prediction).probabilities.slice(9)).toEqual(classified(before.prediction).probabilities.slice(9));
  });

  test('wants a file for each block, and knows the nearest name', async () => {
    await expect(predict({ rna: both.rna })).rejects.toThrow(
      "no file for block 'clinical'; give it with --block clinical=FILE",
    );
    await expect(predict({ ...both, clincal: both.clinical })).rejects.toThrow(
      "the model has no block 'clincal'; did you mean 'clinical'?",
    );
    await expect(predict({ rna: both.rna })).rejects.toThrow(NotFoundError);
  });

  test('refuses files that share no sample, and a file that holds none of its features', async () => {
    const renamed = text(cells(both.clinical).map((row, i) => (i ? row.with(0, `X${row[0]}`) : row)));
    await expect(predict({ ...both, clinical: renamed })).rejects.toThrow(DataError);
    await expect(predict({ ...both, rna: both.clinical })).rejects.toThrow(
      /none of the 60 features of block 'rna' is there; the model knows GENE0001, .*; the file has patient, subtype, batch/,
    );
  });

  test('refuses a word where the model knows numbers, naming the place', async () => {
    const rows = cells(both.rna);
    await expect(
      predict({ ...both, rna: text(rows.map((row, i) => (i === 4 ? row.with(7, 'high') : row))) }),
    ).rejects.toThrow("rna.tsv:5:8: a number expected in column 'GENE0007', got 'high'");
  });
});

test('the table of predictions names the class of the largest probability, the first of equals', () => {
  const prediction = {
    task: 'classification' as const,
    classes: ['a', 'b'],
    probabilities: Float64Array.of(0.25, 0.75, 0.5, 0.5),
  };
  expect(newSamplesTable({ ids: ['x', 'y'], prediction, decided: [] })).toBe(
    'id\tpredicted\tp:a\tp:b\nx\tb\t0.25\t0.75\ny\ta\t0.5\t0.5\n',
  );
});

describe('a model that asks for the batch', () => {
  const study = (prepare: string) => `
cistron: 1
samples: { file: sheet.tsv, id: sample, group: patient, target: subtype }
blocks: { rna: { file: expression.tsv, kind: expression, prepare: [impute, ${prepare}, standardize] } }
learners: [{ elastic-net: { l1-ratio: [0.1], path-length: 5 } }]
validate: { outer: 2, inner: 2 }`;
  const source = (name: string, content: string) => memorySource(name, new TextEncoder().encode(content));
  const modelOf = async (prepare: string) => {
    const folder = memoryFolder();
    await runInMemory(study(prepare), files, executor, { folder });
    return readModel(folder.files.get('model.cistron')!, 'model.cistron');
  };
  const predictWith = async (model: ModelBundle, sheetFile?: string) => {
    const ctx: Context = {
      executor,
      signal: new AbortController().signal,
      random: randomKey(0),
      progress: () => {},
      warn: () => {},
    };
    const given = new Map([['rna', source('expression.tsv', files['expression.tsv'])]]);
    return predictSamples(
      model,
      given,
      () => {},
      ctx,
      sheetFile === undefined ? {} : { sheet: source('new.tsv', sheetFile) },
    );
  };

  test('takes it from the sheet of the study and from that of the new samples, and it is no feature', async () => {
    const model = await modelOf('{ combat: batch }');
    expect(model.blocks[0]!.pipeline.annotations).toEqual(['batch']);
    expect(model.blocks[0]!.pipeline.inputFeatures).toEqual(expression.features);
    const whole = await predictWith(model, files['sheet.tsv']);
    expect(whole.ids).toEqual(expression.ids);
    const rows = cells(files['sheet.tsv']);
    const at = rows[0]!.indexOf('batch');
    const names = [...new Set(rows.slice(1).map((row) => row[at]!))];
    expect(names.length).toBeGreaterThan(1);
    // Another batch for every sample gives other predictions: the step did see it.
    const turned = rows.map((row, i) =>
      i === 0 ? row : row.with(at, names[(names.indexOf(row[at]!) + 1) % names.length]!),
    );
    const other = await predictWith(model, text(turned));
    expect(classified(other.prediction).probabilities).not.toEqual(classified(whole.prediction).probabilities);
    const unknown = rows.map((row, i) => (i === 0 ? row : row.with(at, 'elsewhere')));
    await expect(predictWith(model, text(unknown))).rejects.toThrow(/got 'elsewhere'/);
  });

  test('names the column where the new samples do not bring it', async () => {
    const model = await modelOf('combat');
    await expect(predictWith(model)).rejects.toThrow(/no column 'batch', which the model asks for/);
  });

  test('a study whose sheet has no such column is refused by name', async () => {
    await expect(modelOf('{ combat: bath }')).rejects.toThrow(/no column 'bath'; did you mean 'batch'/);
  });
});
