import { describe, expect, test } from 'vitest';
import golden from '../../../test/golden/calibration.json' with { type: 'json' };
import { DataError, ParamError, ShapeError } from '../../base/errors.ts';
import { randomKey } from '../../base/random.ts';
import {
  applyCalibration,
  CALIBRATION_METHODS,
  calibrationFromState,
  calibrationToState,
  fitCalibration,
} from './calibrators.ts';
import { dirichletCalibrator } from './dirichlet-calibrator.ts';
import { doubts } from './doubts.ts';
import { isotonicAt, isotonicRegression } from './isotonic-regression.ts';
import { fitSigmoid } from './sigmoid.ts';

const floats = (values: readonly number[] | null) => (values ? Float64Array.from(values) : undefined);

/** Rows of known probabilities q, a class drawn from each, and the probabilities q^bold/Σ that a model too sure of itself would state. */
function draws(n: number, K: number, bold: number, seed = 1) {
  const stream = randomKey(seed).stream();
  const probabilities = new Float64Array(n * K);
  const right = new Float64Array(n * K);
  const truth = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const scores = Array.from({ length: K }, () => 1.5 * stream.normal());
    const row = (power: number) => {
      const e = scores.map((s) => Math.exp(power * s));
      const total = e.reduce((a, b) => a + b);
      return e.map((v) => v / total);
    };
    right.set(row(1), i * K);
    probabilities.set(row(bold), i * K);
    let u = stream.uniform();
    for (const q of row(1).slice(0, -1)) {
      u -= q;
      if (u < 0) break;
      truth[i]!++;
    }
  }
  return { probabilities, right, truth, nClasses: K };
}

const logLoss = (p: Float64Array, truth: Int32Array, K: number) =>
  truth.reduce((sum, k, i) => sum - Math.log(p[i * K + k]!), 0) / truth.length;

describe(`against scikit-learn ${golden.versions['scikit-learn']}`, () => {
  test.each(golden.isotonic.map((one, c) => [c, one] as const))('isotonic regression, case %i, to 1e-12', (_, one) => {
    const fit = isotonicRegression(floats(one.x)!, floats(one.y)!, floats(one.weights));
    const off = one.at.map((at, k) => Math.abs(isotonicAt(fit, at) - one.predicted[k]!));
    expect(Math.max(...off)).toBeLessThan(1e-12);
    expect(fit.x.length).toBe(one.thresholds.length);
    expect(Math.max(...fit.y.map((y, k) => Math.abs(y - one.values[k]!)))).toBeLessThan(1e-12);
  });

  test.each(golden.sigmoid.map((one, c) => [c, one] as const))('sigmoid, case %i, to 1e-4', (_, one) => {
    const fit = fitSigmoid(floats(one.decisions)!, one.positive, floats(one.weights));
    expect(fit.slope).toBeCloseTo(one.slope, 4);
    expect(fit.offset).toBeCloseTo(one.offset, 4);
  });
});

describe('isotonicRegression', () => {
  const stream = randomKey(3).stream();
  const n = 300;
  const x = Float64Array.from({ length: n }, () => Math.round(40 * stream.uniform()) / 40);
  const y = x.map((v) => v + stream.normal());
  const weights = x.map(() => stream.below(3));

  test('meets the conditions of the minimum: pools balance, and no beginning of a pool lies below it', () => {
    const fit = isotonicRegression(x, y, weights);
    const order = [...x.keys()].filter((i) => weights[i]! > 0).sort((a, b) => x[a]! - x[b]!);
    let sum = 0;
    order.forEach((i, at) => {
      sum += weights[i]! * (y[i]! - isotonicAt(fit, x[i]!));
      const next = order[at + 1];
      if (next !== undefined && x[next] === x[i]) return;
      // Sums of residuals from the left are ≥ 0 (else the left part should be lower), and 0 where the function rises.
      expect(sum).toBeGreaterThan(-1e-9);
      if (next === undefined || isotonicAt(fit, x[next]!) > isotonicAt(fit, x[i]!) + 1e-9) {
        expect(Math.abs(sum)).toBeLessThan(1e-9);
      }
    });
    expect([...fit.y].every((v, k) => k === 0 || v >= fit.y[k - 1]!)).toBe(true);
  });

  test('counts a point of weight w as w equal points', () => {
    const copies = [...x.keys()].flatMap((i) => new Array<number>(weights[i]!).fill(i));
    const copied = isotonicRegression(
      Float64Array.from(copies, (i) => x[i]!),
      Float64Array.from(copies, (i) => y[i]!),
    );
    const fit = isotonicRegression(x, y, weights);
    expect([...fit.x]).toEqual([...copied.x]);
    expect(Math.max(...fit.y.map((v, k) => Math.abs(v - copied.y[k]!)))).toBeLessThan(1e-12);
  });

  test('refuses what it cannot order', () => {
    expect(() => isotonicRegression(x, y.subarray(1))).toThrow(ShapeError);
    expect(() => isotonicRegression(Float64Array.of(1, Number.NaN), Float64Array.of(1, 2))).toThrow(DataError);
    expect(() => isotonicRegression(x, y, new Float64Array(n))).toThrow(DataError);
  });
});

