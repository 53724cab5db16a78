import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { memorySource } from '../src/read/source.ts';
import type { RunRecord } from '../src/report/record.ts';
import { readModel, writeModel } from '../src/study/model/model-file.ts';
import { newSamplesTable, predictSamples } from '../src/study/model/predict.ts';
import { memoryFolder } from '../src/study/run/run-folder.ts';
import type { ConformalClasses } from '../src/validate/decisions/decisions.ts';
import type { ShownSubgroup } from '../src/validate/subgroups/score-subgroups.ts';
import { type MemoryFolder, runInMemory, textOf } from './support/run-in-memory.ts';
import { files, studyText } from './support/small-study.ts';

let executor: Executor;
let folder: MemoryFolder;
let record: RunRecord;
const LEARNERS = '[{ forest: { trees: 60 } }]';
const REPORT = `report:
  prevalence: { C1: 0.05 }
  threshold: { class: C2, sensitivity: 0.9 }
  reject: { max-error: 0.2, cost: { error: 1, reject: 0.3 } }
  conformal: { error: 0.2 }
  subgroups: [sex, { age: [50] }]
  composition: sex`;

beforeAll(async () => {
  executor = await createExecutor(2);
  folder = memoryFolder();
  await runInMemory(studyText({ learners: LEARNERS, more: REPORT }), files, executor, { folder });
  record = JSON.parse(textOf(folder, 'run.json'));
});
afterAll(() => executor.close());

async function predict(text: string) {
  const bundle = await readModel(folder.files.get('model.cistron')!, 'model.cistron');
  const said: string[] = [];
  const sources = new Map([['expression', memorySource('new.tsv', new TextEncoder().encode(text))]]);
  const signal = new AbortController().signal;
  const ctx = { executor, signal, random: randomKey(0), progress: () => {}, warn: () => {} };
  const found = await predictSamples(bundle, sources, (sentence) => said.push(sentence), ctx);
  const [header, ...rows] = newSamplesTable(found)
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  const column = (name: string) => rows.map((row) => row[header!.indexOf(name)]!);
  return { header: header!, column, said };
}

