import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apart, shapleyByDefinition, valueAt } from '../../test/support/explain.ts';
import { classView, numberView, survivalView } from '../../test/support/learner-views.ts';
import type { Context, Executor } from '../base/context.ts';
import { ShapeError, UnsupportedError } from '../base/errors.ts';
import { checkParams } from '../base/params.ts';
import { randomKey } from '../base/random.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import { gaussLegendre } from '../kernels/gauss-legendre.ts';
import type { ShapTrees } from '../kernels/shap-trees.ts';
import { importXgboost } from '../learn/boosting/xgboost-json.ts';
import { learnerByWord } from '../learn/registry.ts';
import type { Model, TrainView } from '../table/contract.ts';
import { matrixFromRows, takeRows } from '../table/matrix.ts';
import { outputOf } from './attribution.ts';
import { explainedTrees } from './explained-trees.ts';
import { interventionalShap } from './interventional-shap.ts';
import { shapInteractions } from './shap-interactions.ts';
import { treeOutputs } from './tree-outputs.ts';
import { treeShap } from './tree-shap.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../test/golden/${name}.json`, import.meta.url), 'utf8'));
const golden = read('tree-shap');
const source = read('boosting-xgboost');

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());
const context = (own = executor): Context => ({
  ...{ random: randomKey(4), executor: own, signal: new AbortController().signal, progress: () => {}, warn: () => {} },
});

async function fitted(word: string, view: TrainView, given: Readonly<Record<string, unknown>> = {}): Promise<Model> {
  const entry = learnerByWord(word, 'test');
  return (await entry.load()).create(checkParams(entry.params, given, word)).fit(view, context());
}

/** The mean of the leaves when only the features of a subset are known. */
function conditional(
  { roots, feature, threshold, left, cover, values, width }: ShapTrees,
  row: number[],
  known: number,
) {
  const walk = (node: number): number => {
    const j = feature[node]!;
    if (j < 0) return values[node * width]!;
    const a = left[node]!;
    if (known & (1 << j)) return walk(row[j]! <= threshold[node]! ? a : a + 1);
    return (cover[a]! * walk(a) + cover[a + 1]! * walk(a + 1)) / (cover[a]! + cover[a + 1]!);
  };
  return Array.from(roots).reduce((sum, root) => sum + walk(root), 0);
}

