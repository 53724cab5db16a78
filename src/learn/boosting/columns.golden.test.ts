import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context, Executor } from '../../base/context.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import type { Model, View } from '../../table/contract.ts';
import { matrixFromRows } from '../../table/matrix.ts';
import type { Target } from '../../table/target.ts';
import { create } from './boosting.ts';
import { withCategories } from './categories.ts';
import { marginsOf } from './ensemble.ts';
import { boostingParams } from './params.ts';
import { exportXgboost, importXgboost } from './xgboost-json.ts';

type Rows = readonly (readonly (number | null)[])[];
interface Case {
  readonly name: string;
  readonly objective: string;
  readonly rounds: number;
  readonly settings: Readonly<Record<string, number>>;
  readonly X: Rows;
  readonly y: readonly number[];
  readonly weights?: readonly number[];
  readonly margins: readonly number[] | readonly (readonly number[])[];
  /** Of categories only. */
  readonly model?: string;
  readonly new?: Rows;
  readonly predictions?: readonly number[] | readonly (readonly number[])[];
}
const golden: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('../../../test/golden/boosting-columns.json', import.meta.url), 'utf8'),
);

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());
const context = (): Context => ({
  ...{ random: randomKey(1), executor, signal: new AbortController().signal, progress: () => {}, warn: () => {} },
});

/** The words of the columns of categories: their codes, as text. */
const WORDS = [['0', '1', '2'], [...'012345678'], null, null];

const viewOf = (rows: Rows, levels?: View['levels']): View => ({
  X: matrixFromRows(rows.map((row) => row.map((value) => value ?? Number.NaN))),
  features: ['few', 'many', 'a', 'b'],
  ...(levels ? { levels } : {}),
});

function targetOf({ objective, y }: Case): Target {
  const classes = { 'binary:logistic': ['a', 'b'], 'multi:softprob': ['a', 'b', 'c'] }[objective];
  return classes
    ? { task: 'classification', classes, codes: Int32Array.from(y) }
    : { task: 'regression', values: Float64Array.from(y) };
}

function fitted(one: Case): Promise<Model> {
  const { eta, max_depth, lambda, gamma, min_child_weight, max_bin } = one.settings;
  const params = checkParams(
    boostingParams,
    {
      ...{ rounds: one.rounds, 'learning-rate': eta, 'max-depth': max_depth, lambda, gamma },
      ...{ 'min-child-weight': min_child_weight, 'max-bins': max_bin, 'row-sample': 1, 'column-sample': 1 },
      loss: one.objective === 'count:poisson' ? 'poisson' : 'squared',
      // XGBoost takes lambda to smooth by, and one against the others below, not up to, max_cat_to_onehot.
      ...{ 'category-smoothing': lambda, 'single-categories': 3 },
    },
    'boosting',
  );
  const weights = one.weights ? { weights: Float64Array.from(one.weights) } : {};
  return create(params).fit(
    { ...viewOf(one.X, one.model ? WORDS : undefined), target: targetOf(one), ...weights },
    context(),
  );
}

/** In XGBoost's words: the probability of the second class, of all classes, or the mean. */
async function predictions(model: Model, view: View): Promise<number[]> {
  const prediction = await model.predict(view, context());
  if (prediction.task === 'regression') return [...prediction.values];
  if (prediction.task !== 'classification') throw new Error('no such task');
  const { probabilities, classes } = prediction;
  return [...(classes.length > 2 ? probabilities : probabilities.filter((_, at) => at % 2 === 1))];
}

const difference = (got: ArrayLike<number>, expected: readonly unknown[]) => {
  const flat = (expected as (number | number[])[]).flat();
  expect(got.length).toBe(flat.length);
  return flat.reduce((most, v, at) => Math.max(most, Math.abs(v - got[at]!)), 0);
};

