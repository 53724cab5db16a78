import { describe, expect, it } from 'vitest';
import golden from '../../../test/golden/regression.json' with { type: 'json' };
import { delimitedColumns } from '../../../test/support/delimited-columns.ts';
import { dataFolder, dataPresent } from '../../../test/support/real-tables.ts';
import { DataError, ShapeError } from '../../base/errors.ts';
import type { RegressionData } from './design.ts';
import { householderQr, inverseCrossProduct } from './householder-qr.ts';
import { leastSquares, predictLeastSquares } from './least-squares.ts';
import { logisticRegression } from './logistic-regression.ts';

const doubles = (columns: readonly (readonly number[])[]) => columns.map((x) => Float64Array.from(x));
const { data } = golden;
const X = doubles(data.columns);
const aliased = doubles(data.aliased);
const weights = Float64Array.from(data.weights);

const expectClose = (got: ArrayLike<number>, wanted: ArrayLike<number>, what: string, tolerance = 1e-8) => {
  expect(got.length, what).toBe(wanted.length);
  for (let at = 0; at < wanted.length; at++) {
    const error = Math.abs(got[at]! - wanted[at]!) / Math.max(1e-12, Math.abs(wanted[at]!));
    expect(error, `${what}[${at}]: ${got[at]}, R has ${wanted[at]}`).toBeLessThan(tolerance);
  }
};
/** The entries of columns that are not aliased. */
const pick = (values: Float64Array, known: readonly number[]) => known.map((j) => values[j]!);

type GoldenLinear = (typeof golden)['linear']['plain'];
function expectLinear(problem: RegressionData, g: Omit<GoldenLinear, 'intervals'>, tolerance = 1e-8): void {
  const fit = leastSquares(problem);
  expectClose(fit.coefficients, g.coefficients, 'coefficients', tolerance);
  for (const [ours, theirs] of [
    ['standardErrors', 'errors'],
    ['t', 't'],
    ['p', 'p'],
  ] as const) {
    expectClose(pick(fit[ours], g.known), g[theirs], ours, tolerance);
  }
  const size = fit.coefficients.length;
  const covariance = g.known.flatMap((a) => g.known.map((b) => fit.covariance[a * size + b]!));
  expectClose(covariance, g.covariance, 'covariance', tolerance);
  const { residualStandardError, degreesOfFreedom, rSquared, adjustedRSquared, fTest } = fit;
  expectClose(
    [residualStandardError, degreesOfFreedom, rSquared, adjustedRSquared],
    [g.sigma, g.df, g.r2, g.adjusted],
    'summary',
    tolerance,
  );
  expectClose([fTest.f, fTest.df1, fTest.df2, fTest.p], [...g.f, ...[g.fp].flat()], 'F', tolerance);
  const missing = [...fit.coefficients.keys()].filter((j) => !g.known.includes(j));
  expect(fit.aliased).toEqual(missing.map((j) => j - 1));
  for (const j of missing) expect([fit.coefficients[j], fit.standardErrors[j]]).toEqual([0, Number.NaN]);
}

