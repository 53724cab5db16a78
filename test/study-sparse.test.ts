import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { memorySource } from '../src/read/source.ts';
import { loadCohort } from '../src/study/cohort/load-cohort.ts';
import { parseStudy } from '../src/study/file/parse-study.ts';
import { readModel } from '../src/study/model/model-file.ts';
import { predictSamples } from '../src/study/model/predict.ts';
import { memoryFolder } from '../src/study/run/run-folder.ts';
import { density, isSparse } from '../src/table/matrix.ts';
import { requireTask } from '../src/table/target.ts';
import { type Files, runInMemory, textOf } from './support/run-in-memory.ts';

/** 240 samples, 200 genes mutated in a few of them, of which 6 make the tumour more likely to be of the one type or the other. */
const n = 240;
const p = 200;
const draws = randomKey(6).stream();
const mutated = Array.from({ length: n }, () =>
  Array.from({ length: p }, (_, j) => Number(draws.uniform() < (j < 6 ? 0.3 : 0.04))),
);
const types = mutated.map((row) => {
  const score = row[0]! + row[1]! + row[2]! - row[3]! - row[4]! - row[5]! + 0.4 * draws.normal();
  return score > 0 ? 'east' : 'west';
});
/** @param always genes mutated in every sample, which leave the table too full to be kept sparse. */
function filesWith(always: number): Files {
  const genes = [
    ...Array.from({ length: p }, (_, j) => `g${j}`),
    ...Array.from({ length: always }, (_, j) => `all${j}`),
  ];
  const rows = mutated.map((row, i) => [`s${i}`, ...row, ...new Array<number>(always).fill(1)].join('\t'));
  return {
    'mutations.tsv': `${['sample', ...genes].join('\t')}\n${rows.join('\n')}\n`,
    'sheet.tsv': `sample\ttype\tage\n${types.map((type, i) => `s${i}\t${type}\t${40 + (i % 30)}`).join('\n')}\n`,
  };
}
const study = `
cistron: 1
samples: { file: sheet.tsv, id: sample, target: type }
blocks:
  mutation: { file: mutations.tsv, kind: mutation, prepare: [{ impute: zero }, drop-constant, { anova-f: 60 }, standardize] }
learners:
  - { lasso: { tolerance: 0.000001, path-length: 8 } }
  - { linear-svm: { tolerance: 0.00001, max-passes: 100000, C: [0.003] } }
  - { forest: { trees: 20 } }
validate: { outer: 3, inner: 3, seed: 1, metric: roc-auc }
`;

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const open = (files: Files) => async (path: string) => memorySource(path, new TextEncoder().encode(files[path]!));
const load = (files: Files, text = study) =>
  loadCohort(parseStudy(text, 'study.yaml'), {
    open: open(files),
    signal: new AbortController().signal,
    progress: () => {},
  });

describe('a block with few values that are not 0', () => {
  test('is kept sparse; one with more is not', async () => {
    const [lean] = (await load(filesWith(0))).blocks;
    expect(isSparse(lean!.matrix)).toBe(true);
    expect(density(lean!.matrix)).toBeLessThan(0.1);
    const [full] = (await load(filesWith(30))).blocks;
    expect(isSparse(full!.matrix)).toBe(false);
  });

  test('gives the study, report and model that the dense table gives', async () => {
    const folders = [memoryFolder(), memoryFolder()];
    const [lean, full] = await Promise.all(
      [0, 30].map((always, k) => runInMemory(study, filesWith(always), executor, { folder: folders[k]! })),
    );
    expect(lean!.record.results.map(({ learner }) => learner)).toEqual(['lasso', 'linear-svm', 'forest']);
    lean!.record.results.forEach((result, r) => {
      const wanted = full!.record.results[r]!;
      // A forest reads the dense form of the same values.
      if (result.learner === 'forest') expect(result.metrics).toEqual(wanted.metrics);
      for (const [name, { value }] of Object.entries(result.metrics)) {
        expect(value).toBeCloseTo(wanted.metrics[name]!.value!, 2);
      }
    });
    expect(lean!.record.results[0]!.metrics['roc-auc']!.value).toBeGreaterThan(0.75);
    expect(textOf(folders[0]!, 'report.html').length).toBeGreaterThan(10_000);

    const bytes = folders[0]!.files.get('model.cistron')!;
    const bundle = await readModel(bytes, 'model');
    const source = await open(filesWith(0))('mutations.tsv');
    const ctx = { executor, random: randomKey(1), signal: new AbortController().signal, progress() {}, warn() {} };
    const { prediction } = await predictSamples(bundle, new Map([['mutation', source]]), () => {}, ctx);
    const { probabilities } = requireTask(prediction, 'classification', 'test');
    expect(probabilities.length).toBe(2 * n);
    expect(probabilities.every((value) => value >= 0 && value <= 1)).toBe(true);
  });
});
