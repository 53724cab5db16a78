import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apart, shapleyByDefinition, valueAt } from '../../test/support/explain.ts';
import { classView, numberView, survivalView } from '../../test/support/learner-views.ts';
import type { Context, Executor } from '../base/context.ts';
import { checkParams } from '../base/params.ts';
import { randomKey } from '../base/random.ts';
import { createEngine } from '../graph/engine.node.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import { learnerByWord } from '../learn/registry.ts';
import type { Model, TrainView } from '../table/contract.ts';
import { columnOf, takeRows } from '../table/matrix.ts';
import { takeViewRows } from '../table/view-rows.ts';
import { outputOf } from './attribution.ts';
import { counterfactual } from './counterfactual.ts';
import { explainedLinear } from './explained-linear.ts';
import { gradientTimesInput } from './gradient-times-input.ts';
import { groupPermutation } from './group-permutation.ts';
import { integratedGradients } from './integrated-gradients.ts';
import { kernelShap } from './kernel-shap.ts';
import { linearShap } from './linear-shap.ts';
import { nearestCases } from './nearest-cases.ts';
import { networkOutputs } from './network-outputs.ts';
import { withSlopes } from './network-slopes.ts';
import { occlusion } from './occlusion.ts';
import { partialDependence } from './partial-dependence.ts';
import { predictedOutputs } from './predicted-outputs.ts';
import { selectionStability } from './selection-stability.ts';
import { shrunkCovariance } from './shrunk-covariance.ts';
import { treeShap } from './tree-shap.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());
const context = (): Context => ({
  ...{ random: randomKey(4), executor, networks: createEngine({ threads: 1 }) },
  ...{ signal: new AbortController().signal, progress: () => {}, warn: () => {} },
});

async function fitted(word: string, view: TrainView, given: Readonly<Record<string, unknown>> = {}): Promise<Model> {
  const entry = learnerByWord(word, 'test');
  return (await entry.load()).create(checkParams(entry.params, given, word)).fit(view, context());
}

describe('linear SHAP', () => {
  const logit = (p: number) => Math.log(p / (1 - p));
  test.each([
    ['logistic', classView(80, 4, 2, 0.5), {}],
    ['linear-svm', classView(80, 4, 2, 0.5), { C: 0.1 }],
    ['ridge', classView(80, 4, 2, 0.5), { lambda: 0.1 }],
    ['linear', numberView(80, 4), {}],
    ['lasso', numberView(80, 4), { lambda: 0.1 }],
    ['cox', survivalView(80, 4), {}],
    ['ridge', survivalView(80, 4), { lambda: 0.1 }],
  ] as [string, TrainView, object][])('adds up to what the model says: %s', async (word, view, given) => {
    const model = await fitted(word, view, { ...given });
    const said = await predictedOutputs(model, view, context());
    const n = view.X.nRows;
    const wanted = said.scale === 'probability' ? said.values.subarray(n).map(logit) : said.values;
    for (const correlated of [false, true]) {
      const found = await linearShap(model, view, context(), { reference: view, correlated, orders: 3 });
      expect(apart(outputOf(found), wanted)).toBeLessThan(1e-5);
    }
  });

  test('independent and correlated equal subsets by definition', async () => {
    const view = numberView(90, 4);
    columnOf(view.X, 3).forEach((_, i, to) => {
      to[i] = view.X.data[i]! + 0.5 * to[i]!;
    });
    const model = await fitted('linear', view);
    const { weights, offsets } = explainedLinear(model, 4, 'test');
    const w = weights[0]!;
    const C = shrunkCovariance(view.X, [0, 1, 2, 3]);
    const row = Array.from({ length: 4 }, (_, j) => view.X.data[j * 90 + 5]!);
    const means = Array.from({ length: 4 }, (_, j) => columnOf(view.X, j).reduce((a, b) => a + b, 0) / 90);
    // E[w·x | x_S] under the normal distribution: coordinate descent on the unknown, which solves its linear equations.
    const inverse = inverted(C, 4);
    const conditional = (known: number) => {
      const d = row.map((x, j) => (known & (1 << j) ? x - means[j]! : 0));
      for (let round = 0; round < 2000; round++)
        for (let j = 0; j < 4; j++)
          if (!(known & (1 << j)))
            d[j] = -d.reduce((sum, other, l) => sum + (l === j ? 0 : inverse[j * 4 + l]! * other), 0) / inverse[j * 5]!;
      return d.reduce((sum, x, j) => sum + w[j]! * (x + means[j]!), offsets[0]!);
    };
    // All 24 orders are as good as met by 400 drawn ones and their reverses; the standard error is a few thousandths.
    const close = await linearShap(model, view, context(), { reference: view, correlated: true, orders: 400 });
    const got = [0, 1, 2, 3].map((j) => valueAt(close, j, 5));
    expect(apart(got, shapleyByDefinition(4, conditional))).toBeLessThan(0.05);
    const plain = await linearShap(model, view, context(), { reference: view });
    expect(
      apart(
        [0, 1, 2, 3].map((j) => valueAt(plain, j, 5)),
        row.map((x, j) => w[j]! * (x - means[j]!)),
      ),
    ).toBeLessThan(1e-6);
  });
});

