import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context, Executor } from '../base/context.ts';
import { CancelledError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { allEigenvectors } from './all-eigenvectors.ts';
import { createExecutor } from './executor.node.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());
const contextOf = (signal = new AbortController().signal): Context => {
  return { executor, random: randomKey(1), signal, progress: () => {}, warn: () => {} };
};

/** Σ of `rank` outer products: the other n − rank eigenvalues are 0. */
function outerProducts(n: number, rank: number): Float64Array {
  const draws = randomKey(2).at(n, rank).stream();
  const A = new Float64Array(n * n);
  for (let r = 0; r < rank; r++) {
    const v = Array.from({ length: n }, () => (1 + r) * draws.normal());
    for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) A[i * n + k]! += v[i]! * v[k]!;
  }
  return A;
}
const diagonal = (values: readonly number[]) =>
  Float64Array.from(values.flatMap((v, i) => values.map((_, k) => (i === k ? v : 0))));

const cases: readonly (readonly [string, number, Float64Array])[] = [
  ['full rank', 37, outerProducts(37, 60)],
  ['many zero eigenvalues', 50, outerProducts(50, 4)],
  ['far more rows than rank', 90, outerProducts(90, 20)],
  ['one row', 1, Float64Array.of(-3)],
  ['two rows', 2, Float64Array.of(1, 2, 2, 1)],
  ['a multiple of the identity', 9, diagonal(new Array(9).fill(4))],
  ['diagonal, with repeats', 6, diagonal([1, -2, 5, 5, 0, 1])],
  ['all ones', 11, new Float64Array(121).fill(1)],
  ['zero', 5, new Float64Array(25)],
];

describe.each(cases)('%s', (_, n, A) => {
  test('A·v = λ·v, vectors are orthonormal, values descend', async () => {
    const before = A.slice();
    const { values, vectors } = await allEigenvectors(contextOf(), A, n);
    const size = Math.max(1e-300, Math.abs(values[0]!), Math.abs(values[n - 1]!));
    vectors.forEach((v, c) => {
      for (let i = 0; i < n; i++) {
        const image = v.reduce((sum, value, k) => sum + A[i * n + k]! * value, 0);
        expect(Math.abs(image - values[c]! * v[i]!)).toBeLessThan(1e-13 * n * size);
      }
      vectors.forEach((u, d) => {
        const product = u.reduce((sum, value, i) => sum + value * v[i]!, 0);
        expect(Math.abs(product - (c === d ? 1 : 0))).toBeLessThan(1e-13 * n);
      });
      if (c > 0) expect(values[c]!).toBeLessThanOrEqual(values[c - 1]!);
    });
    expect(A).toEqual(before);
  });
});

test('known values: the second difference matrix', async () => {
  const n = 30;
  const A = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    A[i * n + i] = 2;
    if (i > 0) A[i * n + i - 1] = A[(i - 1) * n + i] = -1;
  }
  const { values } = await allEigenvectors(contextOf(), A, n);
  values.forEach((value, c) => {
    expect(value).toBeCloseTo(2 - 2 * Math.cos(((n - c) * Math.PI) / (n + 1)), 12);
  });
});

test('stops when aborted', async () => {
  const stop = new AbortController();
  stop.abort();
  await expect(allEigenvectors(contextOf(stop.signal), outerProducts(20, 20), 20)).rejects.toThrow(CancelledError);
});
