import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context, Executor } from '../src/base/context.ts';
import { CancelledError, ConfigError, DataError } from '../src/base/errors.ts';
import { randomKey } from '../src/base/random.ts';
import { fromTypedJson } from '../src/base/typed-json.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { adjustedRandIndex } from '../src/metric/clustering/adjusted-rand-index.ts';
import { memorySource } from '../src/read/source.ts';
import type { ReportInput } from '../src/report/input.ts';
import type { RunRecord } from '../src/report/record.ts';
import { renderReport } from '../src/report/render-report.ts';
import { simulateCohort } from '../src/simulate/cohort.ts';
import { readModel } from '../src/study/model/model-file.ts';
import { newSamplesTable, predictSamples } from '../src/study/model/predict.ts';
import { memoryFolder } from '../src/study/run/run-folder.ts';
import {
  expressionText,
  type Files,
  type MemoryFolder,
  runInMemory,
  sheetText,
  textOf,
} from './support/run-in-memory.ts';

/** 90 samples of three subtypes that lie well apart. */
const cohort = simulateCohort({
  samples: 90,
  features: 120,
  informative: 120,
  effect: 5,
  batchEffect: 0,
  random: randomKey(4),
});
const files: Files = { 'expression.tsv': expressionText(cohort.expression), 'sheet.tsv': sheetText(cohort.sheet) };

let executor: Executor;
let finished: MemoryFolder;
let said: readonly string[];
let record: RunRecord;
beforeAll(async () => {
  executor = await createExecutor(2);
  finished = memoryFolder();
  ({ said, record } = await runInMemory(clusterStudy(), files, executor, { folder: finished }));
});
afterAll(() => executor.close());

function clusterStudy({ learners = '[{ k-means: { k: [2, 3, 4] } }, hierarchical]', samples = '', more = '' } = {}) {
  return `
cistron: 1
task: clustering
samples: { file: sheet.tsv, id: sample, group: patient${samples} }
blocks: { expression: { file: expression.tsv, kind: expression } }
${learners ? `learners: ${learners}` : ''}
validate: { outer: 3, seed: 1 }
${more}`;
}

const rowsOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));
const results = (folder: MemoryFolder) => ({
  record: textOf(folder, 'run.json'),
  predictions: textOf(folder, 'predictions.tsv'),
  report: textOf(folder, 'report.html'),
  model: createHash('sha256').update(folder.files.get('model.cistron')!).digest('hex'),
});
const truth = new Map(cohort.sheet.ids.map((id, i) => [id, String(cohort.sheet.columns[1]!.values[i])]));

