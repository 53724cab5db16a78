import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context, Executor } from '../base/context.ts';
import { ShapeError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { createMatrix, type Matrix, takeRows } from '../table/matrix.ts';
import { differingFeatures, squaredDistances } from './distances.ts';
import { createExecutor } from './executor.node.ts';

const executors: Executor[] = [];
beforeAll(async () => {
  for (const threads of [1, 3]) executors.push(await createExecutor(threads));
});
afterAll(() => Promise.all(executors.map((executor) => executor.close())));
const context = (executor = executors[0]!): Context => {
  const { signal } = new AbortController();
  return { executor, random: randomKey(1), signal, progress: () => {}, warn: () => {} };
};

function table(n: number, p: number, name: string): Matrix {
  const draws = randomKey(7).at(name, n, p).stream();
  const X = createMatrix(n, p);
  for (let at = 0; at < n * p; at++) X.data[at] = 3 + draws.normal();
  return X;
}

// Sizes on both sides of the tile (4 by 8 rows), the block (128 features) and the chunk (8 MB).
describe.each([
  [1, 1, 1],
  [5, 7, 3],
  [4, 8, 256],
  [9, 13, 700],
  [70, 90, 13_500],
])('%i and %i rows of %i features', (n, m, p) => {
  const A = table(n, p, 'a');
  const B = table(m, p, 'b');

  it('equals the sum in float64 to 1e-5 of it', async () => {
    const ours = await squaredDistances(context(), A, B);
    expect(ours.length).toBe(n * m);
    let worst = 0;
    for (let i = 0; i < n; i++) {
      for (let l = 0; l < m; l++) {
        let sum = 0;
        for (let j = 0; j < p; j++) sum += (A.data[j * n + i]! - B.data[j * m + l]!) ** 2;
        worst = Math.max(worst, Math.abs(ours[i * m + l]! - sum) / sum);
      }
    }
    expect(worst).toBeLessThan(1e-5);
  });

  it('gives a pair the same bits alone, the other way round, and with three threads', async () => {
    const all = await squaredDistances(context(), A, B);
    expect(await squaredDistances(context(executors[1]!), A, B)).toEqual(all);
    const back = await squaredDistances(context(), B, A);
    for (const [i, l] of [
      [0, 0],
      [n - 1, m - 1],
    ] as const) {
      const alone = await squaredDistances(context(), takeRows(A, [i]), takeRows(B, [l]));
      expect(alone[0]).toBe(all[i * m + l]);
      expect(back[l * n + i]).toBe(all[i * m + l]);
    }
  });
});

it('is 0 to the bit between equal rows', async () => {
  const A = table(6, 300, 'a');
  const own = await squaredDistances(context(), A, A);
  for (let i = 0; i < 6; i++) expect(own[i * 6 + i]).toBe(0);
});

it('refuses tables of unequal features', async () => {
  await expect(squaredDistances(context(), table(3, 2, 'a'), table(3, 4, 'b'))).rejects.toThrow(ShapeError);
});

it('counts the features that differ, exactly', async () => {
  const codes = (n: number, name: string) => {
    const draws = randomKey(7).at(name).stream();
    const X = createMatrix(n, 700);
    for (let at = 0; at < X.data.length; at++) X.data[at] = draws.below(3);
    return X;
  };
  const [A, B] = [codes(9, 'a'), codes(13, 'b')];
  const ours = await differingFeatures(context(), A, B);
  for (let i = 0; i < 9; i++) {
    for (let l = 0; l < 13; l++) {
      let count = 0;
      for (let j = 0; j < 700; j++) count += Number(A.data[j * 9 + i] !== B.data[j * 13 + l]);
      expect(ours[i * 13 + l]).toBe(count);
    }
  }
});
