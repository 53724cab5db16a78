import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classView, numberView } from '../../../test/support/learner-views.ts';
import type { Context, Executor } from '../../base/context.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import type { Warning } from '../../base/warning.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import type { TrainView } from '../../table/contract.ts';
import { columnOf, matrixFromRows } from '../../table/matrix.ts';
import type { Target } from '../../table/target.ts';
import * as elasticNet from './elastic-net.ts';
import * as lasso from './lasso.ts';
import { elasticNetParams, lassoParams, ridgeParams } from './params.ts';
import * as ridge from './ridge.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());

function context(): Context & { readonly warnings: Warning[] } {
  const warnings: Warning[] = [];
  const signal = new AbortController().signal;
  return { random: randomKey(1), executor, signal, progress: () => {}, warn: (w) => warnings.push(w), warnings };
}

interface Table {
  readonly name: string;
  readonly X: readonly (readonly number[])[];
  readonly gaussian: readonly number[];
  readonly poisson: readonly number[];
  readonly binomial: readonly number[];
  readonly multinomial: readonly number[];
  readonly times: readonly number[];
  readonly events: readonly number[];
  readonly weights: readonly number[];
  readonly fits: readonly Fit[];
}
interface Fit {
  readonly family: 'gaussian' | 'poisson' | 'binomial' | 'multinomial' | 'cox';
  readonly alpha: number;
  readonly lambdas: readonly number[];
  /** Means, rates, the probability of class 1 or of each class, log hazard ratios less their weighted mean. */
  readonly predictions: readonly (readonly number[])[];
}
const golden: { versions: { glmnet: string }; free: readonly number[]; tables: readonly Table[] } = JSON.parse(
  readFileSync(new URL('../../../test/golden/glmnet-unpenalised.json', import.meta.url), 'utf8'),
);

function targetOf(table: Table, family: Fit['family']): Target {
  if (family === 'cox') {
    return { task: 'survival', times: Float64Array.from(table.times), events: Uint8Array.from(table.events) };
  }
  if (family === 'gaussian' || family === 'poisson')
    return { task: 'regression', values: Float64Array.from(table[family]) };
  const classes = family === 'binomial' ? ['0', '1'] : ['0', '1', '2'];
  return { task: 'classification', classes, codes: Int32Array.from(table[family]) };
}

async function predicted(learner: ReturnType<typeof elasticNet.create>, data: TrainView): Promise<number[]> {
  const prediction = await (await learner.fit(data, context())).predict(data, context());
  if (prediction.task === 'regression') return [...prediction.values];
  if (prediction.task === 'survival') return [...prediction.risks];
  if (prediction.task !== 'classification') throw new Error('no such task');
  const { probabilities, classes } = prediction;
  return [...(classes.length > 2 ? probabilities : probabilities.filter((_, at) => at % 2 === 1))];
}

describe.each(golden.tables)('$name', (table) => {
  it.each(table.fits)(
    `predicts as glmnet ${golden.versions.glmnet} with two features without penalty and weights: $family, alpha $alpha`,
    async ({ family, alpha, lambdas, predictions }) => {
      const X = matrixFromRows(table.X);
      const features = Array.from({ length: X.nCols }, (_, j) => `g${j}`);
      const data = { X, features, target: targetOf(table, family), weights: Float64Array.from(table.weights) };
      for (const [l, lambda] of lambdas.entries()) {
        const given = {
          ...{ lambda, 'l1-ratio': alpha, tolerance: 1e-10, unpenalised: golden.free.map((j) => `g${j}`) },
          family: family === 'poisson' ? 'poisson' : 'gaussian',
        };
        const learner = elasticNet.create(checkParams(elasticNetParams, given, 'elastic-net'));
        const ours = await predicted(learner, data);
        expect(ours.length).toBe(predictions[l]!.length);
        const worst = predictions[l]!.reduce((most, value, at) => Math.max(most, Math.abs(value - ours[at]!)), 0);
        expect(worst).toBeLessThan(1e-4);
      }
    },
  );
});

describe('unpenalised', () => {
  it('keeps a feature that the penalty would leave out, and every other out at the strongest penalty of the path', async () => {
    const data = numberView(50, 8);
    const params = checkParams(lassoParams, { unpenalised: ['g5', 'g[x', 'no-such*'] }, 'lasso');
    const learner = lasso.create(params);
    const ctx = context();
    const [strongest] = await learner.path!.values(data, ctx);
    const [model] = await learner.path!.fit(data, [strongest! * (1 + 1e-6)], ctx);
    const weights = [...model!.importance!()];
    expect(weights[5]).toBeGreaterThan(0);
    expect(weights.filter((weight) => weight > 0).length).toBe(1);
    expect(ctx.warnings.map(({ code }) => code)).toEqual(['unpenalised-not-found']);
    expect(ctx.warnings[0]!.message).toMatch(/none of the 8 features: 'g\[x', 'no-such\*'/);
  });

  it('takes globs, and of ridge and the elastic net without L1 the same model', async () => {
    const data = numberView(40, 60);
    const own = { ...data, features: data.features.map((name, j) => (j < 3 ? `clinical:${name}` : `rna:${name}`)) };
    const given = { unpenalised: ['clinical:*'], lambda: 0.5, tolerance: 1e-6 };
    const a = await predicted(ridge.create(checkParams(ridgeParams, given, 'ridge')), own);
    const net = checkParams(elasticNetParams, { ...given, 'l1-ratio': 0 }, 'elastic-net');
    const b = await predicted(elasticNet.create(net), own);
    a.forEach((value, i) => {
      expect(value).toBeCloseTo(b[i]!, 2);
    });
    // Least squares on the free ones: residuals have no slope on them.
    const { values } = data.target;
    for (let j = 0; j < 3; j++) {
      const x = columnOf(data.X, j);
      const slope = x.reduce((sum, v, i) => sum + v * (values[i]! - a[i]!), 0) / 40;
      expect(Math.abs(slope)).toBeLessThan(1e-3);
    }
  });

  it('takes features that repeat each other', async () => {
    const data = classView(60, 6, 2);
    columnOf(data.X, 1).set(columnOf(data.X, 0));
    for (const l1 of [0, 0.5, 1]) {
      const ctx = context();
      const params = checkParams(
        elasticNetParams,
        { unpenalised: ['g0', 'g1'], 'l1-ratio': l1, lambda: 0.05 },
        'elastic-net',
      );
      const model = await elasticNet.create(params).fit(data, ctx);
      expect(Number(model.summary!()['duality-gap'])).toBeLessThan(1e-3);
      expect(ctx.warnings).toEqual([]);
    }
  });

  it('refuses names that mean nothing at all, and as many features as samples', async () => {
    const data = numberView(20, 30);
    const fitOn = (unpenalised: string[]) =>
      lasso.create(checkParams(lassoParams, { unpenalised }, 'lasso')).fit(data, context());
    await expect(fitOn(['gg1'])).rejects.toThrow(
      "lasso.unpenalised: means none of the 30 features: 'gg1'; did you mean 'g1'?",
    );
    await expect(fitOn(['*'])).rejects.toThrow(
      'lasso.unpenalised: fewer than 19 features can go without penalty with 20 samples, got 30',
    );
  });
});
