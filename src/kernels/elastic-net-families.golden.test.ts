import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Coefficients, dense, objective } from '../../test/support/elastic-net-twin.ts';
import type { Context, Executor } from '../base/context.ts';
import { randomKey } from '../base/random.ts';
import { matrixFromRows } from '../table/matrix.ts';
import { type ElasticNetProblem, elasticNetPath, type Response } from './elastic-net.ts';
import { createExecutor } from './executor.node.ts';

interface Fit {
  readonly family: 'gaussian' | 'poisson' | 'cox';
  readonly alpha: number;
  readonly weighted: boolean;
  readonly free: boolean;
  /** What the gaussian response is divided by. */
  readonly unit: number;
  readonly lambdas: readonly number[];
  readonly dev: readonly number[];
  readonly points: readonly Coefficients[];
}
interface Table {
  readonly name: string;
  readonly X: readonly (readonly number[])[];
  readonly gaussian: readonly number[];
  readonly poisson: readonly number[];
  readonly times: readonly number[];
  readonly events: readonly number[];
  readonly weights: readonly number[];
  readonly fits: readonly Fit[];
}
const golden: { readonly versions: { readonly glmnet: string }; readonly tables: readonly Table[] } = JSON.parse(
  readFileSync(new URL('../../test/golden/glmnet-families.json', import.meta.url), 'utf8'),
);

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());

function responseOf(table: Table, { family, unit }: Fit): Response {
  if (family === 'cox') {
    return { family, times: Float64Array.from(table.times), events: Uint8Array.from(table.events) };
  }
  return { family, y: Float64Array.from(table[family], (y) => y / unit) };
}

function problemOf(table: Table, fit: Fit): ElasticNetProblem {
  const { alpha, weighted, free, lambdas } = fit;
  const X = matrixFromRows(table.X);
  const raw = weighted ? table.weights : table.weights.map(() => 1);
  const total = raw.reduce((sum, w) => sum + w, 0);
  const penaltyFactors = new Float64Array(X.nCols).fill(1);
  if (free) for (const j of [1, X.nCols - 1]) penaltyFactors[j] = 0;
  return {
    ...responseOf(table, fit),
    ...{ X, weights: Float64Array.from(raw, (w) => w / total), penaltyFactors },
    ...{ l1Ratio: alpha, lambdas, tolerance: 1e-10, maxCycles: 2000 },
  };
}

describe.each(golden.tables)('$name', (table) => {
  test.each(table.fits)(
    `equals glmnet ${golden.versions.glmnet} to 1e-4: $family, alpha $alpha, weighted $weighted, two features without penalty $free`,
    async (fit) => {
      const problem = problemOf(table, fit);
      const ctx: Context = {
        executor,
        random: randomKey(1),
        signal: new AbortController().signal,
        progress: () => {},
        warn: () => {},
      };
      const points = await elasticNetPath(problem, ctx);
      expect(points.length).toBe(fit.lambdas.length);
      points.forEach((point, l) => {
        const ours = dense(point, problem.X.nCols);
        const theirs = fit.points[l]!;
        const flat = ({ intercepts, coefficients }: Coefficients) => [...intercepts, ...coefficients.flat()];
        const worst = flat(ours).reduce((most, value, at) => Math.max(most, Math.abs(value - flat(theirs)[at]!)), 0);
        expect(worst).toBeLessThan(1e-4);
        expect(point.explained).toBeCloseTo(fit.dev[l]!, 5);
        expect(point.gap).toBeLessThanOrEqual(1e-10);
        const at = { ...problem, lambda: point.lambda };
        expect(objective(at, ours)).toBeLessThanOrEqual(objective(at, theirs) + 1e-9);
      });
    },
  );
});
