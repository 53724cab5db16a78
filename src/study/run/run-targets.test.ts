import { afterAll, beforeAll, expect, test } from 'vitest';
import { expressionText, runInMemory, sheetText, textOf } from '../../../test/support/run-in-memory.ts';
import type { Context, Executor } from '../../base/context.ts';
import { CancelledError, ConfigError, LeakageError } from '../../base/errors.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { memorySource } from '../../read/source.ts';
import { simulateDrugPanel } from '../../simulate/drug-panel.ts';
import { checkStudy } from '../audit/check-study.ts';
import { parseStudy } from '../file/parse-study.ts';
import { readModel } from '../model/model-file.ts';
import { newSamplesTable, predictSamples } from '../model/predict.ts';
import { predictTargets, targetSamplesTable } from '../model/predict-targets.ts';
import { memoryFolder } from './run-folder.ts';
import { targetFiles } from './run-targets.ts';

let executor: Executor;
const { expression, response, truth } = simulateDrugPanel({
  ...{ lines: 80, genes: 20, drugs: 3, drivers: 2, driverShare: 0.7, tissueShare: 0.1, tissues: 3, missing: 0.2 },
  random: randomKey(4),
});
const age = { name: 'age', type: 'number' as const, values: Float64Array.from(response.ids, (_, i) => 30 + (i % 40)) };
const files = {
  'expression.tsv': expressionText(expression),
  'response.tsv': sheetText({ ids: response.ids, columns: [...response.columns, age] }).replaceAll('NaN', ''),
};
const DRUGS = ['DRUG0001', 'DRUG0002', 'DRUG0003'];

function study(target: string, more = 'validate: { outer: { leave-out: tissue }, inner: 3 }') {
  return `
cistron: 1
samples: { file: response.tsv, id: sample, target: ${target}, confounders: [tissue], where: age > 0 }
blocks: { rna: { file: expression.tsv, kind: expression, prepare: [standardize] } }
learners: [{ ridge: { path-length: 5 } }]
${more}`;
}

beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());

const several = memoryFolder();
test("'*' means the columns of numbers with no other part, each judged as in a study of its own on the same splits", async () => {
  const { record } = await runInMemory(study("'*'"), files, executor, { folder: several });
  expect(record.targets!.map(({ target }) => target)).toEqual(DRUGS);
  const { record: alone } = await runInMemory(study('DRUG0002'), files, executor);
  const one = record.targets![1]!;
  expect(one.samples).toBe(alone.data.samples);
  expect(one.samples).toBeLessThan(80);
  expect(one.results).toEqual(alone.results);
  expect(one.baselines).toEqual(alone.baselines);
  const pearson = record.targets!.map(({ results }) => results[0]!.metrics.pearson!.value).sort();
  expect(record.summary!['median-pearson']!.value).toBe(pearson[1]);
  expect(pearson[0]).toBeGreaterThan(0.4);
}, 60_000);

test('the tables name the target, and hold measured samples only', () => {
  const [head, ...rows] = textOf(several, 'predictions.tsv')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  expect(head).toEqual(['target', 'id', 'fold', 'learner', 'truth', 'predicted']);
  const measured = response.columns[2]!.values as Float64Array;
  const tested = rows.filter(([target]) => target === 'DRUG0002').map(([, id]) => id);
  expect(tested.sort()).toEqual(response.ids.filter((_, i) => !Number.isNaN(measured[i])));
  const table = textOf(several, 'targets.tsv').trimEnd().split('\n');
  expect(table[0]).toBe('target\tn\tlearner\tchosen\tmetric\tvalue\tlow\thigh\tbaseline\tbaseline-name');
  expect(table.filter((line) => line.includes('\tpearson\t'))).toHaveLength(3);
  expect(textOf(several, 'report.html')).toContain('Over 3 targets the median R² is');
});

test('the models of all targets predict together what each predicts alone', async () => {
  const bundles = await Promise.all(
    DRUGS.map((drug) => readModel(several.files.get(`models/${drug}.cistron`)!, `${drug}.cistron`)),
  );
  const signal = new AbortController().signal;
  const ctx: Context = { executor, signal, random: randomKey(0), progress: () => {}, warn: () => {} };
  const sources = () => new Map([['rna', memorySource('new.tsv', new TextEncoder().encode(files['expression.tsv']))]]);
  const said: string[] = [];
  const all = await predictTargets(bundles, sources(), (sentence) => said.push(sentence), ctx);
  const [head, ...rows] = targetSamplesTable(all).trimEnd().split('\n');
  expect(head).toBe('target\tid\tpredicted\tlow\thigh');
  expect(said).toHaveLength(1);
  const third = newSamplesTable(await predictSamples(bundles[2]!, sources(), () => {}, ctx));
  expect(rows.slice(160).map((line) => line.replace(/^DRUG0003\t/, ''))).toEqual(third.trimEnd().split('\n').slice(1));
}, 60_000);

