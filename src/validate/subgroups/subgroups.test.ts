import { describe, expect, test } from 'vitest';
import { randomKey } from '../../base/random.ts';
import { metricByName } from '../../metric/registry.ts';
import type { Prediction } from '../../table/prediction.ts';
import type { Target } from '../../table/target.ts';
import { type Division, divideColumn } from './divide-column.ts';
import { type ComposedPart, meanComposition } from './mean-composition.ts';
import { observedExpected } from './observed-expected.ts';
import { type ShownSubgroup, scoreSubgroups } from './score-subgroups.ts';

const number = (values: number[]) => ({ name: 'age', type: 'number' as const, values: Float64Array.from(values) });

describe('divideColumn', () => {
  test('words by word, missing by none', () => {
    const found = divideColumn({ name: 'sex', type: 'text', values: ['m', 'f', null, 'm'] });
    expect(found).toEqual({ column: 'sex', names: ['f', 'm'], codes: Int32Array.of(1, 0, -1, 1) });
  });

  test('numbers at the breaks, each part with its lower end', () => {
    const { names, codes } = divideColumn(number([39, 40, 59.9, 60, Number.NaN]), [40, 60]);
    expect(names).toEqual(['below 40', '40 to below 60', '60 and above']);
    expect([...codes]).toEqual([0, 1, 1, 2, -1]);
  });

  test('numbers at their quartiles, as people write them', () => {
    const { names, codes } = divideColumn(number(Array.from({ length: 101 }, (_, i) => 20 + i * 0.6)));
    expect(names).toEqual(['below 35', '35 to below 50', '50 to below 65', '65 and above']);
    expect([0, 1, 2, 3].map((g) => codes.filter((code) => code === g).length)).toEqual([25, 25, 25, 26]);
  });

  test('a few different numbers each by itself; many equal ones in fewer parts', () => {
    expect(divideColumn(number([2, 1, 4, 2])).names).toEqual(['1', '2', '4']);
    expect(divideColumn(number([0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6])).names).toEqual([
      'below 0.5',
      '0.5 to below 3.25',
      '3.25 and above',
    ]);
  });

  test('breaks that do not rise, or of words, are refused', () => {
    expect(() => divideColumn(number([1, 2]), [60, 40])).toThrow('subgroups.age: breaks must rise, got [60, 40]');
    expect(() => divideColumn({ name: 'sex', type: 'text', values: [] }, [1])).toThrow('breaks divide numbers');
  });
});

describe('meanComposition', () => {
  const target = {
    task: 'classification',
    classes: ['a', 'b'],
    codes: Int32Array.from({ length: 25 }, (_, i) => Number(i < 8)),
  } as const;
  // The first ten belong to the part p, the next ten to q, four to r; of the last nothing is known.
  const codes = Int32Array.from({ length: 25 }, (_, i) => (i < 10 ? 0 : i < 20 ? 1 : i < 24 ? 2 : -1));
  const division: Division = { column: 'town', names: ['p', 'q', 'r'], codes };
  const probabilities = Float64Array.from({ length: 50 }, (_, at) => {
    const b = at >> 1 < 5 ? 1 : 0.5;
    return at % 2 === 1 ? b : 1 - b;
  });

  test('is the mean of each part, beside the class that most of it are of', () => {
    const { column, classes, unknown, parts } = meanComposition(division, target, probabilities);
    expect({ column, classes, unknown }).toEqual({ column: 'town', classes: ['a', 'b'], unknown: 1 });
    expect(parts.slice(0, 2)).toEqual([
      { name: 'p', samples: 10, class: 'b', shares: [0.25, 0.75] },
      { name: 'q', samples: 10, class: 'a', shares: [0.5, 0.5] },
    ]);
    const sums = parts
      .filter((part): part is ComposedPart => 'shares' in part)
      .map(({ shares }) => shares[0]! + shares[1]!);
    expect(sums).toEqual([1, 1]);
  });

  test('says nothing of a part of fewer than ten, not even how many', () => {
    expect(meanComposition(division, target, probabilities).parts[2]).toEqual({
      name: 'r',
      hidden: 'fewer than 10 samples',
    });
  });
});

