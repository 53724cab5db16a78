import { describe, expect, it } from 'vitest';
import { survivalView } from '../../../test/support/learner-views.ts';
import type { Context } from '../../base/context.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import type { Warning } from '../../base/warning.ts';
import type { CoefficientModel } from '../../numeric/regression/coefficient-table.ts';
import { breslowBaseline } from '../../numeric/survival/breslow-baseline.ts';
import { coxRegression } from '../../numeric/survival/cox-regression.ts';
import { kaplanMeier as curveOf } from '../../numeric/survival/kaplan-meier.ts';
import { columnsOf } from '../../table/matrix.ts';
import { requireTask } from '../../table/target.ts';
import * as cox from './cox.ts';
import * as kaplanMeier from './kaplan-meier.ts';
import { coxParams } from './params.ts';

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
const create = (given = {}) => cox.create(checkParams(coxParams, given, 'cox'));

describe('cox', () => {
  it('has the coefficients, errors, z and p of coxRegression, also after a file', async () => {
    const data = survivalView(90, 3, { tied: true });
    for (const ties of ['efron', 'breslow'] as const) {
      const ctx = context();
      const model = (await create({ ties }).fit(data, ctx)) as CoefficientModel;
      const fit = coxRegression({ columns: columnsOf(data.X), ...data.target }, { ties });
      const { coefficients: estimates, standardErrors, z: statistics, p } = fit;
      const terms = data.features;
      expect(model.coefficients()).toEqual({ terms, estimates, standardErrors, statistics, p });
      expect(cox.restore(model.toState()).coefficients()).toEqual(model.coefficients());
      expect(ctx.warnings).toEqual([]);
    }
  });

  it('gives log hazard ratios as risks, and curves that lie as the risks do; all together expect the events there are', async () => {
    const data = survivalView(90, 3);
    const model = (await create({ ties: 'breslow' }).fit(data, context())) as CoefficientModel;
    const { risks, times, survival } = requireTask(await model.predict(data, context()), 'survival', 'test');
    const { estimates } = model.coefficients();
    const apart = [0, 1, 2].reduce(
      (sum, j) => sum + estimates[j]! * (data.X.data[90 * j]! - data.X.data[90 * j + 5]!),
      0,
    );
    expect(risks[0]! - risks[5]!).toBeCloseTo(apart, 9);
    const own = breslowBaseline(data.target.times, data.target.events, risks);
    expect(times).toEqual(own.times);
    let expected = 0;
    data.target.times.forEach((time, i) => {
      const last = times.findLastIndex((t) => t <= time);
      if (last >= 0) expected -= Math.log(survival[i * times.length + last]!);
    });
    expect(expected).toBeCloseTo(
      data.target.events.reduce((a, b) => a + b, 0),
      6,
    );
  });

  it('warns of a likelihood without maximum and of features that depend on others, naming them', async () => {
    const data = survivalView(40, 3);
    data.target.times.forEach((time, i) => {
      data.X.data[i] = -time;
      data.X.data[80 + i] = data.X.data[40 + i]! * 2;
    });
    const ctx = context();
    const model = await create().fit(data, ctx);
    expect(ctx.warnings.map((w) => w.code)).toEqual(['aliased-features', 'monotone-likelihood']);
    expect(ctx.warnings[0]!.message).toMatch(/: 'g2'$/);
    expect(ctx.warnings[1]!.message).toMatch(/coefficients of 'g0'/);
    const { risks, survival } = requireTask(await model.predict(data, ctx), 'survival', 'test');
    expect([...risks, ...survival].every(Number.isFinite)).toBe(true);
  });
});

describe('kaplan-meier', () => {
  it('is the curve of the training samples for everybody, at the event times, with the median in its summary', async () => {
    const data = survivalView(60, 2);
    const model = await kaplanMeier.create().fit(data, context());
    const curve = curveOf(data.target.times, data.target.events);
    const { risks, times, survival } = requireTask(await model.predict(data, context()), 'survival', 'test');
    expect(times).toEqual(curve.times.filter((_, s) => curve.events[s]! > 0));
    const m = times.length;
    expect(survival.subarray(0, m)).toEqual(curve.survival.filter((_, s) => curve.events[s]! > 0));
    expect(survival.subarray(m, 2 * m)).toEqual(survival.subarray(0, m));
    expect(risks.every((risk) => risk === 0)).toBe(true);
    const { median } = model.summary?.() ?? {};
    const first = curve.survival.findIndex((s) => s <= 0.5);
    expect(median).toBe(curve.times[first]);
  });
});
