import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { classified } from '../../../test/support/classified.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { matrixFromRows } from '../../table/matrix.ts';
import { requireTask } from '../../table/target.ts';
import { create } from './boosting.ts';
import { boostingParams } from './params.ts';

interface Case {
  readonly classes: number;
  readonly X: readonly (readonly (number | null)[])[];
  readonly y: readonly number[];
  readonly probabilities: readonly (readonly number[])[];
}
const golden = JSON.parse(readFileSync(new URL('../../../test/golden/boosting-margins.json', import.meta.url), 'utf8'));
const { eta, max_depth, lambda, alpha, gamma, min_child_weight, max_bin } = golden.settings;

it.each(golden.cases as Case[])(
  'grows the trees of XGBoost: the same probabilities to 1e-5, $classes classes, missing values, all penalties',
  async ({ classes, X, y, probabilities }) => {
    const params = checkParams(
      boostingParams,
      {
        ...{ rounds: golden.rounds, 'learning-rate': eta, 'max-depth': max_depth, lambda, alpha, gamma },
        ...{ 'min-child-weight': min_child_weight, 'max-bins': max_bin, 'row-sample': 1, 'column-sample': 1 },
      },
      'boosting',
    );
    const data = {
      X: matrixFromRows(X.map((row) => row.map((value) => value ?? Number.NaN))),
      features: X[0]!.map((_, j) => `g${j}`),
      target: {
        task: 'classification' as const,
        classes: Array.from({ length: classes }, (_, k) => `class ${k}`),
        codes: Int32Array.from(y),
      },
    };
    const executor = await createExecutor(1);
    const signal = new AbortController().signal;
    const ctx = { random: randomKey(1), executor, signal, progress: () => {}, warn: () => {} };
    const prediction = classified(await (await create(params).fit(data, ctx)).predict(data, ctx));
    await executor.close();
    const got = requireTask(prediction, 'classification', 'test').probabilities;
    const largest = probabilities.flat().reduce((most, p, at) => Math.max(most, Math.abs(p - got[at]!)), 0);
    expect(largest).toBeLessThan(1e-5);
  },
);