describe('leastSquares', () => {
  it('gives the certified values of the Longley data (NIST StRD), and R on all of the table', () => {
    const { longley } = golden;
    const problem = { columns: doubles(longley.columns), y: longley.y };
    const fit = leastSquares(problem);
    const certified = [
      -3482.25863459582, 0.0150618722713733, -0.035819179292591, -0.0202022980381683, -0.0103322686717359,
      -0.0511041056535807, 1.82915146461355,
    ];
    expectClose(fit.coefficients, certified, 'certified', 1e-9);
    expectLinear(problem, longley);
  });

  it('equals R lm: plain, with weights some of which are 0, with columns that depend on others', () => {
    expectLinear({ columns: X, y: data.y }, golden.linear.plain);
    expectLinear({ columns: X, y: data.y, weights }, golden.linear.weighted);
    expectLinear({ columns: aliased, y: data.y }, golden.linear.aliased);
  });

  it('equals R predict.lm: confidence and prediction intervals', () => {
    for (const [name, problem] of [
      ['plain', { columns: X, y: data.y }],
      ['weighted', { columns: X, y: data.y, weights }],
    ] as const) {
      const fit = leastSquares(problem);
      const some = X.map((x) => x.subarray(0, 5));
      for (const interval of ['confidence', 'prediction'] as const) {
        const wanted = golden.linear[name].intervals[interval];
        const got = predictLeastSquares(fit, some, interval, 0.9);
        expectClose(got.values, wanted.values, 'values');
        expectClose(got.lower, wanted.lower, `${interval} lower`);
        expectClose(got.upper, wanted.upper, `${interval} upper`);
        expectClose(got.standardErrors, wanted.errors, 'errors');
      }
    }
  });

  it('leaves residuals that are orthogonal to every column', () => {
    const fit = leastSquares({ columns: X, y: data.y });
    const { values } = predictLeastSquares(fit, X);
    const residuals = values.map((v, i) => data.y[i]! - v);
    for (const x of [new Float64Array(60).fill(1), ...X]) {
      const size = Math.sqrt(x.reduce((sum, v) => sum + v * v, 0));
      expect(Math.abs(residuals.reduce((sum, r, i) => sum + r * x[i]!, 0)) / size).toBeLessThan(1e-11);
    }
  });

  it('goes through the points when there are no more of them than columns: errors are unknown', () => {
    const fit = leastSquares({
      columns: [
        [1, 2, 4],
        [1, 0, 1],
        [5, 5, 6],
      ],
      y: [1, 2, 0],
    });
    expect(fit.aliased).toEqual([2]);
    expect(fit.degreesOfFreedom).toBe(0);
    expect(fit.standardErrors.every(Number.isNaN)).toBe(true);
    const { values } = predictLeastSquares(fit, [
      [1, 2, 4],
      [1, 0, 1],
      [5, 5, 6],
    ]);
    expectClose(
      values.map((v) => v + 1),
      [2, 3, 1],
      'values',
      1e-12,
    );
  });

  it('refuses what it cannot use', () => {
    expect(() => leastSquares({ columns: [[1, 2]], y: [1, 2, 3] })).toThrow(ShapeError);
    expect(() => leastSquares({ columns: [[1, Number.NaN]], y: [1, 2] })).toThrow(
      /column 0 has values that are not finite/,
    );
    expect(() => leastSquares({ columns: [[1, 2]], y: [1, 2], weights: Float64Array.of(0, 0) })).toThrow(DataError);
    expect(() => leastSquares({ columns: [[1, 2]], y: [1, 2], weights: Float64Array.of(1, -1) })).toThrow(/weights/);
    const fit = leastSquares({ columns: X, y: data.y });
    expect(() => predictLeastSquares(fit, X.slice(1))).toThrow(ShapeError);
  });
});

describe('householderQr', () => {
  it('keeps the cross products: RᵀR = XᵀX, and their inverse; lengths stay', () => {
    const qr = householderQr(X.map((x) => x.slice()));
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
    const inverse = inverseCrossProduct(qr, 4);
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < 4; b++) {
        let product = 0;
        for (let k = 0; k < 4; k++) product += qr.R[k * 4 + a]! * qr.R[k * 4 + b]!;
        expect(product / dot(X[a]!, X[b]!)).toBeCloseTo(1, 11);
        let unit = 0;
        for (let k = 0; k < 4; k++) unit += inverse[a * 4 + k]! * dot(X[k]!, X[b]!);
        expect(unit).toBeCloseTo(a === b ? 1 : 0, 9);
      }
    }
    const y = Float64Array.from(data.y);
    expect(dot(qr.rotate(y), qr.rotate(y)) / dot(y, y)).toBeCloseTo(1, 13);
  });
});

type GoldenLogistic = Omit<(typeof golden)['logistic']['plain'], 'limits'> & {
  readonly limits: readonly (number | null)[];
};
function expectLogistic(problem: RegressionData, g: GoldenLogistic): void {
  const fit = logisticRegression(problem);
  expect([fit.converged, fit.separated]).toEqual([true, []]);
  expectClose(fit.coefficients, g.coefficients, 'coefficients');
  expectClose(pick(fit.standardErrors, g.known), g.errors, 'errors');
  expectClose(pick(fit.z, g.known), g.z, 'z');
  expectClose(pick(fit.p, g.known), g.p, 'p', 1e-7);
  expectClose([fit.deviance, fit.nullDeviance, fit.degreesOfFreedom], [g.deviance, g.nullDeviance, g.df], 'deviance');
  const limits = [fit.lower, fit.upper].flatMap((side) => pick(side, g.known));
  const half = g.limits.length / 2;
  const wanted = [0, half].flatMap((from) => g.known.map((j) => g.limits[from + j]!));
  expectClose(limits, wanted, 'limits', 1e-7);
  expect(fit.aliased).toEqual([...fit.coefficients.keys()].filter((j) => !g.known.includes(j)).map((j) => j - 1));
}

