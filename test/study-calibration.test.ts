import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context, Executor } from '../src/base/context.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { applyCalibration } from '../src/numeric/calibration/calibrators.ts';
import { memorySource } from '../src/read/source.ts';
import { simulateCohort } from '../src/simulate/cohort.ts';
import { readModel } from '../src/study/model/model-file.ts';
import { predictSamples } from '../src/study/model/predict.ts';
import { memoryFolder } from '../src/study/run/run-folder.ts';
import { classified } from './support/classified.ts';
import { expressionText, runInMemory, sheetText, textOf } from './support/run-in-memory.ts';

let executor: Executor;
/** Features that say the same again and again: naive Bayes takes each for new evidence. */
const { expression, sheet } = simulateCohort({
  ...{ samples: 180, features: 150, informative: 60, effect: 0.7, classes: 2 },
  random: randomKey(6),
});
const files = { 'expression.tsv': expressionText(expression), 'sheet.tsv': sheetText(sheet) };
const SETTING = '{ naive-bayes: { var-smoothing: 1.0e-9 }';
const LEARNERS = `[${SETTING} }, ${SETTING}, as: plain, calibrate: none }]`;
const folder = memoryFolder();
beforeAll(async () => {
  executor = await createExecutor(2);
  const study = `
cistron: 1
samples: { file: sheet.tsv, id: sample, group: patient, target: subtype }
blocks: { expression: { file: expression.tsv, kind: expression } }
learners: ${LEARNERS}
validate: { outer: 3, inner: 3, metric: log-loss, calibrate: temperature }`;
  await runInMemory(study, files, executor, { folder });
}, 60_000);
afterAll(() => executor.close());

describe('a study with a calibration', () => {
  test('lowers the log-loss of a learner that is too sure of itself, and changes no answer by a temperature', () => {
    const { results, chosen } = JSON.parse(textOf(folder, 'run.json'));
    const [tempered, plain] = results;
    expect(tempered.metrics['log-loss'].value).toBeLessThan(0.7 * plain.metrics['log-loss'].value);
    expect(tempered.metrics.accuracy).toEqual(plain.metrics.accuracy);
    expect(chosen).toBe('naive-bayes');
  });

  test('says in the record what each fold chose, and how far the probabilities mean what they say', () => {
    const [{ calibration }, { calibration: plain }] = JSON.parse(textOf(folder, 'run.json')).results;
    expect(calibration.folds.map(({ method }: { method: string }) => method)).toEqual(new Array(3).fill('temperature'));
    for (const { logLoss } of calibration.folds) expect(logLoss.after).toBeLessThan(logLoss.before);
    expect(plain.folds).toBeUndefined();
    expect(Math.abs(calibration.slope.value - 1)).toBeLessThan(Math.abs(plain.slope.value - 1));
    expect(calibration.slope.low).toBeLessThan(calibration.slope.high);
    const { brier, reliability, resolution, uncertainty, withinBinVariance, withinBinCovariance } = calibration.brier;
    expect(reliability - resolution + uncertainty + withinBinVariance - withinBinCovariance).toBeCloseTo(brier, 12);
    expect(textOf(folder, 'report.html')).toContain('calibrated by one temperature in 3');
    expect(textOf(folder, 'report.html')).toContain('Probabilities were made to mean what they say');
  });

  test('predicts new samples through the calibration of the model file', async () => {
    const bundle = await readModel(folder.files.get('model.cistron')!, 'model.cistron');
    const source = new Map([
      ['expression', memorySource('new.tsv', new TextEncoder().encode(files['expression.tsv']!))],
    ]);
    const ctx: Context = {
      ...{ executor, random: randomKey(0), signal: new AbortController().signal },
      ...{ progress: () => {}, warn: () => {} },
    };
    const { calibration, ...raw } = bundle;
    const said = await predictSamples(bundle, source, () => {}, ctx);
    const before = await predictSamples(raw, source, () => {}, ctx);
    expect(calibration!.method).toBe('temperature');
    expect(classified(said.prediction).probabilities).toEqual(
      applyCalibration(calibration!, classified(before.prediction).probabilities),
    );
    expect(classified(said.prediction).probabilities).not.toEqual(classified(before.prediction).probabilities);
  });
});