describe('what is decided', () => {
  test('stands in run.json, each part of it as asked', () => {
    const { prevalence, threshold, curves, reject, conformal, distance } = record.decisions!;
    expect(prevalence!.priors.C1).toBe(0.05);
    expect(Object.values(prevalence!.priors).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(prevalence!.classes.map((one) => one.class)).toEqual(['C1']);
    expect(threshold!.byFold.length).toBe(3);
    expect(threshold!.scores.sensitivity.value).toBeGreaterThan(0.6);
    expect(curves!.map((curve) => curve.class)).toEqual(['C1', 'C2']);
    expect(reject!.target!.samples).toBe(90);
    expect(reject!.target!.error.low).toBeLessThanOrEqual(0.2);
    expect(reject!.chow!.threshold).toBeCloseTo(0.7, 15);
    expect(conformal).toMatchObject({ task: 'classification', error: 0.2 });
    for (const { coverage } of (conformal as ConformalClasses).classes) expect(coverage.high).toBeGreaterThan(0.8);
    expect(distance!.samples).toBe(90);
    expect(distance!.share.low).toBeLessThanOrEqual(0.01);
  });

  test('stands in the report, whose sections the contents list', () => {
    const report = textOf(folder, 'report.html');
    for (const id of ['decisions', 'subgroups']) {
      expect(report).toContain(`href="#${id}"`);
      const [, section] = report.split(`<section id="${id}"`);
      expect(section!.split('</section>')[0]).not.toMatch(/NaN|undefined|Infinity|null/);
    }
  });

  test('leaves the out-of-fold table as it was', () => {
    expect(textOf(folder, 'predictions.tsv').split('\n')[0]).toBe(
      'id\tfold\tlearner\ttruth\tpredicted\tp:C1\tp:C2\tp:C3',
    );
  });

  test('parts of the cohort are judged, numbers cut where the study says', () => {
    const [sex, age] = record.subgroups!.columns;
    expect(sex!.groups.map(({ name }) => name)).toEqual(['female', 'male']);
    expect(age!.groups.map(({ name }) => name)).toEqual(['below 50', '50 and above']);
    const samples = age!.groups.reduce((sum, group) => sum + (group as ShownSubgroup).samples, age!.unknown);
    expect(samples).toBe(90);
    expect(record.subgroups!.tests).toBe(2);
  });

  test('the composition of each part is the mean of the out-of-fold table', () => {
    const { column, classes, parts } = record.composition!;
    expect([column, classes]).toEqual(['sex', ['C1', 'C2', 'C3']]);
    const [sheet, ...people] = files['sheet.tsv']!.trim().split('\n');
    const sex = new Map(
      people.map((line) => [line.split('\t')[0], line.split('\t')[sheet!.split('\t').indexOf('sex')]]),
    );
    const rows = textOf(folder, 'predictions.tsv').trim().split('\n').slice(1);
    const chosen = rows.map((line) => line.split('\t')).filter((row) => row[2] === record.chosen);
    for (const part of parts) {
      const own = chosen.filter(([id]) => sex.get(id) === part.name);
      if (!('shares' in part)) throw new Error('both parts are large enough');
      expect(part.samples).toBe(own.length);
      part.shares.forEach((share, k) => {
        expect(share).toBeCloseTo(own.reduce((sum, row) => sum + Number(row[5 + k]), 0) / own.length, 6);
      });
    }
    expect(parts).toHaveLength(2);
    expect(textOf(folder, 'report.html')).toContain('says of each sex');
  });

  test('without the key there are still sets, a curve and the refusal of aliens, and parts by sex', async () => {
    const { record: plain } = await runInMemory(studyText({ learners: LEARNERS }), files, executor);
    expect(Object.keys(plain.decisions!)).toEqual(['learner', 'curves', 'reject', 'conformal', 'distance']);
    expect(plain.decisions!.curves).toEqual([]);
    expect(plain.decisions!.conformal).toMatchObject({ error: 0.1 });
    expect(plain.subgroups!.columns.map(({ column }) => column)).toEqual(['sex']);
  });
});

describe('new samples', () => {
  test('get sets, calls and refusals beside the prediction', async () => {
    const { header, column, said } = await predict(files['expression.tsv']!);
    expect(header).toEqual([
      ...['id', 'predicted', 'p:C1', 'p:C2', 'p:C3', 'set'],
      ...['p-at-prevalence:C1', 'p-at-prevalence:C2', 'p-at-prevalence:C3', 'called', 'distance', 'alien', 'rejected'],
    ]);
    const { threshold, conformal } = record.decisions!;
    column('p-at-prevalence:C2').forEach((p, i) => {
      expect(column('called')[i]).toBe(Number(p) >= threshold!.threshold ? 'C2' : 'not C2');
    });
    const { thresholds } = conformal as ConformalClasses;
    column('set').forEach((set, i) => {
      const within = ['C1', 'C2', 'C3'].filter((name, k) => Number(column(`p:${name}`)[i]) >= thresholds[k]!);
      expect(set).toBe(within.join('|'));
    });
    expect(column('alien').filter((alien) => alien === 'yes').length).toBeLessThanOrEqual(3);
    expect(said.filter((sentence) => sentence.includes('refused')).length).toBeLessThanOrEqual(1);
  });

  test('that are shuffled or shifted are refused, and it is said', async () => {
    const [header, ...rows] = files['expression.tsv']!.trimEnd().split('\n');
    const spoil = (change: (value: number, j: number) => number) =>
      `${[
        header,
        ...rows.map((row) =>
          row
            .split('\t')
            .map((cell, j) => (j === 0 ? cell : String(change(Number(cell), j))))
            .join('\t'),
        ),
      ].join('\n')}\n`;
    const { column, said } = await predict(spoil((value, j) => value + (j % 2 === 0 ? 6 : -6)));
    expect(column('alien').every((alien) => alien === 'yes')).toBe(true);
    expect(column('rejected').every((rejected) => rejected === 'yes')).toBe(true);
    expect(said).toContain(
      '90 of 90 samples are unlike all that the model was trained on: their predictions are refused',
    );
  });

  test('are decided on alike after the model was written and read', async () => {
    const bytes = folder.files.get('model.cistron')!;
    const again = await writeModel(await readModel(bytes, 'model.cistron'));
    expect(Buffer.from(again).equals(Buffer.from(bytes))).toBe(true);
  });
});

/** Runs the small study with another outcome; what is decided of its own samples when they come as new ones. */
async function decidedOf(study: string, data = files) {
  const own = memoryFolder();
  const { record: found } = await runInMemory(study, data, executor, { folder: own });
  const bundle = await readModel(own.files.get('model.cistron')!, 'model.cistron');
  const sources = new Map([['expression', memorySource('new.tsv', new TextEncoder().encode(files['expression.tsv']))]]);
  const signal = new AbortController().signal;
  const ctx = { executor, signal, random: randomKey(0), progress: () => {}, warn: () => {} };
  const { decided } = await predictSamples(bundle, sources, () => {}, ctx);
  return { found, columns: decided.map(({ name }) => name) };
}

test('of numbers new samples get an interval, and parts are judged by measured − predicted', async () => {
  const study = studyText({ learners: '[{ ridge: { lambda: 1 } }]' }).replace('target: subtype', 'target: age');
  const { found, columns } = await decidedOf(study);
  expect(found.decisions!.conformal).toMatchObject({ task: 'regression', samples: 90 });
  expect(found.subgroups!).toMatchObject({ metrics: ['r2', 'mae'], calibration: 'difference' });
  expect(columns).toEqual(['low', 'high', 'distance', 'alien', 'rejected']);
});

test('of survival aliens are refused, and parts are judged by events observed and expected', async () => {
  const lines = files['sheet.tsv']!.trimEnd().split('\n');
  const sheet = lines.map(
    (line, i) => `${line}\t${i === 0 ? 'time\tevent' : `${1 + ((i * 37) % 91)}\t${i % 3 ? 1 : 0}`}`,
  );
  const study = studyText({ learners: '[{ elastic-net: { l1-ratio: 0.5, path-length: 5 } }]' }).replace(
    'target: subtype',
    'survival: { time: time, event: event }',
  );
  const { found, columns } = await decidedOf(study, { ...files, 'sheet.tsv': `${sheet.join('\n')}\n` });
  expect(Object.keys(found.decisions!)).toEqual(['learner', 'distance']);
  const [sex] = found.subgroups!.columns;
  for (const group of sex!.groups) {
    const { events, calibration } = group as ShownSubgroup;
    expect(events).toBeGreaterThan(10);
    // Times that nothing predicts: everyone is expected what the curve of all says.
    expect(calibration.value).toBeGreaterThan(0.5);
    expect(calibration.value).toBeLessThan(2);
  }
  expect(columns).toEqual(['distance', 'alien', 'rejected']);
});