describe('observedExpected', () => {
  test('of two classes the positive one; of more whether the answer is right', () => {
    const target = { task: 'classification', classes: ['a', 'b'], codes: Int32Array.of(0, 1) } as const;
    const prediction = { ...target, probabilities: Float64Array.of(0.7, 0.3, 0.4, 0.6) };
    expect(observedExpected(target, prediction, 0)).toEqual({
      kind: 'ratio',
      observed: Float64Array.of(1, 0),
      expected: Float64Array.of(0.7, 0.4),
    });
    const three = { task: 'classification', classes: ['a', 'b', 'c'], codes: Int32Array.of(0, 1) } as const;
    const wrong = { ...three, probabilities: Float64Array.of(0.7, 0.2, 0.1, 0.5, 0.4, 0.1) };
    expect(observedExpected(three, wrong).observed).toEqual(Float64Array.of(1, 0));
    expect(observedExpected(three, wrong).expected).toEqual(Float64Array.of(0.7, 0.5));
  });

  test('of survival the hazard up to the end of observation: exponential lives are as many as expected', () => {
    const random = randomKey(3).stream();
    const n = 4000;
    const rates = Float64Array.from({ length: n }, () => 0.02 + 0.08 * random.uniform());
    const lives = rates.map((rate) => -Math.log(1 - random.uniform()) / rate);
    const times = lives.map((life) => Math.min(life, 30));
    const events = Uint8Array.from(lives, (life) => Number(life < 30));
    const curveTimes = Float64Array.from({ length: 600 }, (_, t) => (t + 1) / 20);
    const survival = Float64Array.from({ length: n * 600 }, (_, at) =>
      Math.exp(-rates[Math.floor(at / 600)]! * curveTimes[at % 600]!),
    );
    const prediction: Prediction = { task: 'survival', risks: rates, times: curveTimes, survival };
    const { observed, expected } = observedExpected({ task: 'survival', times, events }, prediction);
    const ratio = observed.reduce((a, b) => a + b) / expected.reduce((a, b) => a + b);
    expect(ratio).toBeGreaterThan(0.95);
    expect(ratio).toBeLessThan(1.05);
  });
});

/** Probabilities that are right, except that in part 1 of the first column their order is turned over for `spoilt` of the samples. */
function cohort(n: number, seed: number, spoilt = 0) {
  const random = randomKey(seed).stream();
  const part = Int32Array.from({ length: n }, () => random.below(2));
  const four = Int32Array.from({ length: n }, () => random.below(4));
  const codes = new Int32Array(n);
  const probabilities = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    const p = 0.05 + 0.9 * random.uniform();
    codes[i] = Number(random.uniform() < p);
    const said = part[i] === 1 && random.uniform() < spoilt ? 1 - p : p;
    probabilities.set([1 - said, said], 2 * i);
  }
  const target: Target = { task: 'classification', classes: ['a', 'b'], codes };
  const divisions: Division[] = [
    { column: 'site', names: ['x', 'y'], codes: part },
    { column: 'plate', names: ['1', '2', '3', '4'], codes: four },
  ];
  const found = scoreSubgroups(divisions, {
    target,
    prediction: { task: 'classification', classes: ['a', 'b'], probabilities },
    folds: Int32Array.from(codes, (_, i) => i % 5),
    metrics: [metricByName('roc-auc'), metricByName('accuracy')],
    groups: Int32Array.from(codes.keys()),
    random: randomKey(seed),
    replicates: 200,
  });
  return { found, codes, part, probabilities };
}
const shown = (group: unknown) => group as ShownSubgroup;

