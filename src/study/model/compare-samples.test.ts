import { afterAll, beforeAll, expect, test } from 'vitest';
import { testContext } from '../../../test/support/blocks.ts';
import type { Executor } from '../../base/context.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { defaultPrepare } from '../../prepare/defaults.ts';
import { createMatrix, genotypeMatrix, type Matrix } from '../../table/matrix.ts';
import { pack } from '../../table/packed.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import { compareSamples } from './compare-samples.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const [n, p] = [45, 300];
const ids = Array.from({ length: n }, (_, i) => `s${i}`);

/** Three populations; sample 7 again as sample 30, save three genotypes; a constant variant. */
function genotypes(): Matrix {
  const draws = randomKey(8).stream();
  const X = createMatrix(n, p);
  for (let j = 0; j < p; j++) {
    const f = [0, 1, 2].map(() => draws.uniform());
    for (let i = 0; i < n; i++) {
      const copies = Number(draws.uniform() < f[i % 3]!) + Number(draws.uniform() < f[i % 3]!);
      X.data[j * n + i] = draws.uniform() < 0.02 ? Number.NaN : copies;
    }
    if (j === 5) X.data.fill(1, j * n, (j + 1) * n);
    if (j % 100 !== 9) X.data[j * n + 30] = X.data[j * n + 7]!;
  }
  return X;
}

const loaded = (matrix: Matrix): LoadedCohort => {
  const features = Array.from({ length: p }, (_, j) => `g${j}`);
  const steps = defaultPrepare('genotypes', { raw: false, nFeatures: p, hasMissing: true, hasText: false });
  const block = { name: 'snps', kind: 'genotypes' as const, ids, features, matrix };
  return { ids, blocks: [block], steps: [steps], namedFiles: {} } as unknown as LoadedCohort;
};

test('genotypes at 2 bits give the map and the duplicates of the table in full, which is not made', async () => {
  const X = genotypes();
  const packed = genotypeMatrix(n, pack(X.data, n, p)!);
  const ctx = testContext(undefined, executor);
  const wanted = await compareSamples(loaded(X), () => false, false, ctx);
  const got = await compareSamples(loaded(packed), () => false, false, ctx);
  expect(Object.getOwnPropertyDescriptor(packed, 'data')!.get).toBeDefined();
  expect(got.duplicates.map(({ i, l, identical }) => ({ i, l, identical }))).toEqual([
    { i: 7, l: 30, identical: false },
  ]);
  expect(got.duplicates[0]!.correlation).toBeCloseTo(wanted.duplicates[0]!.correlation, 5);
  expect(got.map!.explained[0]).toBeCloseTo(wanted.map!.explained[0], 5);
  for (const axis of ['x', 'y'] as const) {
    got.map![axis].forEach((value, i) => {
      expect(value).toBeCloseTo(wanted.map![axis][i]!, 3);
    });
  }
});
