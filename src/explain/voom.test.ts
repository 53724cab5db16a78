import { describe, expect, test } from 'vitest';
import golden from '../../test/golden/voom.json' with { type: 'json' };
import { DataError, ShapeError } from '../base/errors.ts';
import { lowess } from '../numeric/lowess.ts';
import { matrixFromRows } from '../table/matrix.ts';
import { moderatedT } from './moderated-t.ts';
import { voom } from './voom.ts';

/** Features × samples, as limma has them. */
const matrixOf = (rows: readonly (readonly number[])[]) =>
  matrixFromRows(rows[0]!.map((_, i) => rows.map((row) => row[i]!)));
const counts = matrixOf(golden.counts);
const n = counts.nRows;
const design = {
  names: ['base', 'group', 'batch'],
  columns: [new Float64Array(n).fill(1), Float64Array.from(golden.group), Float64Array.from(golden.batch)],
};
const group = { name: 'group', weights: [0, 1, 0] };

function expectClose(got: ArrayLike<number>, wanted: ArrayLike<number>, what: string, tolerance: number) {
  expect(got.length, what).toBe(wanted.length);
  for (let j = 0; j < got.length; j++) {
    const error = Math.abs(got[j]! - wanted[j]!) / Math.max(1e-3, Math.abs(wanted[j]!));
    expect(error, `${what}[${j}]: ${got[j]}, the reference has ${wanted[j]}`).toBeLessThan(tolerance);
  }
}

test('lowess is that of R, with ties, a far value, and points on a line', () => {
  const { x, y, half, usual, even } = golden.lowess;
  const [at, values] = [Float64Array.from(x), Float64Array.from(y)];
  expectClose(lowess(at, values, 0.5), half, 'half', 1e-12);
  expectClose(lowess(at, values), usual, 'usual', 1e-12);
  expectClose(
    lowess(
      at,
      at.map((v) => 2 * v + 1),
    ),
    even,
    'even',
    1e-12,
  );
  expect([...lowess(Float64Array.of(1), Float64Array.of(5))]).toEqual([5]);
});

describe('precision weights of counts', () => {
  test.each([
    ['sizes from the counts', golden.plain, undefined],
    ['sizes given', golden.sized, Float64Array.from(golden.sizes)],
  ])('values, trend, weights and moderated t are those of limma: %s', (_, wanted, sizes) => {
    const { values, weights, trend } = voom(counts, design, sizes);
    // The tables are float32.
    expectClose(
      values.data,
      golden.counts.flatMap((_, j) => wanted.values[j]!),
      'values',
      2e-7,
    );
    expectClose(
      weights.data,
      golden.counts.flatMap((_, j) => wanted.weights[j]!),
      'weights',
      2e-7,
    );
    expectClose(trend.smooth, wanted.smooth, 'trend', 1e-10);
    const { contrasts, priorDegrees } = moderatedT(values, design, [group], { weights });
    const [found] = contrasts;
    expectClose([priorDegrees], [wanted.priorDegrees], 'prior degrees', 1e-4);
    for (const key of ['effects', 't', 'p'] as const) expectClose(found![key], wanted[key], key, 2e-5);
  });

  test('weights that are equal change nothing', () => {
    const { values } = voom(counts, design);
    const even = { ...values, data: values.data.map(() => 4) };
    const [plain, weighted] = [
      moderatedT(values, design, [group]),
      moderatedT(values, design, [group], { weights: even }),
    ];
    expectClose(weighted.contrasts[0]!.t, plain.contrasts[0]!.t, 't', 1e-9);
  });

  test('what has no trend is refused', () => {
    const negative = { ...counts, data: counts.data.map((v, at) => (at === 3 ? -1 : v)) };
    expect(() => voom(negative, design)).toThrow(DataError);
    expect(() => voom(counts, design, new Float64Array(2))).toThrow(ShapeError);
    expect(() =>
      voom(
        matrixFromRows([
          [1, 2],
          [3, 4],
        ]),
        { names: [], columns: [Float64Array.of(1, 0), Float64Array.of(0, 1)] },
      ),
    ).toThrow(DataError);
    const few = { nRows: 1, nCols: 2, data: Float32Array.of(1, 1) };
    expect(() => moderatedT(counts, design, [group], { weights: few })).toThrow(ShapeError);
  });
});
