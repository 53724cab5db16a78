import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { checkParams } from '../src/base/params.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { create as createExtraTrees } from '../src/learn/tree/extra-trees.ts';
import { create as createForest } from '../src/learn/tree/forest.ts';
import { extraTreesParams, forestParams } from '../src/learn/tree/params.ts';
import { r2 } from '../src/metric/regression/r2.ts';
import { cIndex } from '../src/metric/survival/c-index.ts';
import { fileSource, readTable, tableToAnnotations, tableToBlock } from '../src/read/index.node.ts';
import type { Learner } from '../src/table/contract.ts';
import { type Matrix, takeRows } from '../src/table/matrix.ts';
import { requireTask, type Target, takeTargetRows } from '../src/table/target.ts';
import { dataFolder, dataPresent, mean, outOfFold, type RealTable, variance } from './support/real-tables.ts';

const read = (name: string) => {
  const file = new URL(`golden/${name}.json`, import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
};
const sklearn = read('forest-tasks');
const ranger = read('forest-ranger');
if (!dataPresent) console.log(`skipped: forests against scikit-learn and ranger (${dataFolder} is absent)`);

/** One seed in `npm test`, since the tables are real; PARITY_SEEDS=3 for the figures of the docs. */
const SEEDS = Array.from({ length: Number(process.env.PARITY_SEEDS ?? 1) }, (_, seed) => seed);
const forest = createForest(checkParams(forestParams, {}, 'forest'));
/** ranger's least of 3 in a leaf counts the copies in a bootstrap sample, 1.6 of a row on average; ours counts rows. */
const likeRanger = createForest(checkParams(forestParams, { 'min-samples-leaf': 2 }, 'forest'));
const extraTrees = createExtraTrees(checkParams(extraTreesParams, {}, 'extra-trees'));

vi.setConfig({ testTimeout: 300_000 });

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

interface Data {
  readonly X: Matrix;
  readonly features: readonly string[];
  readonly target: Target;
}

/** Fits and predicts each fifth of the rows, row r being in fold r mod 5; calls `take` with the rows of a fold and what is said of them. */
async function eachFold(
  { X, features, target }: Data,
  learner: Learner,
  seed: number,
  take: (rows: number[], test: Target, prediction: Awaited<ReturnType<typeof predict>>) => void,
) {
  for (let k = 0; k < 5; k++) {
    const rows = (inside: boolean) =>
      Array.from({ length: X.nRows }, (_, i) => i).filter((i) => (i % 5 === k) === inside);
    const view = (of: number[]) => ({ X: takeRows(X, of), features, target: takeTargetRows(target, of) });
    const test = view(rows(true));
    take(rows(true), test.target, await predict(learner, view(rows(false)), test, seed, k));
  }
}
async function predict(learner: Learner, train: Data, test: Data, seed: number, k: number) {
  const random = randomKey(seed).at('fold', k);
  const ctx = { executor, random, signal: new AbortController().signal, progress: () => {}, warn: () => {} };
  return (await learner.fit(train, ctx)).predict(test, ctx);
}

/** Mean scores agree within three standard errors of their difference over seeds, of which there are few: a spread below `least` counts as that. */
function expectAlike(what: string, ours: readonly number[], theirs: readonly number[], least: number): void {
  const spreads = [ours, theirs].filter(({ length }) => length > 1).map(variance);
  const spread = Math.max(spreads.length > 0 ? mean(spreads) : 0, least ** 2);
  const limit = 3 * Math.sqrt(spread * (1 / ours.length + 1 / theirs.length));
  console.log(`${what}: ours ${mean(ours).toFixed(4)}, theirs ${mean(theirs).toFixed(4)}, limit ±${limit.toFixed(4)}`);
  expect(Math.abs(mean(ours) - mean(theirs))).toBeLessThanOrEqual(limit);
}

describe.skipIf(!dataPresent)('regression of drug response', () => {
  const table = async (drug: string): Promise<Data> => {
    const folder = `${dataFolder}03_drug_response/`;
    const expression = tableToBlock(await readTable(await fileSource(`${folder}cell_line_expression.tsv.gz`)), {
      ...{ name: 'expression', kind: 'expression', rows: 'samples' },
    });
    const response = tableToAnnotations(await readTable(await fileSource(`${folder}ln_ic50.tsv.gz`)), {
      columns: [drug],
    });
    const values = Array.from(response.columns[0]!.values as Iterable<number>);
    const kept = Array.from(values.keys()).filter((i) => !Number.isNaN(values[i]!));
    const target = { task: 'regression', values: Float64Array.from(kept, (i) => values[i]!) } as const;
    return { X: takeRows(expression.matrix, kept), features: expression.features, target };
  };
  const scores = async (data: Data, learner: Learner) => {
    const truth = requireTask(data.target, 'regression', 'test').values;
    const all: number[] = [];
    for (const seed of SEEDS) {
      const predicted = new Float64Array(truth.length);
      await eachFold(data, learner, seed, (rows, _, prediction) => {
        const { values } = requireTask(prediction, 'regression', 'test');
        rows.forEach((row, i) => {
          predicted[row] = values[i]!;
        });
      });
      all.push(r2.compute({ truth, predicted }));
    }
    return all;
  };
  for (const [drug, { samples, r2: theirs }] of Object.entries<{ samples: number; r2: Record<string, number[]> }>(
    sklearn.regression ?? {},
  )) {
    it(`has the R² of scikit-learn and ranger on ${drug}`, async () => {
      const data = await table(drug);
      expect(data.X.nRows).toBe(samples);
      const ours = await scores(data, forest);
      expectAlike(`${drug}, forest and scikit-learn, R²`, ours, theirs.forest!, 0.003);
      expectAlike(`${drug}, forest and ranger, R²`, ours, ranger.regression[drug].r2, 0.003);
      const extra = await scores(data, extraTrees);
      expectAlike(`${drug}, extra-trees and scikit-learn, R²`, extra, theirs['extra-trees']!, 0.003);
    });
  }
});

describe.skipIf(!dataPresent)('survival in TCGA', () => {
  const omics = /_(rnaseq|cnv|mut)$/;
  const table = async (file: string): Promise<Data> => {
    const whole = await readTable(await fileSource(dataFolder + file), { exact: ['survival_months', 'event'] });
    const columns = whole.columns.map(({ name }) => name).filter((name) => omics.test(name));
    const block = tableToBlock(whole, { name: 'omics', kind: 'expression', rows: 'samples', columns });
    const [months, event] = tableToAnnotations(whole, { columns: ['survival_months', 'event'] }).columns;
    const times = Float64Array.from(months!.values as Iterable<number>);
    const events = Uint8Array.from(event!.values as Iterable<number>);
    return { X: block.matrix, features: block.features, target: { task: 'survival', times, events } };
  };
  for (const [name, golden] of Object.entries<{
    file: string;
    samples: number;
    features: number;
    cIndex: number | number[];
  }>(ranger.survival ?? {})) {
    it(`has the concordance index of ranger on ${name}`, async () => {
      const data = await table(golden.file);
      expect([data.X.nRows, data.X.nCols]).toEqual([golden.samples, golden.features]);
      const ours: number[] = [];
      for (const seed of SEEDS) {
        const folds: number[] = [];
        await eachFold(data, likeRanger, seed, (_, test, prediction) => {
          const { risks, times: curveTimes, survival } = requireTask(prediction, 'survival', 'test');
          folds.push(cIndex.compute({ ...requireTask(test, 'survival', 'test'), risks, curveTimes, survival }));
        });
        ours.push(mean(folds));
      }
      expectAlike(`${name}, forest and ranger, C-index`, ours, [golden.cIndex].flat(), 0.006);
    });
  }
});

describe.skipIf(!dataPresent)('extra-trees', () => {
  for (const [name, table] of Object.entries<RealTable & { accuracy: number[] }>(sklearn.classification ?? {})) {
    it(`is as accurate as scikit-learn's on ${name}`, async () => {
      const { accuracy } = await outOfFold(table, extraTrees, SEEDS.length);
      // At least the error of half a sample: with few samples all seeds may agree by chance.
      expectAlike(`${name}, extra-trees and scikit-learn, accuracy`, accuracy, table.accuracy, 0.5 / table.samples);
    });
  }
});
