import { describe, expect, it } from 'vitest';
import { randomKey } from '../base/random.ts';
import { jacobiEigen } from './jacobi-eigen.ts';
import { largestEigenpairs } from './symmetric-eigen.ts';

/** H D H with a Householder reflection H: a dense matrix whose eigenvalues are those given. */
function withSpectrum(values: readonly number[]): Float64Array {
  const n = values.length;
  const draws = randomKey(3).stream();
  const u = Array.from({ length: n }, () => draws.normal());
  const scale = 2 / u.reduce((sum, v) => sum + v * v, 0);
  const h = (i: number, l: number) => (i === l ? 1 : 0) - scale * u[i]! * u[l]!;
  const A = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let l = 0; l < n; l++) for (let c = 0; c < n; c++) A[i * n + l]! += h(i, c) * values[c]! * h(l, c);
  }
  return A;
}

describe('largestEigenpairs', () => {
  it('finds known eigenvalues, multiple and close ones and negative ones included', () => {
    const spectrum = [9, 9, 9, 8.999, 5, ...Array.from({ length: 75 }, (_, i) => 2 - i / 20)];
    const { values, vectors, residual } = largestEigenpairs(withSpectrum(spectrum), spectrum.length, 5);
    values.forEach((value, c) => {
      expect(value).toBeCloseTo(spectrum[c]!, 9);
    });
    expect(residual).toBeLessThan(1e-10);
    for (const a of vectors) {
      for (const b of vectors) expect(a.reduce((sum, v, i) => sum + v * b[i]!, 0)).toBeCloseTo(a === b ? 1 : 0, 12);
    }
  });

  it('serves a matrix of rank 0, of rank 1, and k = n', () => {
    expect([...largestEigenpairs(new Float64Array(9), 3, 3).values]).toEqual([0, 0, 0]);
    const rankOne = largestEigenpairs(new Float64Array([1, 2, 2, 2, 4, 4, 2, 4, 4]), 3, 3).values;
    [9, 0, 0].forEach((value, c) => {
      expect(rankOne[c]).toBeCloseTo(value, 12);
    });
  });
});

describe('jacobiEigen', () => {
  it('rebuilds the matrix from its pairs', () => {
    const n = 12;
    const A = withSpectrum(Array.from({ length: n }, (_, i) => i * i - 20));
    const { values, vectors } = jacobiEigen(A.slice(), n);
    for (let i = 0; i < n; i++) {
      for (let l = 0; l < n; l++) {
        const rebuilt = values.reduce((sum, value, c) => sum + value * vectors[c * n + i]! * vectors[c * n + l]!, 0);
        expect(rebuilt).toBeCloseTo(A[i * n + l]!, 9);
      }
    }
  });
});
