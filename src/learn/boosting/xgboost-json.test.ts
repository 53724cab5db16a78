import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context, Executor } from '../../base/context.ts';
import { FormatError, UnsupportedError } from '../../base/errors.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import type { Model } from '../../table/contract.ts';
import { columnOf, matrixFromRows } from '../../table/matrix.ts';
import type { Target } from '../../table/target.ts';
import { create, restore } from './boosting.ts';
import { marginsOf } from './ensemble.ts';
import { boostingParams } from './params.ts';
import { exportXgboost, importXgboost } from './xgboost-json.ts';

interface Case {
  readonly y: readonly number[];
  readonly rounds: number;
  readonly settings: Readonly<Record<string, number>>;
  readonly margins: readonly number[] | readonly (readonly number[])[];
  readonly predictions: readonly number[] | readonly (readonly number[])[];
  readonly model: unknown;
}
const golden = JSON.parse(readFileSync(new URL('../../../test/golden/boosting-xgboost.json', import.meta.url), 'utf8'));
const cases = golden.cases as Record<string, Case>;
const served = Object.keys(cases).filter((name) => name !== 'reg:absoluteerror');
const X = matrixFromRows((golden.X as (number | null)[][]).map((row) => row.map((value) => value ?? Number.NaN)));
const view = { X, features: Array.from({ length: X.nCols }, (_, j) => `g${j}`) };

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());
const context = (): Context => ({
  ...{ random: randomKey(1), executor, signal: new AbortController().signal, progress: () => {}, warn: () => {} },
});

function targetOf(name: string): Target {
  const { y } = cases[name]!;
  if (name === 'survival:cox')
    return {
      task: 'survival',
      times: Float64Array.from(y, Math.abs),
      events: Uint8Array.from(y, (v) => Number(v > 0)),
    };
  if (name.startsWith('binary') || name.startsWith('multi')) {
    const classes = name.startsWith('binary') ? ['a', 'b'] : ['a', 'b', 'c'];
    return { task: 'classification', classes, codes: Int32Array.from(y) };
  }
  return { task: 'regression', values: Float64Array.from(y) };
}

function fitted(name: string, more: Record<string, unknown> = {}): Promise<Model> {
  const { eta, max_depth, lambda, alpha, gamma, min_child_weight, max_bin } = cases[name]!.settings;
  const params = checkParams(
    boostingParams,
    {
      ...{ rounds: cases[name]!.rounds, 'learning-rate': eta, 'max-depth': max_depth, lambda, alpha, gamma },
      ...{ 'min-child-weight': min_child_weight, 'max-bins': max_bin, 'row-sample': 1, 'column-sample': 1 },
      loss: { 'count:poisson': 'poisson', 'reg:absoluteerror': 'absolute' }[name] ?? 'squared',
      ...more,
    },
    'boosting',
  );
  return create(params).fit({ ...view, target: targetOf(name) }, context());
}

const marginsBy = (model: Model) => {
  const { start, ...arrays } = model.toState().arrays as unknown as Parameters<typeof marginsOf>[0];
  return marginsOf({ start, ...arrays }, X);
};

/** In XGBoost's words: the probability of the second class, of all classes, the mean, the rate, the hazard ratio. */
async function predictions(model: Model): Promise<Float64Array> {
  const prediction = await model.predict(view, context());
  if (prediction.task === 'regression') return prediction.values;
  if (prediction.task === 'survival') return prediction.risks.map(Math.exp);
  if (prediction.task !== 'classification') throw new Error('no such task');
  const { probabilities, classes } = prediction;
  return classes.length > 2 ? probabilities : probabilities.filter((_, at) => at % 2 === 1);
}

const difference = (got: ArrayLike<number>, expected: readonly unknown[]) => {
  const flat = (expected as (number | number[])[]).flat();
  expect(got.length).toBe(flat.length);
  return flat.reduce((most, v, at) => Math.max(most, Math.abs(v - got[at]!)), 0);
};

describe.each(Object.keys(cases))('%s', (name) => {
  it('grows the trees of XGBoost: the same margins to 1e-5', async () => {
    const model = await fitted(name);
    const margins = marginsBy(model);
    // Softmax starts from the logarithms of the shares, XGBoost from 1/2: all classes are shifted alike.
    const shift = name === 'multi:softprob' ? Math.log(3) + 0.5 : 0;
    expect(
      difference(
        margins.map((margin) => margin + shift),
        cases[name]!.margins,
      ),
    ).toBeLessThan(1e-5);
  });
});

