import { describe, expect, it } from 'vitest';
import golden from '../../../test/golden/cox.json' with { type: 'json' };
import curves from '../../../test/golden/survival-curves.json' with { type: 'json' };
import { delimitedColumns, wordCodes } from '../../../test/support/delimited-columns.ts';
import { dataFolder, dataPresent } from '../../../test/support/real-tables.ts';
import { DataError, ShapeError } from '../../base/errors.ts';
import { randomKey } from '../../base/random.ts';
import { survivalFromHazard } from '../../table/hazard-curves.ts';
import { breslowBaseline } from './breslow-baseline.ts';
import type { CoxFit } from './cox-fit.ts';
import { coxLinearPredictor, coxRegression } from './cox-regression.ts';
import { martingaleResiduals, schoenfeldResiduals } from './cox-residuals.ts';
import { partialLikelihood } from './partial-likelihood.ts';
import { proportionalHazardsTest, type TimeTransform } from './proportional-hazards-test.ts';
import { type CoxData, coxProblem, type Ties } from './risk-sets.ts';

const { data: table } = golden;
const bare: CoxData = {
  columns: table.columns.map((column) => Float64Array.from(column)),
  times: Float64Array.from(table.time),
  events: Uint8Array.from(table.status),
};
const extras = {
  weights: Float64Array.from(table.weights),
  strata: Int32Array.from(table.strata),
  entry: Float64Array.from(table.entry),
};

const expectClose = (got: ArrayLike<number>, wanted: ArrayLike<number>, what: string, tolerance = 1e-8) => {
  expect(got.length, what).toBe(wanted.length);
  for (let at = 0; at < wanted.length; at++) {
    const error = Math.abs(got[at]! - wanted[at]!) / Math.max(1, Math.abs(wanted[at]!));
    expect(error, `${what}[${at}]: ${got[at]}, R has ${wanted[at]}`).toBeLessThan(tolerance);
  }
};
const total = (values: Iterable<number>) => [...values].reduce((sum, v) => sum + Math.abs(v), 0);

type Golden = (typeof golden)['fits'][number] | (typeof golden)['real'][number]['fits'][number];
function expectFit(data: CoxData, fit: CoxFit, g: Golden): void {
  for (const name of ['coefficients', 'standardErrors', 'lower', 'upper', 'covariance'] as const) {
    expectClose(fit[name], g[name], name);
  }
  for (const [j, p] of g.p.entries()) expect(fit.p[j]! / p).toBeCloseTo(1, 6);
  expectClose([fit.nullLogLikelihood, fit.logLikelihood], g.logLikelihood, 'log likelihood');
  const { likelihoodRatioTest: ratio, waldTest: wald, scoreTest: score } = fit;
  expectClose([ratio.chiSquare, ratio.degreesOfFreedom, ratio.p], g.likelihoodRatio, 'likelihood ratio test');
  expectClose([score.chiSquare, score.degreesOfFreedom, score.p], g.score, 'score test');
  expectClose([wald.chiSquare], [g.wald].flat(), "Wald's test");
  for (const transform of ['km', 'identity', 'log', 'rank'] as const satisfies TimeTransform[]) {
    const test = proportionalHazardsTest(data, fit, transform);
    const wanted = g.zph[transform];
    const all = [...test.columns, test.global];
    expectClose(
      all.map((one) => one.chiSquare),
      wanted.chiSquare,
      `cox.zph ${transform}`,
      1e-7,
    );
    expectClose(
      all.map((one) => one.p),
      wanted.p,
      `p of cox.zph ${transform}`,
      1e-7,
    );
    expectClose([total(test.time)], [wanted.timeSum], `${transform} times`);
    expectClose([total(test.scaledResiduals)], [wanted.residualSum], `${transform} scaled residuals`);
  }
  // R gives the hazard of somebody whose columns are 0.
  const shift = Math.exp(-fit.coefficients.reduce((sum, b, j) => sum + b * fit.means[j]!, 0));
  const hazards = fit.baselines.map(({ hazard }) => hazard.cumulativeHazard.map((h) => h * shift));
  expectClose(
    hazards.map((h) => h.at(-1)!),
    [g.lastHazard].flat(),
    'last hazard',
  );
  expectClose([total(hazards.flatMap((h) => [...h]))], [g.hazardSum], 'hazards');
}