describe('a clustering study', () => {
  test('finds the groups that were put into the cohort without being told them, and says so', () => {
    const [kMeans] = record.results;
    expect(kMeans!.metrics.clusters!.value).toBe(3);
    expect(kMeans!.metrics['ari-subtype']!.value).toBeGreaterThan(0.8);
    expect(kMeans!.metrics.stability!.value).toBeGreaterThan(0.7);
    for (const name of ['silhouette', 'stability', 'ari-subtype']) {
      const { value, low, high } = kMeans!.metrics[name]!;
      expect(low, name).toBeLessThanOrEqual(value);
      expect(high, name).toBeGreaterThanOrEqual(value);
    }
    expect(record.study).toMatchObject({
      task: 'clustering',
      metric: 'silhouette',
      compared: ['subtype', 'batch', 'sex'],
    });
    const [shuffled] = record.baselines;
    expect(shuffled!.name).toBe('shuffled-features');
    expect(shuffled!.metrics.silhouette!.high).toBeLessThan(kMeans!.metrics.silhouette!.low);
    expect(said.join('\n')).toContain(
      "clusters are compared with 'subtype' (3 groups), 'batch' (2 groups), 'sex' (2 groups), which take no part",
    );
    expect(record.data.blocks.expression!.features).toBe(120);
  });

  test('writes a cluster and a silhouette for every sample and learner, of which the scores are made', () => {
    const [header, ...rows] = rowsOf(textOf(finished, 'predictions.tsv'));
    expect(header).toEqual(['id', 'learner', 'cluster', 'silhouette']);
    expect(rows).toHaveLength(2 * cohort.sheet.ids.length);
    for (const { learner, metrics } of record.results) {
      const own = rows.filter((row) => row[1] === learner);
      expect(new Set(own.map(([id]) => id))).toEqual(new Set(cohort.sheet.ids));
      const mean = own.reduce((sum, row) => sum + Number(row[3]), 0) / own.length;
      expect(mean).toBeCloseTo(metrics.silhouette!.value, 12);
      const ari = adjustedRandIndex(
        own.map((row) => Number(row[2])),
        own.map(([id]) => ['C1', 'C2', 'C3'].indexOf(truth.get(id!)!)),
      );
      expect(ari).toBeCloseTo(metrics['ari-subtype']!.value, 12);
    }
  });

  test('chooses among the numbers of groups by silhouette, in every fit', () => {
    const [kMeans, hierarchical] = record.results;
    expect(kMeans!.settingsOnAll).toMatchObject({ k: 3, clusters: 3 });
    expect(kMeans!.settings).toHaveLength(3);
    for (const settings of kMeans!.settings) expect(settings).toHaveProperty('k');
    expect(hierarchical!.settingsOnAll).not.toHaveProperty('k');
  });

  test('leaves a model that gives the samples their groups again, and new ones a group', async () => {
    const ctx: Context = {
      random: randomKey(1),
      executor,
      signal: new AbortController().signal,
      progress: () => {},
      warn: () => {},
    };
    const bundle = await readModel(finished.files.get('model.cistron')!, 'model.cistron');
    const table = memorySource('expression.tsv', new TextEncoder().encode(files['expression.tsv']));
    const found = await predictSamples(bundle, new Map([['expression', table]]), () => {}, ctx);
    const [header, ...rows] = rowsOf(newSamplesTable(found));
    expect(header).toEqual(['id', 'cluster']);
    const kept = rowsOf(textOf(finished, 'predictions.tsv')).filter((row) => row[1] === record.chosen);
    expect(new Map(rows as [string, string][])).toEqual(new Map(kept.map((row) => [row[0], row[2]])));
    const [names, ...lines] = files['expression.tsv']!.trim().split('\n');
    const fresh = [names, ...lines.slice(0, 5).map((line) => `new-${line}`)].join('\n');
    const source = memorySource('new.tsv', new TextEncoder().encode(fresh));
    const { ids, prediction } = await predictSamples(bundle, new Map([['expression', source]]), () => {}, ctx);
    expect(ids.every((id) => id.startsWith('new-'))).toBe(true);
    expect(prediction).toMatchObject({ task: 'clustering', nClusters: 3 });
  });

  test('leaves behind what its report can be drawn from again, to the byte', () => {
    const input = fromTypedJson<ReportInput>(textOf(finished, 'report.json'));
    expect(renderReport(input)).toBe(textOf(finished, 'report.html'));
  });

  test.each([1, 4])('gives the same bytes with %d threads', async (threads) => {
    const own = await createExecutor(threads);
    const folder = memoryFolder();
    await runInMemory(clusterStudy(), files, own, { folder });
    await own.close();
    expect(results(folder)).toEqual(results(finished));
  });

  test.each([2, 8, 12, 20])('stopped after %d tasks, goes on and ends with the same bytes', async (stop) => {
    const folder = memoryFolder();
    const abort = new AbortController();
    let written = 0;
    const watched = {
      ...folder,
      async write(name: string, content: Uint8Array | string) {
        await folder.write(name, content);
        if (name.startsWith('tasks/') && ++written === stop) abort.abort();
      },
    };
    const run = runInMemory(clusterStudy(), files, executor, { folder: watched, signal: abort.signal });
    await expect(run).rejects.toThrow(CancelledError);
    const before = [...folder.files.keys()].filter((name) => name.startsWith('tasks/'));
    expect(before.length).toBeGreaterThanOrEqual(stop);
    await runInMemory(clusterStudy(), files, executor, { folder });
    expect(results(folder)).toEqual(results(finished));
  });

  test('that names no learners tries k-means, hierarchical and consensus', async () => {
    const { record } = await runInMemory(clusterStudy({ learners: '' }), files, executor);
    expect(record.results.map(({ learner }) => learner)).toEqual(['k-means', 'hierarchical', 'consensus']);
  });

  test('counts what DBSCAN takes for noise as belonging nowhere', async () => {
    const folder = memoryFolder();
    const study = clusterStudy({ learners: '[{ dbscan: { eps: 0.001 } }]' });
    const { record } = await runInMemory(study, files, executor, { folder });
    expect(record.results[0]!.metrics).toMatchObject({ silhouette: { value: 0 }, clusters: { value: 0 } });
    const [, first] = rowsOf(textOf(folder, 'predictions.tsv').replaceAll('\t\n', '\tnone\n'));
    expect(first!.slice(2)).toEqual(['noise', 'none']);
    expect(textOf(folder, 'report.html')).toContain('Nothing beyond shuffled data');
  });
});

