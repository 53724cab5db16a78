import { describe, expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { metricByName } from '../metric/registry.ts';
import { applyCalibration, CALIBRATION_METHODS } from '../numeric/calibration/calibrators.ts';
import type { RowPredictions } from '../table/prediction.ts';
import type { ClassTarget } from '../table/target.ts';
import { type CalibrateOptions, chooseCalibration } from './calibrate.ts';

const CLASSES = ['a', 'b', 'c', 'd'];

/** Held-out predictions in `folds` parts whose log odds are `bold` times those that the classes were drawn by, plus `lean` on the first. */
function heldOut({ n = 300, K = 3, bold = 1, lean = 0, folds = 4, seed = 1 } = {}) {
  const stream = randomKey(seed).stream();
  const codes = new Int32Array(n);
  const rows = Array.from({ length: n }, (_, i) => {
    const scores = Array.from({ length: K }, () => 1.5 * stream.normal());
    const shares = (of: readonly number[]) => {
      const e = of.map(Math.exp);
      const total = e.reduce((a, b) => a + b);
      return e.map((v) => v / total);
    };
    let u = stream.uniform();
    for (const q of shares(scores).slice(0, -1)) {
      u -= q;
      if (u < 0) break;
      codes[i]!++;
    }
    return shares(scores.map((s, k) => bold * s + (k === 0 ? lean : 0)));
  });
  const target: ClassTarget = { task: 'classification', classes: CLASSES.slice(0, K), codes };
  const parts = Array.from({ length: folds }, (_, fold): RowPredictions => {
    const own = Int32Array.from(rows.keys()).filter((i) => i % folds === fold);
    const probabilities = Float64Array.from([...own].flatMap((i) => rows[i]!));
    return { rows: own, prediction: { task: 'classification', classes: target.classes, probabilities } };
  });
  return { parts, target, groups: Int32Array.from(rows.keys()), probabilities: Float64Array.from(rows.flat()) };
}

const choose = (made: ReturnType<typeof heldOut>, more: Partial<CalibrateOptions> = {}) =>
  chooseCalibration(made.parts, {
    by: 'auto',
    target: made.target,
    groups: made.groups,
    metric: metricByName('macro-f1'),
    ...more,
  });

describe('auto', () => {
  test.each([2, 3])('leaves most calibrated models of %i classes alone, and never harms them much', (K) => {
    const chosen = Array.from({ length: 20 }, (_, seed) => choose(heldOut({ K, n: 200, seed: seed + 10 })));
    // Several maps are tried at one standard error each: some take by chance.
    expect(chosen.filter(({ method }) => method === 'none').length).toBeGreaterThanOrEqual(15);
    for (const { logLoss } of chosen) expect(logLoss.after).toBeLessThanOrEqual(logLoss.before);
  });

  test('mends boldness with one temperature, and what one number cannot mend with more', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const bold = choose(heldOut({ bold: 3, seed }));
      expect(bold.method).not.toBe('none');
      expect(bold.logLoss.before - bold.logLoss.after).toBeGreaterThan(0.2);
    }
    const methods = [1, 2, 3, 4, 5].map((seed) => choose(heldOut({ bold: 3, n: 600, seed })).method);
    expect(methods.filter((method) => method === 'temperature').length).toBeGreaterThanOrEqual(3);
    expect(choose(heldOut({ lean: 3, n: 600 })).method).toMatch(/dirichlet|isotonic/);
    expect(choose(heldOut({ K: 2, lean: 3, n: 600 })).method).toMatch(/sigmoid|isotonic|dirichlet/);
  });

  test('does not give up the metric that the study asks for', () => {
    // Leaning on a class that counts is what the study wants: here recall of the first class, told by a metric of its own.
    const made = heldOut({ lean: 3, n: 600 });
    const recall = {
      ...metricByName('accuracy'),
      compute: ({ truth, probabilities }: { truth: Int32Array; probabilities: Float64Array }) => {
        const own = [...truth.keys()].filter((i) => truth[i] === 0);
        const found = own.filter((i) => [1, 2].every((k) => probabilities[3 * i]! >= probabilities[3 * i + k]!));
        return found.length / own.length;
      },
    } as CalibrateOptions['metric'];
    expect(choose(made).method).not.toMatch(/none|temperature/);
    expect(choose(made, { metric: recall }).method).toMatch(/none|temperature/);
  });

  test('judges by rows that the map has not seen: labels that say nothing are no ground to calibrate', () => {
    const made = heldOut({ n: 60, K: 4 });
    const draws = randomKey(3).stream();
    const target = { ...made.target, codes: made.target.codes.map(() => draws.below(4)) };
    const { method, logLoss } = choose({ ...made, target });
    // The best that can be said is a quarter each; what was fitted may not beat it by more than chance.
    expect(method).not.toBe('none');
    expect(logLoss.after).toBeGreaterThan(0.95 * Math.log(4));
  });
});

test.each(CALIBRATION_METHODS)('%s is taken when it is asked for, fitted on all held-out rows', (method) => {
  const made = heldOut({ bold: 2 });
  const { calibration, logLoss, method: taken } = choose(made, { by: method });
  expect(taken).toBe(method);
  expect(logLoss.after).toBeLessThan(logLoss.before);
  const after = applyCalibration(calibration!, made.probabilities);
  const loss = made.target.codes.reduce((sum, k, i) => sum - Math.log(after[3 * i + k]!), 0) / 300;
  // In the sample it is a little better than across it.
  expect(loss).toBeLessThan(logLoss.after);
  expect(loss).toBeGreaterThan(logLoss.after - 0.1);
});

test('one fold alone, folds of single rows, and rows that occur twice are dealt with', () => {
  for (const folds of [1, 300]) {
    const { method, logLoss } = choose(heldOut({ bold: 3, folds }));
    expect(method).not.toBe('none');
    expect(logLoss.after).toBeLessThan(logLoss.before);
  }
  const made = heldOut({ bold: 3 });
  const twice = chooseCalibration([...made.parts, made.parts[0]!], {
    ...{ by: 'auto', target: made.target, groups: made.groups, metric: metricByName('macro-f1') },
  });
  expect(twice).toEqual(choose(made));
});

test('samples of one group are one witness: repeated rows do not make a gain surer', () => {
  const once = heldOut({ n: 40, bold: 1.4, seed: 4 });
  const repeated = (times: number, groups: (i: number, copy: number) => number) => {
    const parts = once.parts.map(({ rows, prediction }) => {
      const own = (prediction as { probabilities: Float64Array }).probabilities;
      return {
        rows: Int32Array.from(Array.from({ length: times }, (_, c) => Array.from(rows, (i) => i + 40 * c)).flat()),
        prediction: {
          ...prediction,
          probabilities: Float64Array.from(Array.from({ length: times }, () => [...own]).flat()),
        },
      } as RowPredictions;
    });
    const codes = Int32Array.from({ length: 40 * times }, (_, i) => once.target.codes[i % 40]!);
    const target = { ...once.target, codes };
    const code = Int32Array.from({ length: 40 * times }, (_, i) => groups(i % 40, Math.floor(i / 40)));
    return chooseCalibration(parts, { by: 'auto', target, groups: code, metric: metricByName('macro-f1') });
  };
  const grouped = repeated(20, (i) => i);
  const apart = repeated(20, (i, copy) => i + 40 * copy);
  // The same rows, the same losses of each map; only what counts as independent differs.
  expect(apart.logLoss.before).toBeCloseTo(grouped.logLoss.before, 12);
  expect(apart.logLoss.after).toBeLessThanOrEqual(grouped.logLoss.after);
});