describe.each(golden.fits)('coxRegression, $name', (g) => {
  const data: CoxData = {
    ...bare,
    ...('weighted' in g ? { weights: extras.weights } : {}),
    ...('stratified' in g ? { strata: extras.strata } : {}),
    ...('entered' in g ? { entry: extras.entry } : {}),
  };
  const fit = coxRegression(data, { ties: g.ties as Ties });
  it('equals R: coefficients, errors, limits, tests, baseline hazard, proportionality', () => {
    expect([fit.converged, fit.aliased, fit.infinite]).toEqual([true, [], []]);
    expectFit(data, fit, g);
  });

  it('equals R: martingale and Schoenfeld residuals, which sum to 0', () => {
    const martingale = martingaleResiduals(data, fit);
    expectClose(martingale, g.martingale, 'martingale');
    const weighted = martingale.reduce((sum, r, i) => sum + r * (data.weights?.[i] ?? 1), 0);
    expect(weighted).toBeCloseTo(0, 10);
    const { residuals, samples, times } = schoenfeldResiduals(data, fit);
    // Rows tied in time may stand in another order in R: compare after sorting the rows of each column by value.
    const sorted = (values: ArrayLike<number>, j: number) =>
      Array.from({ length: values.length / 3 }, (_, d) => values[3 * d + j]!).sort((a, b) => a - b);
    for (let j = 0; j < 3; j++) expectClose(sorted(residuals, j), sorted(g.schoenfeld, j), `Schoenfeld ${j}`);
    for (let j = 0; j < 3; j++) {
      const sum = samples.reduce((s, i, d) => s + residuals[3 * d + j]! * (data.weights?.[i] ?? 1), 0);
      expect(sum).toBeCloseTo(0, 7);
    }
    samples.forEach((i, d) => {
      expect([data.events[i], data.times[i]]).toEqual([1, times[d]]);
    });
  });

  it('has the gradient and information of its likelihood: central differences', () => {
    const problem = coxProblem(data);
    const at = Float64Array.of(0.3, -0.2, 0.1);
    const h = 1e-5;
    const here = partialLikelihood(problem, at, g.ties as Ties);
    for (let j = 0; j < 3; j++) {
      const moved = (by: number) =>
        partialLikelihood(
          problem,
          at.map((b, a) => b + (a === j ? by : 0)),
          g.ties as Ties,
        );
      const [up, down] = [moved(h), moved(-h)];
      expect((up.logLikelihood - down.logLikelihood) / (2 * h)).toBeCloseTo(here.score[j]!, 5);
      for (let a = 0; a < 3; a++) {
        expect((down.score[a]! - up.score[a]!) / (2 * h)).toBeCloseTo(here.information[3 * a + j]!, 5);
      }
    }
    const solved = partialLikelihood(
      problem,
      fit.coefficients.map((b, j) => b * problem.scales[j]!),
      g.ties as Ties,
    );
    for (const slope of solved.score) expect(slope).toBeCloseTo(0, 7);
  });
});