describe.each(served)('%s', (name) => {
  it('is read from JSON: predictions of XGBoost to 1e-6', async () => {
    const model = importXgboost(cases[name]!.model);
    const { predictions: expected } = cases[name]!;
    const largest = Math.max(1, ...(expected as number[][]).flat());
    expect(difference(await predictions(model), expected) / largest).toBeLessThan(1e-6);
    expect(model.importance!().reduce((a, b) => a + b)).toBeCloseTo(1, 10);
    expect(await predictions(restore(model.toState()))).toEqual(await predictions(model));
  });

  it('is written and read again: the same predictions to float32 rounding, no matter where a value lies', async () => {
    const model = await fitted(name);
    const again = importXgboost(JSON.parse(exportXgboost(model)), model.toState().json.classes as string[]);
    const [a, b] = [await predictions(model), await predictions(again)];
    expect(difference(b, Array.from(a)) / Math.max(1, ...a)).toBeLessThan(1e-6);
    // Values at the thresholds go the same way.
    const { feature, threshold } = model.toState().arrays as unknown as Parameters<typeof marginsOf>[0];
    const onThresholds = { ...view, X: { ...X, data: X.data.slice() } };
    feature.forEach((j, node) => {
      if (j >= 0 && Number.isFinite(threshold[node]!)) columnOf(onThresholds.X, j)[node % X.nRows] = threshold[node]!;
    });
    const [c, d] = [await model.predict(onThresholds, context()), await again.predict(onThresholds, context())];
    const numbers = (p: typeof c) =>
      p.task === 'classification'
        ? p.probabilities
        : p.task === 'survival'
          ? p.risks
          : p.task === 'regression'
            ? p.values
            : [];
    expect(difference(numbers(d), Array.from(numbers(c))) / Math.max(1, ...a)).toBeLessThan(1e-6);
  });
});

const PYTHON = '/usr/bin/python3';
const hasPeer = spawnSync(PYTHON, ['-c', 'import xgboost'], { stdio: 'ignore' }).status === 0;
if (!hasPeer) console.log(`skipped: XGBoost reads what exportXgboost writes (${PYTHON} has no xgboost)`);
const SCRIPT = `
import json, sys, numpy as np, xgboost
X = np.array([[np.nan if v is None else v for v in row] for row in json.load(open(sys.argv[1]))["X"]], dtype=np.float32)
print(json.dumps([xgboost.Booster(model_file=f).predict(xgboost.DMatrix(X)).astype(float).ravel().tolist() for f in sys.argv[2:]]))
`;

it.skipIf(!hasPeer)(
  'what is written is read by XGBoost, which predicts the same to 1e-6',
  { timeout: 60_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cistron-xgboost-'));
    try {
      const models = await Promise.all(
        // Leaf-wise trees and sampling too: the structure is another.
        served.flatMap((name) => [
          fitted(name),
          fitted(name, { growth: 'leaf', 'max-leaves': 9, 'max-depth': 8, 'row-sample': 0.7 }),
        ]),
      );
      const files = models.map((model, m) => {
        const file = join(folder, `${m}.json`);
        writeFileSync(file, exportXgboost(model));
        return file;
      });
      const table = new URL('../../../test/golden/boosting-xgboost.json', import.meta.url).pathname;
      const { stdout, stderr, status } = spawnSync(PYTHON, ['-c', SCRIPT, table, ...files], { encoding: 'utf8' });
      expect(status, stderr).toBe(0);
      const peers = JSON.parse(stdout) as number[][];
      for (const [m, model] of models.entries()) {
        const ours = await predictions(model);
        expect(difference(ours, peers[m]!) / Math.max(1, ...ours)).toBeLessThan(1e-6);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

describe('refusals', () => {
  const changed = (change: (learner: Record<string, never>) => void): unknown => {
    const model = structuredClone(cases['reg:squarederror']!.model) as { learner: Record<string, never> };
    change(model.learner);
    return model;
  };
  it.each([
    ['another objective', cases['reg:absoluteerror']!.model, UnsupportedError, /reg:absoluteerror/],
    ['another booster', changed((l) => Object.assign(l.gradient_booster!, { name: 'dart' })), UnsupportedError, /dart/],
    [
      'a category above 255',
      changed((l) =>
        Object.assign((l.gradient_booster as unknown as { model: { trees: object[] } }).model.trees[0]!, {
          ...{ categories_nodes: [0], categories_segments: [0], categories_sizes: [2], categories: [3, 256] },
          split_type: [1],
        }),
      ),
      UnsupportedError,
      /up to 255 are read, got 256/,
    ],
    [
      'a split by categories that lists none',
      changed((l) =>
        Object.assign((l.gradient_booster as unknown as { model: { trees: object[] } }).model.trees[0]!, {
          split_type: [1],
        }),
      ),
      FormatError,
      /no categories for its node 0/,
    ],
    [
      'a tree that bites its tail',
      changed((l) =>
        Object.assign((l.gradient_booster as unknown as { model: { trees: object[] } }).model.trees[0]!, {
          left_children: [0],
          right_children: [0],
        }),
      ),
      FormatError,
      /not a tree/,
    ],
    ['anything else', { a: 1 }, FormatError, /no learner/],
    ['nothing', null, FormatError, /no learner/],
    ['a text that breaks off', '{"learner": [', FormatError, /not JSON/],
  ])('%s is not read', (_, json, kind, message) => {
    expect(() => importXgboost(json)).toThrow(kind);
    expect(() => importXgboost(json)).toThrow(message);
  });

  it('a loss that XGBoost calls otherwise is not written', async () => {
    const model = await fitted('reg:absoluteerror');
    expect(() => exportXgboost(model)).toThrow(/got the loss 'absolute'/);
    expect(() => importXgboost(cases['binary:logistic']!.model, ['a'])).toThrow(/2 class names are needed/);
  });
});