function inverted(A: Float64Array, p: number): Float64Array {
  const rows = Array.from({ length: p }, (_, a) => [
    ...A.subarray(a * p, a * p + p),
    ...Array.from({ length: p }, (_, b) => Number(a === b)),
  ]);
  for (let k = 0; k < p; k++) {
    const pivot = rows[k]![k]!;
    rows[k] = rows[k]!.map((v) => v / pivot);
    for (let a = 0; a < p; a++) if (a !== k) rows[a] = rows[a]!.map((v, c) => v - rows[a]![k]! * rows[k]![c]!);
  }
  return Float64Array.from(rows.flatMap((row) => row.slice(p)));
}

describe('kernel SHAP', () => {
  test('equals every subset where all are tried, and adds up where they are drawn', async () => {
    const view = classView(60, 5, 3, 1);
    const model = await fitted('naive-bayes', view);
    const [own, reference] = [takeViewRows(view, [4, 9]), takeViewRows(view, [0, 7, 21])];
    const found = await kernelShap(model, own, context(), { reference });
    const mixed = async (known: number) => {
      const X = takeRows(reference.X, [0, 1, 2]);
      for (let j = 0; j < 5; j++) if (known & (1 << j)) columnOf(X, j).fill(own.X.data[2 * j]!);
      const { values } = await predictedOutputs(model, { ...reference, X }, context());
      return (values[0]! + values[1]! + values[2]!) / 3;
    };
    const worth = await Promise.all(Array.from({ length: 32 }, (_, known) => mixed(known)));
    const wanted = shapleyByDefinition(5, (known) => worth[known]!);
    expect(
      apart(
        [0, 1, 2, 3, 4].map((j) => valueAt(found, j, 0)),
        wanted,
      ),
    ).toBeLessThan(1e-6);
    const wide = numberView(50, 14);
    const drawn = await kernelShap(await fitted('linear', wide), takeViewRows(wide, [3]), context(), {
      reference: takeViewRows(wide, [0, 1, 2]),
      coalitions: 400,
    });
    const { values } = await predictedOutputs(await fitted('linear', wide), takeViewRows(wide, [3]), context());
    expect(apart(outputOf(drawn), values)).toBeLessThan(1e-6);
  });
});

describe('networks', () => {
  test('integrated gradients are complete, and follow the weights of a network without hidden units', async () => {
    const view = classView(120, 6, 3, 1);
    const model = await fitted('mlp', view, { members: 1, 'hidden-units': [8], epochs: 20 }).catch(() =>
      fitted('mlp', view),
    );
    const found = await integratedGradients(model, view, context(), { reference: view });
    const ends = await withSlopes(model, context(), 'test', (at) => at(view));
    const off = outputOf(found).reduce((sum, value, at) => sum + Math.abs(value - ends.answers[at]!), 0);
    const all = ends.answers.reduce((sum, value, at) => sum + Math.abs(value - found.base[Math.floor(at / 120)]!), 0);
    expect(off / all).toBeLessThan(0.01);
    expect(networkOutputs(model)).toEqual({ outputs: ['a', 'b', 'c'], scale: 'log-odds' });
    // The slopes are those of finite changes of the answer.
    const moved = { ...view, X: { ...view.X, data: view.X.data.slice() } };
    columnOf(moved.X, 2).forEach((x, i, to) => {
      to[i] = x + 0.01;
    });
    const after = await withSlopes(model, context(), 'test', (at) => at(moved));
    const near = ends.answers.filter(
      (answer, at) =>
        Math.abs(
          (after.answers[at]! - answer) / 0.01 - ends.slopes[(Math.floor(at / 120) * 6 + 2) * 120 + (at % 120)]!,
        ) < 0.05,
    );
    expect(near.length / ends.answers.length).toBeGreaterThan(0.9);
    const smooth = await gradientTimesInput(model, view, context(), { reference: view, copies: 3 });
    expect(smooth.values).toHaveLength(found.values.length);
  });
});