describe('treeShap', () => {
  test('has points and weights that integrate polynomials exactly', () => {
    for (const m of [1, 2, 3, 7, 20]) {
      const rule = gaussLegendre(m);
      for (let power = 0; power < 2 * m; power++) {
        let sum = 0;
        for (let q = 0; q < m; q++) sum += rule[m + q]! * rule[q]! ** power;
        expect(sum).toBeCloseTo(1 / (power + 1), 13);
      }
    }
  });

  test.each(Object.keys(golden.cases))(
    'equals XGBoost, missing values and repeated splits included: %s',
    async (name) => {
      const { contributions, model } = golden.cases[name];
      const imported = importXgboost(model ?? source.cases[name].model);
      const rows = (source.X as (number | null)[][]).slice(0, golden.rows);
      const X = matrixFromRows(rows.map((row) => row.map((value) => value ?? Number.NaN)));
      const view = { X, features: ['a', 'b', 'c', 'd', 'e'] };
      const found = await treeShap(imported, view, context());
      // XGBoost has [row, (output,) feature and bias].
      const bySample = contributions.map((row: number[] | number[][]) =>
        Array.isArray(row[0]) ? row : [row],
      ) as number[][][];
      bySample.forEach((outputs, i) => {
        outputs.forEach((wanted, k) => {
          const got = [...Array(5).keys()].map((j) => valueAt(found, j, i, k));
          expect(apart([...got, found.base[k]!], wanted)).toBeLessThan(1e-5);
        });
      });
      expect(bySample).toHaveLength(golden.rows);
      const { values: pairs } = await shapInteractions(imported, view, context(), { among: [0, 1, 2, 3, 4] });
      golden.cases[name].interactions.forEach((sample: number[][] | number[][][], i: number) => {
        (Array.isArray(sample[0]![0]) ? (sample as number[][][]) : [sample as number[][]]).forEach((wanted, k) => {
          const got = Float64Array.from({ length: 25 }, (_, at) => pairs[(k * 25 + at) * golden.rows + i]!);
          // The bias has a row and a column of its own.
          expect(
            apart(
              got,
              wanted.slice(0, 5).flatMap((row) => row.slice(0, 5)),
            ),
          ).toBeLessThan(1e-5);
        });
      });
    },
  );

  const views: [string, TrainView, Record<string, unknown>][] = [
    ['forest', numberView(60, 6), { trees: 5 }],
    ['extra-trees', classView(60, 6, 3), { trees: 5 }],
    ['forest', survivalView(70, 6), { trees: 5, 'min-samples-leaf': 3 }],
    ['tree', numberView(60, 6), {}],
    ['boosting', survivalView(60, 6), { rounds: 6 }],
  ];
  test.each(views)('equals every subset, one by one: %s', async (word, view, given) => {
    const model = await fitted(word, view, given);
    const { trees } = explainedTrees(model, 'test');
    const found = await treeShap(model, view, context());
    for (const i of [0, 17, 59]) {
      const row = Array.from({ length: 6 }, (_, j) => view.X.data[j * view.X.nRows + i]!);
      const wanted = shapleyByDefinition(6, (known) => conditional(trees, row, known));
      expect(
        apart(
          [...Array(6).keys()].map((j) => valueAt(found, j, i)),
          wanted,
        ),
      ).toBeLessThan(1e-12 * (1 + Math.abs(found.base[0]!)));
    }
  });

  test.each(views)('interventional: equals every subset, one by one: %s', async (word, view, given) => {
    const model = await fitted(word, view, given);
    const { trees, start } = explainedTrees(model, 'test');
    const reference = { ...view, X: takeRows(view.X, [3, 9, 27, 50]) };
    const found = await interventionalShap(model, view, context(), { reference });
    const said = outputOf(found);
    for (const i of [0, 17, 59]) {
      const mixed = (known: number) => {
        const X = takeRows(reference.X, [0, 1, 2, 3]);
        for (let j = 0; j < 6; j++)
          if (known & (1 << j)) X.data.fill(view.X.data[j * view.X.nRows + i]!, 4 * j, 4 * j + 4);
        return treeOutputs(trees, X)
          .subarray(0, 4)
          .reduce((sum, value) => sum + value / 4, 0);
      };
      const wanted = shapleyByDefinition(6, mixed);
      const near = 1e-12 * (1 + Math.abs(found.base[0]!));
      expect(
        apart(
          [...Array(6).keys()].map((j) => valueAt(found, j, i)),
          wanted,
        ),
      ).toBeLessThan(near);
      expect(Math.abs(said[i]! - start[0]! - mixed(63))).toBeLessThan(near);
    }
  });

  test('adds up to what the model says, of every task, in deep trees of many features', async () => {
    const classes = classView(150, 80, 4, 0.3);
    const byClass = await fitted('forest', classes, { trees: 20, 'max-features': 1 });
    const shares = await treeShap(byClass, classes, context());
    const said = await byClass.predict(classes, context());
    if (said.task !== 'classification') throw new Error('no classes');
    const turned = Float64Array.from(
      said.probabilities,
      (_, at) => said.probabilities[(at % 150) * 4 + Math.floor(at / 150)]!,
    );
    expect(apart(outputOf(shares), turned)).toBeLessThan(1e-9);

    const times = survivalView(100, 10);
    const survival = await fitted('forest', times, { trees: 20 });
    const curves = await survival.predict(times, context());
    if (curves.task !== 'survival') throw new Error('no curves');
    expect(apart(outputOf(await treeShap(survival, times, context())), curves.risks)).toBeLessThan(1e-9);
    const at = curves.times[20]!;
    const hazards = Float64Array.from(
      curves.risks,
      (_, i) => -Math.log(curves.survival[i * curves.times.length + 20]!),
    );
    expect(apart(outputOf(await treeShap(survival, times, context(), { at })), hazards)).toBeLessThan(1e-6);
  });

  test('gives the same bits with one thread, and refuses what it cannot explain', async () => {
    const view = numberView(200, 12);
    const model = await fitted('boosting', view, { rounds: 10 });
    const one = await createExecutor(1);
    expect(await treeShap(model, view, context(one))).toEqual(await treeShap(model, view, context()));
    await one.close();
    await expect(treeShap(model, numberView(20, 3), context())).rejects.toThrow(ShapeError);
    await expect(treeShap(model, view, context(), { at: 3 })).rejects.toThrow(UnsupportedError);
    await expect(treeShap(await fitted('knn', view), view, context())).rejects.toThrow(UnsupportedError);
  });
});