test('an interrupted run goes on at the target where it stopped, with the same result', async () => {
  const controller = new AbortController();
  const folder = memoryFolder();
  const stopping = {
    ...folder,
    write: async (name: string, content: Uint8Array | string) => {
      if (name === 'models/DRUG0002.cistron') controller.abort();
      await folder.write(name, content);
    },
  };
  const first = runInMemory(study("'*'"), files, executor, { folder: stopping, signal: controller.signal });
  await expect(first).rejects.toThrow(CancelledError);
  const done = [...folder.files.keys()].filter((name) => name.startsWith('tasks/target-'));
  expect(done.length).toBeGreaterThan(0);
  const kept = done.map((name) => folder.files.get(name));
  await runInMemory(study("'*'"), files, executor, { folder });
  expect(done.map((name) => folder.files.get(name))).toEqual(kept);
  expect(textOf(folder, 'run.json')).toBe(textOf(several, 'run.json'));
}, 60_000);

test('with report.explain the drivers of each target are told, those of the simulation first; unasked nothing is', async () => {
  const folder = memoryFolder();
  const gmt = `OWN\thttp://sets/own\t${expression.features.slice(0, 15).join('\t')}\n`;
  const text = study("'*'", 'validate: { outer: 4, inner: 3 }\nreport: { explain: { top: 2 }, gene-sets: own.gmt }');
  const { record } = await runInMemory(text, { ...files, 'own.gmt': gmt }, executor, { folder });
  for (const [d, { target, drivers, explanation }] of record.targets!.entries()) {
    expect(explanation).toBe(`explanations/${target}.json`);
    const [[strongest, weight]] = Object.entries(truth[d]!.drivers).sort(
      ([, a], [, b]) => Math.abs(b) - Math.abs(a),
    ) as [[string, number]];
    expect(drivers![0]).toMatchObject({ feature: strongest, frequency: 1 });
    expect(Math.sign(drivers![0]!.direction)).toBe(Math.sign(weight));
    const told = JSON.parse(textOf(folder, explanation!));
    expect(told).toMatchObject({ target, explanation: { learner: 'ridge', method: 'linear-shap', folds: 4, k: 2 } });
    expect(told.explanation.features[0].feature).toBe(drivers![0]!.feature);
    expect(told.enrichment.map((one: { method: string }) => one.method)).toContain('summed');
  }
  const html = textOf(folder, 'report.html');
  expect(html).toContain('What drives the targets');
  expect(html).toContain(
    `↑ ${record.targets!.flatMap(({ drivers }) => drivers!).find(({ direction }) => direction > 0)!.feature}`,
  );
  const { targets } = JSON.parse(textOf(several, 'run.json'));
  expect(targets[0].drivers).toBeUndefined();
  expect(textOf(several, 'report.html')).not.toContain('What drives the targets');
}, 60_000);

test('a feature that is one of the targets refuses the study, and names it', async () => {
  const copied = [...(response.columns[3]!.values as Float64Array)].map((value) =>
    Number.isNaN(value) ? null : value,
  );
  const leaky = { ...files, 'expression.tsv': expressionText(expression, { copy: copied }) };
  const text = study('[DRUG0001, DRUG0003]').replace('prepare: [standardize]', 'prepare: [impute, standardize]');
  const run = runInMemory(text, leaky, executor);
  await expect(run).rejects.toThrow(LeakageError);
  await expect(run).rejects.toThrow(/of 'DRUG0003': feature 'rna:copy' is the target/);
  const options = { executor, signal: new AbortController().signal, progress: () => {}, state: () => {} };
  const open = async (path: string) => memorySource(path, new TextEncoder().encode(leaky[path as keyof typeof leaky]));
  const { refused } = await checkStudy(parseStudy(text, 'study.yaml'), { ...options, open });
  expect(refused).toEqual(['target-in-features']);
});

test.each([
  [study("'*'", 'task: classification'), 'several targets are numbers, got task: classification'],
  [study("'*'", 'validate: { permutation: { n: 20 } }'), 'validate.permutation does not go with several targets'],
  [study("'DRUG*'").replace('file: expression.tsv', 'from: samples'), 'both ask for every column of response.tsv'],
])('what does not go with several targets is refused %#', async (text, problem) => {
  const run = (async () => runInMemory(text, files, executor))();
  await expect(run).rejects.toThrow(ConfigError);
  await expect(run).rejects.toThrow(problem);
});

test('names of model files are safe and differ', () => {
  expect(targetFiles(['5-FU', 'A/B', 'a b', '..', 'A-B']).map(({ model }) => model)).toEqual([
    ...['models/5-FU.cistron', 'models/A-B.cistron', 'models/a-b-2.cistron', 'models/target.cistron'],
    'models/A-B-3.cistron',
  ]);
});