describe('questions to any model', () => {
  test('a group that helps loses most when shuffled; copies do not hide each other', async () => {
    const view = numberView(150, 6);
    columnOf(view.X, 5).set(columnOf(view.X, 0));
    const model = await fitted('forest', view, { trees: 30 });
    const found = await groupPermutation(model, view, context(), { target: view.target, repeats: 2 });
    expect(
      found
        .slice(0, 2)
        .map(({ features }) => features.join())
        .sort(),
    ).toEqual(['g0,g5', 'g1']);
    expect(found[0]!.loss).toBeGreaterThan(0.1);
    const sets = { noise: ['g2', 'g3', 'elsewhere'], drivers: ['g0', 'g1', 'g5'] };
    const named = await groupPermutation(model, view, context(), { target: view.target, groups: sets, repeats: 2 });
    expect(named[0]).toMatchObject({ group: 'drivers' });
  });

  test('partial dependence of a sum is its line, and its curves are parallel', async () => {
    const view = numberView(60, 3);
    const model = await fitted('linear', view);
    const slope = explainedLinear(model, 3, 'test').weights[0]![1]!;
    const { grid, mean, curves } = await partialDependence(model, view, context(), { feature: 'g1', points: 5 });
    expect((mean[4]! - mean[0]!) / (grid[4]! - grid[0]!)).toBeCloseTo(slope, 5);
    expect(curves[4]! - curves[0]!).toBeCloseTo(mean[4]! - mean[0]!, 5);
    await expect(partialDependence(model, view, context(), { feature: 'gg1' })).rejects.toThrow("did you mean 'g1'");
  });

  test('occlusion finds the stretch of a signal that counts', async () => {
    const view = numberView(80, 24);
    const parts = [{ name: 'ecg', kind: 'signal', start0: 0, end0: 24, shape: [1, 24] }] as const;
    const model = await fitted('linear', view);
    const { values } = await occlusion(model, { ...view, parts }, context(), { reference: view, size: 4 });
    const strength = Array.from({ length: 24 }, (_, j) =>
      values.subarray(j * 80, (j + 1) * 80).reduce((sum, v) => sum + Math.abs(v), 0),
    );
    expect(strength.indexOf(Math.max(...strength))).toBeLessThan(2);
  });

  test.each(['linear', 'forest'])('a counterfactual reaches what is wanted by few changes: %s', async (word) => {
    const view = numberView(120, 6);
    const model = await fitted(word, view, word === 'forest' ? { trees: 20 } : {});
    const { values } = await predictedOutputs(model, view, context());
    const lowest = values.indexOf(Math.min(...values));
    const wanted = Math.min(...values) + 3;
    const changes = await counterfactual(model, takeViewRows(view, [lowest]), context(), { reference: view, wanted });
    expect(changes.at(-1)!.output).toBeGreaterThan(wanted - 1e-6);
    expect(['g0', 'g1']).toContain(changes[0]!.feature);
    const after = takeViewRows(view, [lowest]);
    for (const { feature, to } of changes) columnOf(after.X, view.features.indexOf(feature))[0] = to;
    const said = await predictedOutputs(model, after, context());
    expect(said.values[0]).toBeCloseTo(changes.at(-1)!.output, 4);
  });

  test('a sample is its own nearest case', async () => {
    const view = numberView(50, 5);
    const found = await treeShap(await fitted('forest', view, { trees: 10 }), view, context());
    const { cases, distances } = nearestCases(found, found, 2);
    expect(distances.every(([first, second]) => first === 0 && second! >= 0)).toBe(true);
    expect(cases.filter(([first], i) => first === i).length).toBeGreaterThan(45);
  });
});

test('selections agree as Kuncheva says where they are of one size', () => {
  const set = (...names: string[]) => new Set(names);
  // Two of three shared among 20: (2·20 − 9) / (3·17).
  expect(selectionStability([set('a', 'b', 'c'), set('a', 'b', 'd')], 20)).toBeCloseTo(31 / 51, 12);
  expect(selectionStability([set('a'), set('a')], 20)).toBe(1);
  expect(selectionStability([set('a')], 20)).toBeNaN();
});
