import { describe, expect, test } from 'vitest';
import { ParamError, ShapeError, UnsupportedError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import type { ClassMetric } from './classification/class-metric.ts';
import { rocAuc } from './classification/roc-auc.ts';
import { metricByName } from './registry.ts';
import { pearson } from './regression/pearson.ts';
import { cIndex } from './survival/c-index.ts';
import { orderSurvival } from './survival/survival-metric.ts';
import { withinStrata } from './within-strata.ts';

const stream = randomKey(1).stream();
const n = 90;
/** Three strata of unequal size, and one sample of none. */
const codes = Int32Array.from({ length: n }, (_, i) => (i === 7 ? -1 : i % 5 === 0 ? 2 : i % 2));
const rowsOf = (code: number) => Array.from(codes.keys()).filter((i) => codes[i] === code);
const pick = (values: Float64Array, rows: readonly number[]) => Float64Array.from(rows, (i) => values[i]!);

describe('withinStrata', () => {
  test('a correlation that the strata carry is gone within them; the mean counts each by its samples', () => {
    const truth = Float64Array.from(codes, (code) => 10 * code + stream.normal());
    const predicted = Float64Array.from(codes, (code) => 10 * code + stream.normal());
    const within = withinStrata(pearson, 'drug', codes).compute({ truth, predicted });
    const each = [0, 1, 2].map((code) => {
      const rows = rowsOf(code);
      return { r: pearson.compute({ truth: pick(truth, rows), predicted: pick(predicted, rows) }), size: rows.length };
    });
    const total = each.reduce((sum, { size }) => sum + size, 0);
    expect(within).toBeCloseTo(each.reduce((sum, { r, size }) => sum + r * size, 0) / total, 12);
    expect(pearson.compute({ truth, predicted })).toBeGreaterThan(0.95);
    expect(Math.abs(within)).toBeLessThan(0.4);
  });

  test('a stratum on which the metric is undefined is left out; without any it is NaN', () => {
    const truth = Int32Array.from(codes, (code, i) => (code === 2 ? 1 : (i >> 1) % 2));
    const probabilities = Float64Array.from({ length: 2 * n }, (_, at) => (at % 2 === 0 ? 0.4 : 0.6));
    const input = { truth, probabilities, nClasses: 2 };
    expect(withinStrata(rocAuc, 'site', codes).compute(input)).toBe(0.5);
    const ones = { ...input, truth: new Int32Array(n).fill(1) };
    expect(withinStrata(rocAuc, 'site', codes).compute(ones)).toBeNaN();
  });

  test('weights count as copies do', () => {
    const truth = Float64Array.from(codes, () => stream.normal());
    const predicted = truth.map((y) => y + stream.normal());
    const weights = Float64Array.from(codes, () => stream.below(3));
    const copies = [...weights].flatMap((w, i) => Array<number>(w).fill(i));
    const written = withinStrata(
      pearson,
      'drug',
      Int32Array.from(copies, (i) => codes[i]!),
    );
    expect(withinStrata(pearson, 'drug', codes).compute({ truth, predicted, weights })).toBeCloseTo(
      written.compute({ truth: pick(truth, copies), predicted: pick(predicted, copies) }),
      12,
    );
  });

  test('concordance: pairs of one stratum and one fold, all together', () => {
    const times = Float64Array.from(codes, () => 1 + stream.below(30));
    const events = Uint8Array.from(codes, () => stream.below(2));
    const risks = Float64Array.from(codes, (code) => code + stream.below(6));
    const strata = Int32Array.from(codes, (_, i) => i % 3);
    const plain = { times, events, risks, strata, curveTimes: new Float64Array(), survival: new Float64Array() };
    let won = 0;
    let pairs = 0;
    for (let i = 0; i < n; i++) {
      for (let l = 0; l < n; l++) {
        if (codes[i] !== codes[l] || codes[i]! < 0 || strata[i] !== strata[l] || events[i] !== 1) continue;
        if (!(times[i]! < times[l]! || (times[i] === times[l] && events[l] === 0))) continue;
        pairs++;
        won += risks[i]! > risks[l]! ? 1 : risks[i] === risks[l] ? 0.5 : 0;
      }
    }
    const within = withinStrata(cIndex, 'type', codes);
    expect(within.name).toBe('c-index-within-type');
    expect(within.compute(plain)).toBeCloseTo(won / pairs, 12);
    const input = { ...plain, orders: orderSurvival(plain) };
    const weights = Float64Array.from(codes, (_, i) => 1 + (i % 2));
    // Sorted once, scored twice.
    expect(within.compute(input)).toBeCloseTo(won / pairs, 12);
    expect(within.compute({ ...input, weights })).toBeCloseTo(within.compute({ ...plain, weights }), 12);
  });

  test('strata of other samples are refused', () => {
    const input = {
      truth: new Int32Array(3),
      probabilities: new Float64Array(6),
      nClasses: 2,
      weights: new Float64Array(3),
    };
    expect(() => withinStrata(rocAuc, 'site', codes).compute(input)).toThrow(ShapeError);
  });
});

describe('metricByName', () => {
  test('a metric within a column: named without its strata, computed with them', () => {
    const named = metricByName('c-index-within-cancer_type', 'test', 'survival');
    expect(named).toMatchObject({ name: 'c-index-within-cancer_type', task: 'survival', greaterIsBetter: true });
    expect(() => named.compute({} as never)).toThrow(UnsupportedError);
    const known = metricByName('roc-auc-within-site', 'test', undefined, () =>
      Int32Array.of(0, 0, 1, 1),
    ) as ClassMetric;
    const probabilities = Float64Array.of(0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.1, 0.9);
    expect(known.compute({ truth: Int32Array.of(0, 1, 0, 1), probabilities, nClasses: 2 })).toBe(1);
    expect(() => metricByName('acuracy-within-site')).toThrow(/did you mean 'accuracy'/);
    expect(() => metricByName('c-index-within-site', 'test', 'regression')).toThrow(ParamError);
  });

  test('numbers in names have their range', () => {
    expect(metricByName('sensitivity-at-specificity@0.9').name).toBe('sensitivity-at-specificity@0.9');
    expect(metricByName('td-auc@365').name).toBe('td-auc@365');
    for (const name of ['sensitivity-at-specificity@1.5', 'td-auc@0', 'roc-auc@1', 'specificity-at-sensitivity@'])
      expect(() => metricByName(name), name).toThrow(ParamError);
  });
});