describe.each([2, 4])('with %i classes', (K) => {
  const data = draws(4000, K, 2.5);
  const before = logLoss(data.probabilities, data.truth, K);
  const attainable = logLoss(data.right, data.truth, K);

  test.each(CALIBRATION_METHODS)('%s brings overconfident probabilities to the attainable log-loss', (method) => {
    const kept = data.probabilities.slice();
    const after = applyCalibration(fitCalibration(method, data), data.probabilities);
    expect(data.probabilities).toEqual(kept);
    expect(before - attainable).toBeGreaterThan(0.1);
    // One-vs-rest maps are not of the family that made the data when there are more than two classes: a tenth of the gap may stay.
    const allowed = K === 2 || method === 'temperature' || method === 'dirichlet' ? 0.02 : 0.12;
    expect(logLoss(after, data.truth, K) - attainable).toBeLessThan(allowed * (before - attainable));
    for (let i = 0; i < 20; i++) {
      expect(after.subarray(i * K, (i + 1) * K).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    }
  });

  test.each(CALIBRATION_METHODS)('%s counts a row of weight w as w equal rows', (method) => {
    const stream = randomKey(5).stream();
    const rows = Array.from({ length: 120 }, (_, i) => i);
    const weights = Float64Array.from(rows, () => stream.below(4));
    const pick = (of: readonly number[]) => ({
      nClasses: K,
      truth: Int32Array.from(of, (i) => data.truth[i]!),
      probabilities: Float64Array.from(of.flatMap((i) => [...data.probabilities.subarray(i * K, (i + 1) * K)])),
    });
    const copies = rows.flatMap((i) => new Array<number>(weights[i]!).fill(i));
    const weighted = applyCalibration(fitCalibration(method, { ...pick(rows), weights }), data.probabilities);
    const copied = applyCalibration(fitCalibration(method, pick(copies)), data.probabilities);
    expect(Math.max(...weighted.map((p, at) => Math.abs(p - copied[at]!)))).toBeLessThan(1e-6);
  });

  test.each(CALIBRATION_METHODS)('%s gives the same bits after a file', (method) => {
    const fit = fitCalibration(method, data);
    const { kind, json, arrays } = calibrationToState(fit);
    const restored = calibrationFromState({ kind, json: JSON.parse(JSON.stringify(json)), arrays });
    expect(applyCalibration(restored, data.probabilities)).toEqual(applyCalibration(fit, data.probabilities));
  });

  test.each(CALIBRATION_METHODS)(
    '%s stays finite and short of certainty where the classes are told apart',
    (method) => {
      const truth = Int32Array.from({ length: 10 * K }, (_, i) => i % K);
      const probabilities = Float64Array.from({ length: 10 * K * K }, (_, at) =>
        at % K === truth[Math.floor(at / K)] ? 1 : 0,
      );
      const after = applyCalibration(fitCalibration(method, { probabilities, truth, nClasses: K }), probabilities);
      expect(after.every(Number.isFinite)).toBe(true);
      expect(Math.max(...after)).toBeLessThan(0.95);
      expect(after[0]).toBeGreaterThan(0.8);
    },
  );

  test('dirichlet stands where the gradient of its objective vanishes, by differences, whatever the penalty', () => {
    const { truth, probabilities } = draws(200, K, 2, 7);
    const doubt = doubts(truth, K);
    for (const lambda of [0.3, 0.01, Number.POSITIVE_INFINITY]) {
      const mu = 0.02;
      const { weights, intercepts, least } = dirichletCalibrator.fit(
        { truth, probabilities, nClasses: K },
        { offDiagonal: lambda, intercept: mu },
      );
      const objective = (W: Float64Array, b: Float64Array) => {
        const p = dirichletCalibrator.apply(
          { method: 'dirichlet', nClasses: K, least, weights: W, intercepts: b },
          probabilities,
        );
        let loss = 0;
        truth.forEach((own, i) => {
          for (let k = 0; k < K; k++)
            loss -= (k === own ? 1 - doubt[own]! : doubt[own]! / (K - 1)) * Math.log(p[i * K + k]!);
        });
        let off = 0;
        for (let k = 0; k < K; k++) for (let l = 0; l < K; l++) if (k !== l) off += W[k * K + l]! ** 2;
        const penalty = Number.isFinite(lambda) ? (lambda * off) / (K * (K - 1)) : 0;
        return loss / truth.length + penalty + (mu * b.reduce((sum, v) => sum + v * v, 0)) / K;
      };
      const slope = (change: (h: number) => number) => (change(1e-5) - change(-1e-5)) / 2e-5;
      const moved = (values: Float64Array, at: number, by: number) => values.map((v, k) => (k === at ? v + by : v));
      for (let at = 0; at < K * K; at++) {
        if (lambda === Number.POSITIVE_INFINITY && at % (K + 1) !== 0) {
          expect(weights[at]).toBe(0);
          continue;
        }
        expect(Math.abs(slope((h) => objective(moved(weights, at, h), intercepts)))).toBeLessThan(1e-6);
      }
      for (let k = 0; k < K; k++)
        expect(Math.abs(slope((h) => objective(weights, moved(intercepts, k, h))))).toBeLessThan(1e-6);
    }
  });
});

test.each(CALIBRATION_METHODS)('%s calms a model that is certain of everything and often wrong', (method) => {
  // As naive Bayes on thousands of genes: log odds in the hundreds, a fifth of them on the wrong side.
  const stream = randomKey(9).stream();
  const truth = Int32Array.from({ length: 200 }, () => stream.below(3));
  const probabilities = Float64Array.from(
    [...truth].flatMap((own) => {
      const said = stream.uniform() < 0.2 ? (own + 1) % 3 : own;
      const odds = 200 + 300 * stream.uniform();
      return [0, 1, 2].map((k) => (k === said ? 1 : Math.exp(-odds - 100 * stream.uniform())));
    }),
  );
  const after = applyCalibration(fitCalibration(method, { probabilities, truth, nClasses: 3 }), probabilities);
  expect(logLoss(probabilities, truth, 3)).toBeGreaterThan(40);
  // Knowing the shares of right answers gives 0.64.
  expect(logLoss(after, truth, 3)).toBeLessThan(0.72);
});

test('temperature changes no answer, and knows when the model was too timid', () => {
  const data = draws(3000, 3, 0.5);
  const fit = fitCalibration('temperature', data);
  expect(fit).toMatchObject({ method: 'temperature' });
  expect((fit as { slope: number }).slope).toBeGreaterThan(1.8);
  expect((fit as { slope: number }).slope).toBeLessThan(2.2);
  const after = applyCalibration(fit, data.probabilities);
  const best = (p: Float64Array, i: number) => {
    const row = [...p.subarray(i * 3, i * 3 + 3)];
    return row.indexOf(Math.max(...row));
  };
  for (let i = 0; i < 3000; i++) expect(best(after, i)).toBe(best(data.probabilities, i));
});

test('what does not fit together is refused', () => {
  const data = draws(20, 3, 1);
  expect(() => fitCalibration('sigmoid', { ...data, truth: data.truth.subarray(1) })).toThrow(ShapeError);
  expect(() => fitCalibration('isotonic', { ...data, weights: new Float64Array(3) })).toThrow(ShapeError);
  expect(() => fitCalibration('temperature', { ...data, weights: new Float64Array(20) })).toThrow(DataError);
  expect(() =>
    fitCalibration('dirichlet', { ...data, probabilities: data.probabilities.map(() => Number.NaN) }),
  ).toThrow(DataError);
  expect(() => fitCalibration('dirichlet', data, { offDiagonal: -1 })).toThrow(ParamError);
});
