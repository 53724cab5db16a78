import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classified } from '../../../test/support/classified.ts';
import type { Context, Executor } from '../../base/context.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import type { Warning } from '../../base/warning.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import type { TrainView } from '../../table/contract.ts';
import { createMatrix } from '../../table/matrix.ts';
import type { ClassTarget } from '../../table/target.ts';
import { costPath } from './cost-path.ts';
import { create } from './linear-svm.ts';
import { linearSvmParams } from './params.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());

const context = (): Context & { warnings: Warning[] } => {
  const warnings: Warning[] = [];
  const { signal } = new AbortController();
  return { executor, random: randomKey(6), signal, progress: () => {}, warn: (w) => warnings.push(w), warnings };
};
const learner = (given: Readonly<Record<string, unknown>> = {}) =>
  create(checkParams(linearSvmParams, given, 'linear-svm'));

/** Features 2k and 2k + 1 are higher by 1 in class k; the others are noise. */
function viewOf(n: number, p: number, nClasses: number, scale = 1): TrainView<ClassTarget> {
  const draws = randomKey(12).at(n, p, nClasses).stream();
  const codes = Int32Array.from({ length: n }, (_, i) => i % nClasses);
  const X = createMatrix(n, p);
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < n; i++) X.data[j * n + i] = scale * (draws.normal() + Number(j >> 1 === codes[i]!));
  }
  const features = Array.from({ length: p }, (_, j) => `g${j}`);
  return { X, features, target: { task: 'classification', classes: ['a', 'b', 'c'].slice(0, nClasses), codes } };
}

describe('linear-svm', () => {
  it('gives each class of three the most probability where its decision value is largest', async () => {
    const data = viewOf(90, 10, 3);
    const model = await learner({ C: 0.1 }).fit(data, context());
    const { weights, intercepts } = model.toState().arrays as { weights: Float64Array; intercepts: Float64Array };
    const { probabilities } = classified(await model.predict(data, context()));
    for (let i = 0; i < 90; i++) {
      const decisions = [...intercepts].map((b, q) =>
        data.features.reduce((sum, _, j) => sum + weights[q * 10 + j]! * data.X.data[j * 90 + i]!, b),
      );
      const row = [...probabilities.subarray(3 * i, 3 * i + 3)];
      expect(row.indexOf(Math.max(...row))).toBe(decisions.indexOf(Math.max(...decisions)));
    }
  });

  it('gives along its path what single fits give', async () => {
    for (const data of [viewOf(60, 8, 3), viewOf(40, 90, 2)]) {
      const Cs = costPath(data.X).slice(2, 5);
      const tight = { tolerance: 1e-6, 'max-passes': 100_000 };
      const path = await learner(tight).path!.fit(data, Cs, context());
      for (const [c, C] of Cs.entries()) {
        const alone = await learner({ ...tight, C }).fit(data, context());
        const [ours, theirs] = await Promise.all(
          [path[c]!, alone].map(async (model) => classified(await model.predict(data, context()))),
        );
        ours!.probabilities.forEach((p, at) => {
          expect(p).toBeCloseTo(theirs!.probabilities[at]!, 2);
        });
      }
    }
  });

  it('does not depend on the unit of the features, which C and the intercept take from the data', async () => {
    const [one, thousand] = await Promise.all(
      [1, 1024].map(async (scale) => {
        const data = viewOf(60, 8, 3, scale);
        return classified(await (await learner().fit(data, context())).predict(data, context()));
      }),
    );
    thousand!.probabilities.forEach((p, at) => {
      expect(p).toBeCloseTo(one!.probabilities[at]!, 6);
    });
  });

  it('ranks the features that tell the classes apart first', async () => {
    const model = await learner().fit(viewOf(300, 30, 3), context());
    const order = [...model.importance!().entries()].sort((a, b) => b[1] - a[1]).map(([j]) => j);
    expect(order.slice(0, 6).sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('favours the rare class when balanced', async () => {
    const data = viewOf(120, 6, 2);
    const rare = data.target.codes.map((code, i) => Number(code === 1 && i < 30));
    const view = { ...data, target: { ...data.target, codes: rare } };
    const intercept = async (weight: string) =>
      (
        (await learner({ C: 0.05, 'class-weight': weight }).fit(view, context())).toState().arrays
          .intercepts as Float64Array
      )[0]!;
    expect(await intercept('balanced')).toBeGreaterThan((await intercept('none')) + 0.1);
  });

  it('says so when the passes allowed are too few', async () => {
    const ctx = context();
    await learner({ C: 100, tolerance: 1e-6, 'max-passes': 2 }).fit(viewOf(60, 8, 3), ctx);
    expect(ctx.warnings.map(({ code }) => code)).toEqual(['not-converged']);
    expect(ctx.warnings[0]!.message).toMatch(/stopped after 2 passes with a duality gap of up to .*asked: 0.000001/);
  });
});
