import { describe, expect, it } from 'vitest';
import { classView, numberView } from '../../../test/support/learner-views.ts';
import type { Context } from '../../base/context.ts';
import { DataError, UnsupportedError } from '../../base/errors.ts';
import { randomKey } from '../../base/random.ts';
import type { Warning } from '../../base/warning.ts';
import type { CoefficientModel } from '../../numeric/regression/coefficient-table.ts';
import { leastSquares } from '../../numeric/regression/least-squares.ts';
import { logisticRegression } from '../../numeric/regression/logistic-regression.ts';
import { columnsOf } from '../../table/matrix.ts';
import { requireTask } from '../../table/target.ts';
import * as linear from './linear.ts';
import * as logistic from './logistic.ts';

function context(): Context & { readonly warnings: Warning[] } {
  const warnings: Warning[] = [];
  const signal = new AbortController().signal;
  return {
    random: randomKey(1),
    executor: null as never,
    signal,
    progress: () => {},
    warn: (w) => warnings.push(w),
    warnings,
  };
}

describe('linear', () => {
  it('has the coefficients, errors, t and p of leastSquares, under the names of the features, also after a file', async () => {
    const data = numberView(60, 4);
    const ctx = context();
    const model = (await linear.create().fit(data, ctx)) as CoefficientModel;
    const fit = leastSquares({ columns: columnsOf(data.X), y: data.target.values });
    const table = model.coefficients();
    expect(table.terms).toEqual(['(intercept)', 'g0', 'g1', 'g2', 'g3']);
    const { coefficients: estimates, standardErrors, t: statistics, p } = fit;
    expect(table).toMatchObject({ estimates, standardErrors, statistics, p });
    expect(model.summary?.()).toMatchObject({
      'r-squared': fit.rSquared,
      f: fit.fTest.f,
      sigma: fit.residualStandardError,
    });
    expect(linear.restore(model.toState()).coefficients()).toEqual(table);
    // The truth is 20 + 2(g0 + g1) with noise of 1: within four standard errors.
    [20, 2, 2, 0, 0].forEach((truth, j) => {
      expect(Math.abs(estimates[j]! - truth)).toBeLessThan(4 * standardErrors[j]!);
    });
    expect(ctx.warnings).toEqual([]);
  });

  it('warns of features that float32 cannot tell from a combination of others, and names them', async () => {
    const data = numberView(60, 4);
    const n = 60;
    for (let i = 0; i < n; i++) data.X.data[3 * n + i] = data.X.data[i]! / 3 + data.X.data[n + i]! * 7;
    const ctx = context();
    const model = (await linear.create().fit(data, ctx)) as CoefficientModel;
    expect(ctx.warnings.map((w) => w.code)).toEqual(['aliased-features']);
    expect(ctx.warnings[0]!.message).toMatch(/1 of 4 features .*: 'g3'$/);
    expect(model.coefficients().standardErrors[4]).toBeNaN();
    expect(model.importance?.()[3]).toBe(0);
    expect(model.summary?.().features).toBe(3);
  });

  it('needs two samples more than features', async () => {
    await expect(linear.create().fit(numberView(7, 6), context())).rejects.toThrow(
      'linear: needs at least 8 samples for 6 features, got 7; use elastic-net or ridge',
    );
    const { 'r-squared': r2 } = (await linear.create().fit(numberView(8, 6), context())).summary?.() ?? {};
    expect(r2).toBeGreaterThan(0);
    await expect(linear.create().fit(numberView(6, 6), context())).rejects.toThrow(DataError);
  });
});

describe('logistic', () => {
  it('has the coefficients, errors, z and p of logisticRegression, also after a file', async () => {
    const data = classView(120, 4, 2, 0.7);
    const ctx = context();
    const model = (await logistic.create().fit(data, ctx)) as CoefficientModel;
    const fit = logisticRegression({ columns: columnsOf(data.X), y: data.target.codes });
    const { coefficients: estimates, standardErrors, z: statistics, p } = fit;
    expect(model.coefficients()).toMatchObject({ estimates, standardErrors, statistics, p });
    expect(logistic.restore(model.toState()).coefficients()).toEqual(model.coefficients());
    expect(ctx.warnings).toEqual([]);
    // The maximum of the likelihood with an intercept: predicted and true shares agree.
    const { probabilities } = requireTask(await model.predict(data, ctx), 'classification', 'test');
    const predicted = data.target.codes.reduce((sum, _, i) => sum + probabilities[2 * i + 1]!, 0);
    expect(predicted).toBeCloseTo(
      data.target.codes.reduce((sum, code) => sum + code, 0),
      9,
    );
  });

  it('warns of separated classes, names the features, and still predicts', async () => {
    const data = classView(40, 2, 2, 40);
    const ctx = context();
    const model = await logistic.create().fit(data, ctx);
    expect(ctx.warnings.map((w) => w.code)).toEqual(['separated-classes']);
    expect(ctx.warnings[0]!.message).toMatch(/'g0'|'g1'/);
    const { probabilities } = requireTask(await model.predict(data, ctx), 'classification', 'test');
    data.target.codes.forEach((code, i) => {
      expect(probabilities[2 * i + code]).toBeGreaterThan(0.99);
    });
  });

  it('refuses three classes, naming elastic-net', async () => {
    const fit = logistic.create().fit(classView(40, 2, 3), context());
    await expect(fit).rejects.toThrow(UnsupportedError);
    await expect(fit).rejects.toThrow('logistic: serves two classes, got 3; use elastic-net');
  });
});