/** Independent noise, and a sheet with a column that means nothing. */
function noise(seed: number, samples = 60, features = 80): Files {
  const stream = randomKey(seed).stream();
  const ids = Array.from({ length: samples }, (_, i) => `S${i}`);
  const table = [
    ['sample', ...Array.from({ length: features }, (_, j) => `g${j}`)],
    ...ids.map((id) => [id, ...Array.from({ length: features }, () => stream.normal().toFixed(4))]),
  ];
  const sheet = [['sample', 'side'], ...ids.map((id, i) => [id, i % 2 ? 'left' : 'right'])];
  const text = (rows: string[][]) => rows.map((row) => row.join('\t')).join('\n');
  return { 'expression.tsv': text(table), 'sheet.tsv': text(sheet) };
}

test('where there is nothing to find, the report says so: noise comes apart no further than when it is shuffled', async () => {
  const study = clusterStudy({ learners: '[k-means, hierarchical]' }).replace(', group: patient', '');
  for (const seed of [1, 2, 3]) {
    const folder = memoryFolder();
    const { record } = await runInMemory(study, noise(seed), executor, { folder });
    const { silhouette } = record.results.find(({ learner }) => learner === record.chosen)!.metrics;
    expect(silhouette!.low).toBeLessThan(record.baselines[0]!.metrics.silhouette!.high);
    expect(textOf(folder, 'report.html')).not.toContain('Further apart than shuffled data');
    for (const { metrics } of record.results) expect(Math.abs(metrics['ari-side']!.value)).toBeLessThan(0.15);
  }
});

describe('refused by name', () => {
  const run = (study: string, given = files) => runInMemory(study, given, executor);

  test('more groups than samples', async () => {
    const refused = run(clusterStudy({ learners: '[{ k-means: 500 }]' }));
    await expect(refused).rejects.toThrow(DataError);
    await expect(refused).rejects.toThrow(/k-means: k must be at most the \d+ samples, got 500/);
  });

  test('a target beside task: clustering', () => {
    const study = clusterStudy({ samples: ', target: subtype' });
    expect(() => run(study)).toThrow(ConfigError);
    expect(() => run(study)).toThrow(/a target does not go with task: clustering, got target: subtype; leave it out/);
  });

  test('a learner that predicts, and a metric that needs a truth', async () => {
    await expect(run(clusterStudy({ learners: '[forest]' }))).rejects.toThrow(/learners of clustering: k-means/);
    const metric = clusterStudy().replace('seed: 1', 'seed: 1, metric: accuracy');
    expect(() => run(metric)).toThrow(/'accuracy' is a metric of classification, the task is clustering/);
  });

  test('a step that looks at a target', async () => {
    const study = clusterStudy().replace('kind: expression }', 'kind: expression, prepare: [{ anova-f: 10 }] }');
    await expect(run(study)).rejects.toThrow(/target|classes|clustering/);
  });
});

test('a text column that is a feature is not compared with', async () => {
  const table = files['sheet.tsv']!;
  const study = `
cistron: 1
task: clustering
samples: { file: sheet.tsv, id: sample }
blocks:
  expression: { file: expression.tsv, kind: expression }
  clinical: { from: samples, kind: clinical, columns: [subtype], prepare: [one-hot] }
learners: [{ k-means: 3 }]
validate: { outer: 3, seed: 1 }`;
  const { record, said } = await runInMemory(study, { ...files, 'sheet.tsv': table }, executor);
  expect(record.study.compared).toEqual(['batch', 'sex']);
  expect(record.results[0]!.metrics).not.toHaveProperty('ari-subtype');
  expect(said.join('\n')).toContain("compared with 'batch' (2 groups), 'sex' (2 groups)");
});