describe('logisticRegression', () => {
  it('equals R glm: plain, with weights some of which are 0, with columns that depend on others', () => {
    expectLogistic({ columns: X, y: data.class }, golden.logistic.plain);
    expectLogistic({ columns: X, y: data.class, weights }, golden.logistic.weighted);
    expectLogistic({ columns: aliased, y: data.class }, golden.logistic.aliased);
  });

  it('has gradient 0 at the solution, and the odds of a two by two table', () => {
    const fit = logisticRegression({ columns: X, y: data.class });
    for (const x of [new Float64Array(60).fill(1), ...X]) {
      const slope = x.reduce((sum, v, i) => {
        const eta = fit.coefficients[0]! + X.reduce((s, column, j) => s + fit.coefficients[j + 1]! * column[i]!, 0);
        return sum + v * (data.class[i]! - 1 / (1 + Math.exp(-eta)));
      }, 0);
      expect(slope / Math.sqrt(x.reduce((s, v) => s + v * v, 0))).toBeCloseTo(0, 9);
    }
    // 10 and 20 of the exposed, 5 and 40 of the others: odds ratio (10·40)/(20·5) = 4, variance 1/10 + 1/20 + 1/5 + 1/40.
    const table = logisticRegression({
      columns: [[1, 1, 0, 0]],
      y: [1, 0, 1, 0],
      weights: Float64Array.of(10, 20, 5, 40),
    });
    expect(table.oddsRatios[1]).toBeCloseTo(4, 10);
    expect(table.standardErrors[1]).toBeCloseTo(Math.sqrt(1 / 10 + 1 / 20 + 1 / 5 + 1 / 40), 10);
  });

  it('says along which columns the classes are separated, wholly or nearly, and stays finite', () => {
    const noise = X[0]!.subarray(0, 40);
    const whole = Float64Array.from({ length: 40 }, (_, i) => i);
    const y = whole.map((v) => (v >= 20 ? 1 : 0));
    const part = whole.map((v, i) => (v >= 30 ? 1 : i % 2 ? 0 : 0)); // nobody with 1 has y = 0
    for (const separating of [whole, part]) {
      const fit = logisticRegression({ columns: [noise, separating], y });
      expect(fit.separated).toContain(1);
      expect(fit.converged).toBe(false);
      const numbers = [...fit.coefficients, ...fit.standardErrors, ...fit.p, fit.deviance];
      expect(numbers.every(Number.isFinite)).toBe(true);
    }
    expect(logisticRegression({ columns: [noise], y }).separated).toEqual([]);
  });

  it('does not mind units, nor a column far from 0', () => {
    const fit = logisticRegression({ columns: X, y: data.class });
    const columns = [X[0]!.map((v) => v * 1e6), X[1]!.map((v) => v + 1000), X[2]!, X[3]!];
    const moved = logisticRegression({ columns, y: data.class });
    expectClose([moved.z[1]!, moved.z[2]!, moved.deviance], [fit.z[1]!, fit.z[2]!, fit.deviance], 'moved');
  });

  it('refuses one class, and labels other than 0 and 1', () => {
    expect(() => logisticRegression({ columns: X, y: new Float64Array(60) })).toThrow(/needs both classes/);
    expect(() => logisticRegression({ columns: X, y: data.y })).toThrow(/must be 0 or 1/);
  });
});

if (!dataPresent) console.log('skipped: real tables are not beside the checkout');
describe.skipIf(!dataPresent)('on rotterdam, 2982 women', () => {
  it('least squares of the time and logistic regression of death equal R', () => {
    const column = delimitedColumns(`${dataFolder}04_survival/classic/rotterdam.csv`);
    const { columns: names, linear, logistic } = golden.rotterdam;
    const columns = names.map((name) => Float64Array.from(column(name), Number));
    expectLinear({ columns, y: Float64Array.from(column('dtime'), Number) }, linear);
    expectLogistic({ columns, y: Float64Array.from(column('death'), Number) }, logistic);
  });
});