describe.each(golden.cases)('$objective, $name', (one) => {
  it('grows the trees of XGBoost: the same margins to 1e-5', async () => {
    const model = await fitted(one);
    const { arrays, json } = model.toState();
    const view = viewOf(one.X, one.model ? WORDS : undefined);
    const margins = marginsOf(
      arrays as unknown as Parameters<typeof marginsOf>[0],
      withCategories(view, (json.categories as (string[] | null)[]) ?? null),
    );
    // Softmax starts from the logarithms of the shares, XGBoost from 1/2: all classes are shifted alike.
    const shift = one.objective === 'multi:softprob' ? Math.log(3) + 0.5 : 0;
    expect(
      difference(
        margins.map((margin) => margin + shift),
        one.margins,
      ),
    ).toBeLessThan(1e-5);
  });

  it.skipIf(!one.model)(
    'is read from JSON: predictions of XGBoost to 1e-6, for codes that it does not know too',
    async () => {
      // Codes as they are, as XGBoost takes them; those that have words, as words.
      const coded = importXgboost(one.model);
      expect(difference(await predictions(coded, viewOf(one.new!)), one.predictions!)).toBeLessThan(1e-6);
      const worded = importXgboost(one.model, undefined, WORDS);
      const known = one.new!.map((row) =>
        row.map((v, j) => (WORDS[j] && v !== null && v >= WORDS[j].length ? null : v)),
      );
      expect(await predictions(worded, viewOf(known, WORDS))).toEqual(await predictions(coded, viewOf(known)));
      expect(() => exportXgboost(coded)).toThrow(/categories without words cannot be written/);
    },
  );

  it.skipIf(!one.model)('is written and read again: the same predictions to float32 rounding', async () => {
    const model = await fitted(one);
    const { classes, categories } = model.toState().json as { classes: string[]; categories: (string[] | null)[] };
    expect(categories).toEqual(WORDS);
    const again = importXgboost(exportXgboost(model), classes, categories);
    const view = viewOf(one.X, WORDS);
    expect(difference(await predictions(again, view), await predictions(model, view))).toBeLessThan(1e-6);
  });
});

const PYTHON = '/usr/bin/python3';
const hasPeer = spawnSync(PYTHON, ['-c', 'import xgboost'], { stdio: 'ignore' }).status === 0;
if (!hasPeer) console.log(`skipped: XGBoost reads categories that exportXgboost writes (${PYTHON} has no xgboost)`);
const SCRIPT = `
import json, sys, numpy as np, xgboost
out = []
for file, x in zip(sys.argv[1::2], sys.argv[2::2]):
    X = np.array([[np.nan if v is None else v for v in row] for row in json.load(open(x))], dtype=np.float32)
    data = xgboost.DMatrix(X, feature_types=["c", "c", "q", "q"], enable_categorical=True)
    out.append(xgboost.Booster(model_file=file).predict(data).astype(float).ravel().tolist())
print(json.dumps(out))
`;

it.skipIf(!hasPeer)(
  'what is written is read by XGBoost, which predicts the same to 1e-6',
  { timeout: 60_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cistron-xgboost-'));
    try {
      const categorical = golden.cases.filter(({ model }) => model);
      // Many rounds: missing values are set against all categories sooner or later.
      const models = await Promise.all(categorical.map((one) => fitted({ ...one, rounds: 30 })));
      const files = models.flatMap((model, m) => {
        const [file, table] = [join(folder, `${m}.json`), join(folder, `${m}-rows.json`)];
        writeFileSync(file, exportXgboost(model));
        writeFileSync(table, JSON.stringify(categorical[m]!.X));
        return [file, table];
      });
      const { stdout, stderr, status } = spawnSync(PYTHON, ['-c', SCRIPT, ...files], { encoding: 'utf8' });
      expect(status, stderr).toBe(0);
      const peers = JSON.parse(stdout) as number[][];
      for (const [m, model] of models.entries()) {
        const ours = await predictions(model, viewOf(categorical[m]!.X, WORDS));
        expect(difference(ours, peers[m]!)).toBeLessThan(1e-6 * Math.max(1, ...ours));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