describe('coxRegression', () => {
  const { freireich } = curves;
  const trial: CoxData = {
    columns: [Float64Array.from(freireich.group)],
    times: Float64Array.from(freireich.time),
    events: Uint8Array.from(freireich.status),
  };
  it('gives the published coefficient of the 6-MP trial: 1.509 (Breslow), 1.572 (Efron), errors 0.41', () => {
    for (const ties of ['breslow', 'efron'] as const) {
      const fit = coxRegression(trial, { ties });
      expectClose([fit.coefficients[0]!, fit.standardErrors[0]!], golden.freireich[ties], ties);
      expect(fit.coefficients[0]!.toFixed(3)).toBe(ties === 'efron' ? '1.572' : '1.509');
      expect(fit.standardErrors[0]!).toBeCloseTo(0.41, 2);
    }
  });

  it("has Breslow's baseline of its own linear predictor", () => {
    const fit = coxRegression(bare, { ties: 'breslow' });
    const eta = coxLinearPredictor(fit, bare.columns);
    const own = breslowBaseline(bare.times, bare.events, eta);
    const [baseline] = fit.baselines;
    expect(own.times).toEqual(baseline!.hazard.times);
    expectClose(baseline!.hazard.cumulativeHazard, own.cumulativeHazard, 'hazard', 1e-12);
    const curve = survivalFromHazard(baseline!.hazard, eta.subarray(0, 2));
    expect(curve.every((s) => s > 0 && s <= 1)).toBe(true);
  });

  it('does not mind where a column is centred, or in which unit it is', () => {
    const fit = coxRegression(bare);
    const [a, b, c] = bare.columns as [Float64Array, Float64Array, Float64Array];
    const moved = coxRegression({ ...bare, columns: [a.map((v) => 1e-6 * v), b.map((v) => v + 5000), c] });
    expect(moved.coefficients[0]! * 1e-6).toBeCloseTo(fit.coefficients[0]!, 9);
    expect(moved.coefficients[1]!).toBeCloseTo(fit.coefficients[1]!, 9);
    expect(moved.waldTest.chiSquare).toBeCloseTo(fit.waldTest.chiSquare, 8);
  });

  it('names columns that depend on others, and fits the rest: constant, copy, sum', () => {
    const [a, b, c] = bare.columns as [Float64Array, Float64Array, Float64Array];
    const columns = [new Float64Array(a.length).fill(3.3), a, a.slice(), b, a.map((v, i) => 2 * v - b[i]!), c];
    const fit = coxRegression({ ...bare, columns });
    const plain = coxRegression(bare);
    expect(fit.aliased).toEqual([0, 2, 4]);
    expectClose([fit.coefficients[1]!, fit.coefficients[3]!, fit.coefficients[5]!], plain.coefficients, 'rest');
    for (const j of fit.aliased) {
      expect([fit.coefficients[j], fit.hazardRatios[j]]).toEqual([0, 1]);
      expect(fit.standardErrors[j]).toBeNaN();
    }
    expect(fit.waldTest.degreesOfFreedom).toBe(3);
    const test = proportionalHazardsTest({ ...bare, columns }, fit);
    expect(test.global.chiSquare).toBeCloseTo(proportionalHazardsTest(bare, plain).global.chiSquare, 7);
    const nothing = coxRegression({ ...bare, columns: columns.slice(0, 1) });
    expect([nothing.aliased, nothing.converged, nothing.likelihoodRatioTest.p]).toEqual([[0], true, 1]);
  });

  it('says which coefficient grows without bound, and stays finite', () => {
    // Everybody of group 1 dies before anybody of group 0.
    const group = Float64Array.from(bare.times, (t) => (t < 8 ? 1 : 0));
    const fit = coxRegression({ ...bare, columns: [bare.columns[0]!, group] });
    expect(fit.infinite).toEqual([1]);
    expect(fit.converged).toBe(false);
    const numbers = [...fit.coefficients, ...fit.standardErrors, ...fit.p, fit.logLikelihood, fit.waldTest.p];
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(fit.coefficients[1]!).toBeGreaterThan(8);
  });

  it('stays finite when the times themselves are the feature, though linear predictors run over thousands', () => {
    const rising = Float64Array.from(bare.times, (t) => -t - 1e-3 * Math.sqrt(t));
    const times = bare.times.map((t, i) => t + 1e-4 * i);
    const fit = coxRegression({ ...bare, times, columns: [rising, bare.columns[1]!] });
    expect(fit.converged).toBe(false);
    expect([...fit.coefficients, fit.logLikelihood].every(Number.isFinite)).toBe(true);
    expect([...fit.standardErrors, ...fit.p].some(Number.isNaN)).toBe(false);
    expect(fit.infinite).toContain(0);
  });

  it('stops where it was told to, and says so', () => {
    const fit = coxRegression(bare, { maxIterations: 1 });
    expect([fit.iterations, fit.converged, fit.infinite]).toEqual([1, false, []]);
  });

  it('does not see a sample of weight 0', () => {
    const weights = Float64Array.from(bare.times, (_, i) => (i < 50 ? 1 : 0));
    const fit = coxRegression({ ...bare, weights });
    const cut = coxRegression({
      columns: bare.columns.map((x) => Array.from(x).slice(0, 50)),
      times: bare.times.slice(0, 50),
      events: bare.events.slice(0, 50),
    });
    expectClose(fit.coefficients, cut.coefficients, 'coefficients', 1e-12);
    expect(martingaleResiduals({ ...bare, weights }, fit)[60]).toBeNaN();
  });

  it('finds no departure from proportional hazards where there is none, and one where there is: the test has its level', () => {
    let rejected = 0;
    for (let run = 0; run < 200; run++) {
      const draws = randomKey(4).at(run).stream();
      const x = Float64Array.from({ length: 60 }, () => draws.normal());
      const times = x.map((v) => -Math.log(1 - draws.uniform()) / Math.exp(0.5 * v));
      const data = { columns: [x], times, events: new Uint8Array(60).fill(1) };
      if (proportionalHazardsTest(data, coxRegression(data)).global.p < 0.05) rejected++;
    }
    expect(rejected).toBeGreaterThanOrEqual(2); // binomial(200, 0.05): 10 ± 3.1
    expect(rejected).toBeLessThanOrEqual(21);
    const x = Float64Array.from({ length: 200 }, (_, i) => i % 2);
    const crossing = x.map((v, i) => (v ? 50 + (i % 20) : i + 1)); // group 1 dies all at once, group 0 evenly
    const data = { columns: [x], times: crossing, events: new Uint8Array(200).fill(1) };
    expect(proportionalHazardsTest(data, coxRegression(data)).global.p).toBeLessThan(1e-4);
  });

  it('refuses what it cannot use', () => {
    expect(() => coxRegression({ ...bare, columns: [] })).toThrow(DataError);
    expect(() => coxRegression({ ...bare, columns: [new Float64Array(3)] })).toThrow(ShapeError);
    expect(() => coxRegression({ ...bare, events: new Uint8Array(bare.times.length) })).toThrow(/needs an event/);
    const columns = [Float64Array.from(bare.times, () => Number.NaN)];
    expect(() => coxRegression({ ...bare, columns })).toThrow(/not finite/);
  });
});

if (!dataPresent) console.log('skipped: real survival tables are not beside the checkout');
describe.skipIf(!dataPresent)('coxRegression on real tables', () => {
  it.each(golden.real)('$table: as R', ({ table: name, time, status, columns, fits, ...rest }) => {
    const column = delimitedColumns(`${dataFolder}04_survival/classic/${name}.csv`);
    const data: CoxData = {
      columns: columns.map((one) => Float64Array.from(column(one), Number)),
      times: Float64Array.from(column(time), Number),
      events: Uint8Array.from(column(status), Number),
      ...('strata' in rest && rest.strata ? { strata: wordCodes(column(rest.strata)) } : {}),
    };
    for (const g of fits) {
      const fit = coxRegression(data, { ties: g.ties as Ties });
      expectFit(data, fit, g);
      expectClose([total(martingaleResiduals(data, fit))], [g.martingaleSum], 'martingale');
      expectClose([total(schoenfeldResiduals(data, fit).residuals)], [g.schoenfeldSum], 'Schoenfeld');
    }
  });
});