describe('scoreSubgroups', () => {
  test('a part is scored as if it were all there is', () => {
    const { found, codes, part, probabilities } = cohort(300, 1);
    const group = shown(found.columns[0]!.groups[1]);
    const rows = [...codes.keys()].filter((i) => part[i] === 1);
    const accuracy = rows.filter((i) => (probabilities[2 * i + 1]! > 0.5 ? 1 : 0) === codes[i]).length / rows.length;
    expect(group.samples).toBe(rows.length);
    expect(group.events).toBe(rows.filter((i) => codes[i] === 1).length);
    expect(group.metrics.accuracy!.value).toBeCloseTo(accuracy, 14);
    const expected = rows.reduce((sum, i) => sum + probabilities[2 * i + 1]!, 0);
    expect(group.calibration.value).toBeCloseTo(group.events! / expected, 14);
  });

  test('two parts ask one question, and answer it with one sign each', () => {
    const { found } = cohort(300, 2);
    expect(found.tests).toBe(1 + 4);
    const [x, y] = found.columns[0]!.groups.map(shown);
    expect(x!.difference!.value).toBeCloseTo(-y!.difference!.value, 14);
    expect(x!.difference!.adjusted).toBe(y!.difference!.adjusted);
    for (const { groups } of found.columns)
      for (const group of groups.map(shown))
        expect(group.difference!.adjusted).toBeGreaterThanOrEqual(group.difference!.p);
  });

  test('finds a part that is ill served, and its probabilities', () => {
    const { found } = cohort(500, 3, 0.6);
    const [x, y] = found.columns[0]!.groups.map(shown);
    expect(y!.metrics['roc-auc']!.value).toBeLessThan(x!.metrics['roc-auc']!.value - 0.2);
    expect(y!.difference!.adjusted).toBeLessThan(0.001);
    expect(y!.difference!.high).toBeLessThan(0);
  });

  test('where nothing differs finds something in at most 5 % of tables, within the noise of 60', () => {
    let tables = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { found } = cohort(120, 100 + seed);
      const all = found.columns.flatMap(({ groups }) => groups.map((group) => shown(group).difference));
      tables += Number(all.some((difference) => difference !== undefined && difference.adjusted < 0.05));
    }
    // P(X > 8 | 60, 0.05) is below 1 %.
    expect(tables).toBeLessThanOrEqual(8);
  });

  test('a small cell is not shown, nor its size', () => {
    const { found } = (() => {
      const base = cohort(60, 5);
      const codes = Int32Array.from({ length: 60 }, (_, i) => (i < 9 ? 0 : 1));
      const divisions: Division[] = [{ column: 'race', names: ['rare', 'common'], codes }];
      return {
        found: scoreSubgroups(divisions, {
          target: { task: 'classification', classes: ['a', 'b'], codes: base.codes },
          prediction: { task: 'classification', classes: ['a', 'b'], probabilities: base.probabilities },
          folds: codes,
          metrics: [metricByName('roc-auc')],
          groups: Int32Array.from(codes.keys()),
          random: randomKey(1),
          replicates: 50,
        }),
      };
    })();
    const [rare, common] = found.columns[0]!.groups;
    expect(rare).toEqual({ name: 'rare', hidden: 'fewer than 10 samples' });
    // With nothing to compare with there is no difference either, from which the rest could be told.
    expect(shown(common).difference).toBeUndefined();
    expect(found.tests).toBe(0);
  });

  test('events too few to judge by are hidden with their part', () => {
    const n = 40;
    const codes = Int32Array.from({ length: n }, (_, i) => Number(i < 20 ? i < 4 : i % 2 === 0));
    const found = scoreSubgroups(
      [{ column: 'sex', names: ['f', 'm'], codes: Int32Array.from(codes, (_, i) => Number(i >= 20)) }],
      {
        target: { task: 'classification', classes: ['a', 'b'], codes },
        prediction: {
          task: 'classification',
          classes: ['a', 'b'],
          probabilities: Float64Array.from({ length: 2 * n }, () => 0.5),
        },
        folds: codes,
        metrics: [metricByName('accuracy')],
        groups: Int32Array.from(codes.keys()),
        random: randomKey(1),
        replicates: 50,
      },
    );
    expect(found.columns[0]!.groups[0]).toEqual({ name: 'f', hidden: 'fewer than 5 of a class' });
    expect(shown(found.columns[0]!.groups[1]).samples).toBe(20);
  });

  test('numbers: the mean of measured − predicted, and what the column does not know', () => {
    const n = 90;
    const values = Float64Array.from({ length: n }, (_, i) => (i * 37) % 50);
    const found = scoreSubgroups(
      [{ column: 'site', names: ['x', 'y'], codes: Int32Array.from({ length: n }, (_, i) => (i % 3) - 1) }],
      {
        target: { task: 'regression', values },
        prediction: { task: 'regression', values: values.map((value, i) => value - (i % 3 === 2 ? 4 : 0)) },
        folds: new Int32Array(n),
        metrics: [metricByName('r2')],
        groups: Int32Array.from(values.keys()),
        random: randomKey(1),
        replicates: 50,
      },
    );
    expect(found.calibration).toBe('difference');
    expect(found.columns[0]!.unknown).toBe(30);
    expect(found.columns[0]!.groups.map((group) => shown(group).calibration.value)).toEqual([0, 4]);
  });
});
