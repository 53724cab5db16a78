import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dense, objective } from '../../test/support/elastic-net-twin.ts';
import { flat, ofStandardised, responseOf, type SparseGolden, standardised } from '../../test/support/glmnet-sparse.ts';
import type { Context, Executor } from '../base/context.ts';
import { randomKey } from '../base/random.ts';
import { type ElasticNetProblem, elasticNetPath } from './elastic-net.ts';
import { createExecutor } from './executor.node.ts';

const golden: { readonly versions: { readonly glmnet: string }; readonly tables: readonly SparseGolden[] } = JSON.parse(
  readFileSync(new URL('../../test/golden/glmnet-sparse.json', import.meta.url), 'utf8'),
);

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());

describe.each(golden.tables)('$name', (table) => {
  const scaled = standardised(table);
  test.each(table.fits)(
    `equals glmnet ${golden.versions.glmnet} on a sparse Matrix to 1e-4: $family, alpha $alpha`,
    async (fit) => {
      const { X } = scaled;
      const problem: ElasticNetProblem = {
        ...responseOf(table, fit),
        ...{ X, weights: new Float64Array(table.n).fill(1 / table.n), l1Ratio: fit.alpha, lambdas: fit.lambdas },
        ...{ tolerance: 1e-13, maxCycles: 5000 },
      };
      const ctx: Context = {
        ...{ executor, random: randomKey(1), signal: new AbortController().signal, progress: () => {}, warn: () => {} },
      };
      const points = await elasticNetPath(problem, ctx);
      expect(points.length).toBe(fit.lambdas.length);
      points.forEach((point, l) => {
        const ours = dense(point, X.nCols);
        const theirs = ofStandardised(fit.points[l]!, scaled, fit.family === 'cox');
        const wanted = flat(theirs);
        expect(flat(ours).reduce((most, b, at) => Math.max(most, Math.abs(b - wanted[at]!)), 0)).toBeLessThan(1e-4);
        expect(point.explained).toBeCloseTo(fit.dev[l]!, 5);
        expect(point.gap).toBeLessThanOrEqual(1e-13);
        const at = { ...problem, lambda: point.lambda };
        expect(objective(at, ours)).toBeLessThanOrEqual(objective(at, theirs) + 1e-9);
      });
    },
  );
});
