import { afterAll, beforeAll, expect, it } from 'vitest';
import { testContext } from '../../test/support/blocks.ts';
import type { Executor } from '../base/context.ts';
import { ParamError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import { createMatrix, genotypeMatrix } from '../table/matrix.ts';
import { pack } from '../table/packed.ts';
import { genotypePca } from './genotype-pca.ts';
import { pca } from './pca.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

it('is the PCA of the standardised table in float32, missing values at the mean', async () => {
  const [n, p, k] = [60, 900, 4];
  const draws = randomKey(2).stream();
  const [X, Z] = [createMatrix(n, p), createMatrix(n, p)];
  for (let j = 0; j < p; j++) {
    const f = [0, 1, 2].map(() => 0.05 + 0.9 * draws.uniform());
    const column = X.data.subarray(j * n, (j + 1) * n);
    for (let i = 0; i < n; i++) {
      const copies = Number(draws.uniform() < f[i % 3]!) + Number(draws.uniform() < f[i % 3]!);
      column[i] = draws.uniform() < 0.03 ? Number.NaN : copies;
    }
    const seen = column.filter((x) => !Number.isNaN(x));
    const mean = seen.reduce((sum, x) => sum + x, 0) / seen.length;
    for (let i = 0; i < n; i++) {
      const z = (column[i]! - mean) / Math.sqrt(mean * (1 - mean / 2));
      Z.data[j * n + i] = Number.isNaN(z) ? 0 : z;
    }
  }
  const ctx = testContext(undefined, executor);
  const ours = await genotypePca(ctx, genotypeMatrix(n, pack(X.data, n, p)!), k);
  const theirs = await pca(ctx, Z, k);
  expect(ours.nVariants).toBe(p);
  for (let c = 0; c < k; c++) {
    const value = (theirs.variances[c]! * (n - 1)) / p;
    expect(Math.abs(ours.values[c]! / value - 1)).toBeLessThan(1e-5);
    expect(Math.abs(ours.explained[c]! - theirs.explained[c]!)).toBeLessThan(1e-5);
    for (let i = 0; i < n; i++) {
      const score = ours.vectors[i * k + c]! * Math.sqrt(value * p);
      expect(Math.abs(score - theirs.scores[i * k + c]!)).toBeLessThan(1e-3 * Math.sqrt(value * p));
    }
  }
});

it('refuses more components than samples', async () => {
  await expect(genotypePca(testContext(), createMatrix(3, 5), 4)).rejects.toBeInstanceOf(ParamError);
});
