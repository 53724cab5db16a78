import { describe, expect, test } from 'vitest';
import { classView, numberView } from '../../../test/support/learner-views.ts';
import { UnsupportedError } from '../../base/errors.ts';
import { randomKey } from '../../base/random.ts';
import { takeRows } from '../../table/matrix.ts';
import { classCounts, takeTargetRows } from '../../table/target.ts';
import { smote } from './smote.ts';

/** 20 of class a, 6 of class b, 1 of class c. */
function uneven() {
  const all = classView(120, 4, 3);
  const of = (k: number, count: number) =>
    [...all.target.codes.keys()].filter((i) => all.target.codes[i] === k).slice(0, count);
  const rows = [...of(0, 20), ...of(1, 6), ...of(2, 1)];
  const groups = Int32Array.from(rows, (_, at) => at >> 1);
  return { ...all, X: takeRows(all.X, rows), target: takeTargetRows(all.target, rows), groups };
}

describe('smote', () => {
  const data = uneven();
  const filled = smote(data, randomKey(2));
  const row = (view: typeof data | typeof filled, i: number) =>
    Array.from({ length: 4 }, (_, j) => view.X.data[j * view.X.nRows + i]!);

  test('fills every class up to the largest, real rows first and as they were', () => {
    expect(classCounts(filled.target)).toEqual([20, 20, 20]);
    for (let i = 0; i < 27; i++) expect(row(filled, i)).toEqual(row(data, i));
    expect(filled.target.codes.slice(0, 27)).toEqual(data.target.codes);
    expect(data.X.nRows).toBe(27);
  });

  test('puts every added row on the segment from a sample to one of its five nearest of the class, and into its group', () => {
    for (let i = 27; i < 41; i++) {
      const from = 20 + ((i - 27) % 6);
      const a = row(data, from);
      const x = row(filled, i);
      const onSegment = [20, 21, 22, 23, 24, 25].some((to) => {
        const b = row(data, to);
        const j = a
          .map((value, at) => Math.abs(b[at]! - value))
          .reduce((most, d, at, all) => (d > all[most]! ? at : most), 0);
        const share = to === from ? 0 : (x[j]! - a[j]!) / (b[j]! - a[j]!);
        return (
          share >= -1e-6 &&
          share <= 1 + 1e-6 &&
          x.every((value, at) => Math.abs(value - a[at]! - share * (b[at]! - a[at]!)) < 1e-5)
        );
      });
      expect(onSegment).toBe(true);
      expect(filled.groups![i]).toBe(data.groups[from]);
    }
  });

  test('repeats the only sample of a class', () => {
    for (let i = 41; i < 60; i++) expect(row(filled, i)).toEqual(row(data, 26));
  });

  test('gives the same bits again, others with another key, and leaves even classes alone', () => {
    expect(smote(data, randomKey(2))).toEqual(filled);
    expect(smote(data, randomKey(3)).X.data).not.toEqual(filled.X.data);
    const even = {
      ...data,
      X: takeRows(data.X, [0, 20]),
      target: takeTargetRows(data.target, [0, 20]),
      groups: Int32Array.of(0, 1),
    };
    expect(smote(even, randomKey(1)).X).toEqual(even.X);
  });

  test('refuses numbers', () => {
    expect(() => smote(numberView(10, 2), randomKey(1))).toThrow(UnsupportedError);
  });
});
