import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Coefficients, dense, objective } from '../../test/support/elastic-net-twin.ts';
import type { Executor } from '../base/context.ts';
import { randomKey } from '../base/random.ts';
import { matrixFromRows } from '../table/matrix.ts';
import { type ElasticNetProblem, elasticNetPath } from './elastic-net.ts';
import { createExecutor } from './executor.node.ts';

interface Fit {
  readonly alpha: number;
  readonly balanced: boolean;
  readonly lambdas: readonly number[];
  readonly points: readonly Coefficients[];
}
interface Glmnet {
  readonly versions: Readonly<Record<string, string>>;
  readonly tables: readonly {
    readonly name: string;
    readonly X: readonly (readonly number[])[];
    readonly y: readonly number[];
    readonly fits: readonly Fit[];
  }[];
}
interface ScikitLearn {
  readonly versions: Readonly<Record<string, string>>;
  readonly fits: Readonly<
    Record<string, readonly (Coefficients & { readonly lambda: number; readonly alpha: number; balanced: boolean })[]>
  >;
}
const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../test/golden/${name}`, import.meta.url), 'utf8'));
const glmnet = read<Glmnet>('glmnet.json');
const sklearn = read<ScikitLearn>('elastic-net.json');

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());

function problemOf({ X, y }: Glmnet['tables'][number], fit: Pick<Fit, 'alpha' | 'balanced' | 'lambdas'>) {
  const nClasses = Math.max(...y) + 1;
  const members = Array.from({ length: nClasses }, (_, k) => y.filter((code) => code === k).length);
  const weights = Float64Array.from(y, (k) => 1 / (fit.balanced ? nClasses * members[k]! : y.length));
  const { alpha: l1Ratio, lambdas } = fit;
  const X32 = matrixFromRows(X);
  return {
    ...{
      family: 'multinomial' as const,
      X: X32,
      codes: Int32Array.from(y),
      nClasses,
      weights,
      l1Ratio,
      lambdas,
      tolerance: 1e-9,
      maxCycles: 500,
    },
  };
}

const solve = (problem: ElasticNetProblem) =>
  elasticNetPath(problem, {
    executor,
    random: randomKey(1),
    signal: new AbortController().signal,
    progress: () => {},
    warn: () => {},
  });

/** Multinomial intercepts are told apart only by their differences: compared when they sum to zero, as glmnet leaves them. */
const centred = (list: readonly number[]) =>
  list.length === 1 ? list : list.map((value) => value - list.reduce((sum, x) => sum + x, 0) / list.length);

function expectSame(ours: Coefficients, theirs: Coefficients): void {
  const flat = ({ intercepts, coefficients }: Coefficients) => [...centred(intercepts), ...coefficients.flat()];
  const want = flat(theirs);
  expect(flat(ours).length).toBe(want.length);
  const worst = Math.max(...flat(ours).map((value, at) => Math.abs(value - want[at]!)));
  expect(worst).toBeLessThan(1e-4);
}

describe.each(glmnet.tables)('$name', (table) => {
  test.each(table.fits)(
    `equals glmnet ${glmnet.versions.glmnet} to 1e-4: alpha $alpha, balanced $balanced`,
    async (fit) => {
      const problem = problemOf(table, fit);
      const points = await solve(problem);
      points.forEach((point, l) => {
        const ours = dense(point, problem.X.nCols);
        expectSame(ours, fit.points[l]!);
        const at = { ...problem, lambda: point.lambda };
        expect(objective(at, ours)).toBeLessThanOrEqual(objective(at, fit.points[l]!) + 1e-9);
      });
    },
  );

  test.each(sklearn.fits[table.name]!)(
    `equals scikit-learn ${sklearn.versions['scikit-learn']} (saga) to 1e-4: L1 share $alpha, balanced $balanced`,
    async (fit) => {
      const problem = problemOf(table, { ...fit, lambdas: [fit.lambda] });
      const [point] = await solve(problem);
      const ours = dense(point!, problem.X.nCols);
      expectSame(ours, fit);
      const at = { ...problem, lambda: fit.lambda };
      expect(objective(at, ours)).toBeLessThanOrEqual(objective(at, fit) + 1e-9);
    },
  );
});

test('the golden tables are what float32 holds, so that both sides solve the same problem', () => {
  for (const { X } of glmnet.tables) for (const value of X.flat()) expect(Math.fround(value)).toBe(value);
});
