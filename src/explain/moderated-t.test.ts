import { describe, expect, test } from 'vitest';
import golden from '../../test/golden/moderated-t.json' with { type: 'json' };
import { DataError, ShapeError } from '../base/errors.ts';
import { welchT } from '../numeric/association/welch-t.ts';
import { digamma, trigamma, trigammaInverse } from '../numeric/special/polygamma.ts';
import { matrixFromRows } from '../table/matrix.ts';
import { type Contrast, designMatrix, oneVersusRest, pairContrast } from './design-matrix.ts';
import { moderatedT } from './moderated-t.ts';

const { group, pair, age } = golden;
const groups = ['A', 'B', 'C'];
/** Features × samples, as limma has them. */
const matrixOf = (rows: readonly (readonly (number | null)[])[]) =>
  matrixFromRows(rows[0]!.map((_, i) => rows.map((row) => row[i] ?? Number.NaN)));
const X = matrixOf(golden.Y);
const means = designMatrix({ groups, codes: group });

function expectClose(got: ArrayLike<number>, wanted: readonly (number | null)[], what: string, tolerance = 1e-8) {
  expect(got.length, what).toBe(wanted.length);
  wanted.forEach((value, j) => {
    if (value === null) {
      expect(got[j], `${what}[${j}]`).toBeNaN();
      return;
    }
    const error = Math.abs(got[j]! - value) / Math.max(1e-6, Math.abs(value));
    expect(error, `${what}[${j}]: ${got[j]}, the reference has ${value}`).toBeLessThan(tolerance);
  });
}

describe('moderated t', () => {
  const blocked = designMatrix({ groups, codes: group, blocks: [pair], covariates: { age } });
  test.each([
    ['three groups, each against the rest', golden.plain, means, false],
    ['with a trend of the variance', golden.trend, means, true],
    ['paired, with a covariate', golden.blocked, blocked, false],
  ])('%s: as limma', (_, wanted, design, trend) => {
    const found = moderatedT(X, design, oneVersusRest(design, groups), { trend });
    expectClose([found.priorDegrees], [wanted.priorDegrees as number], 'prior degrees');
    expectClose(found.variances, wanted.variances, 'variances');
    expectClose(found.means, wanted.means, 'means');
    found.contrasts.forEach((one, c) => {
      for (const key of ['effects', 't', 'p', 'q'] as const) expectClose(one[key], wanted[key][c]!, `${key} of ${c}`);
      expectClose(one.degrees, wanted.degrees, 'degrees');
    });
  });

  test('missing values: each such feature on the rows it has, as limma', () => {
    const design = { names: ['base', 'A'], columns: [new Float64Array(18).fill(1), means.columns[0]!] };
    const slope: Contrast = { name: 'A', weights: [0, 1] };
    const { contrasts, priorDegrees } = moderatedT(matrixOf(golden.holes), design, [slope]);
    const [found, wanted] = [contrasts[0]!, golden.missing];
    expectClose([priorDegrees], [wanted.priorDegrees], 'prior degrees');
    for (const key of ['effects', 't', 'p'] as const) expectClose(found[key], wanted[key], key);
  });

  test('features of one variance: the prior counts for ever', () => {
    const design = designMatrix({ groups: ['A', 'B'], codes: Array.from({ length: 12 }, (_, i) => Number(i >= 6)) });
    const found = moderatedT(matrixOf(golden.quiet), design, [pairContrast(design, 'A', 'B')]);
    expect([golden.even.priorDegrees, found.priorDegrees]).toEqual(['Inf', Number.POSITIVE_INFINITY]);
    expectClose(found.contrasts[0]!.t, golden.even.t[0]!, 't');
    expectClose(found.contrasts[0]!.p, golden.even.p[0]!, 'p');
  });

  test('designs that cannot answer are refused', () => {
    const nested = designMatrix({ groups, codes: group, blocks: [group] });
    // The shifts of blocks that are the groups are aliased, and nobody asks for them.
    expect(() => moderatedT(X, nested, oneVersusRest(nested, groups))).not.toThrow();
    const aliased = { names: ['one', 'A', 'B', 'C'], columns: [new Float64Array(18).fill(1), ...means.columns] };
    expect(() => moderatedT(X, aliased, [{ name: 'C − A', weights: [0, -1, 0, 1] }])).toThrow(DataError);
    expect(() => moderatedT(matrixOf(golden.quiet), means, [])).toThrow(ShapeError);
    expect(() => designMatrix({ groups: ['A', 'Z'], codes: [0, 0] })).toThrow(/none of 'Z'/);
    const full = designMatrix({ groups: ['A', 'B'], codes: [0, 1] });
    const two = matrixFromRows([[1], [2]]);
    expect(() => moderatedT(two, full, [pairContrast(full, 'A', 'B')])).toThrow(/more samples/);
  });
});

test('polygammas and their inverse, as R and limma', () => {
  const { x, y, ...wanted } = golden.polygamma;
  expectClose(x.map(digamma), wanted.digamma, 'digamma', 1e-13);
  expectClose(x.map(trigamma), wanted.trigamma, 'trigamma', 1e-13);
  // limma stops at a relative step of 1e-8.
  expectClose(y.map(trigammaInverse), wanted.inverse, 'inverse', 1e-7);
  for (const v of y) expect(Math.abs(trigamma(trigammaInverse(v)) / v - 1)).toBeLessThan(1e-13);
  expect([trigammaInverse(0), trigammaInverse(-1), digamma(0)]).toEqual([
    Number.POSITIVE_INFINITY,
    Number.NaN,
    Number.NaN,
  ]);
});

test("Welch's t and Hedges' g, as R", () => {
  const { a, b, t, df, p, limits, hedgesG } = golden.welch;
  const found = welchT(a, b);
  expectClose(
    [found.t, found.df, found.p, found.low, found.high, found.hedgesG],
    [t, df, p, limits[0]!, limits[1]!, hedgesG],
    'welch',
    1e-11,
  );
  expect(welchT([1, 1], [1, 1]).t).toBeNaN();
});
