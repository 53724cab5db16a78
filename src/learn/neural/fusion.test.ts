import { describe, expect, test } from 'vitest';
import { survivalView } from '../../../test/support/learner-views.ts';
import { networkView } from '../../../test/support/network-views.ts';
import type { Context, Executor } from '../../base/context.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { createEngine } from '../../graph/engine.node.ts';
import { readModel } from '../../graph/read-model.ts';
import { metricByName } from '../../metric/registry.ts';
import { scorer } from '../../metric/scorer.ts';
import { coxRegression } from '../../numeric/survival/cox-regression.ts';
import type { TrainView } from '../../table/contract.ts';
import { columnsOf } from '../../table/matrix.ts';
import { create } from './fusion.ts';
import { fusionParams } from './params.ts';

const context = (): Context => ({
  ...{ random: randomKey(2), executor: {} as Executor, networks: createEngine({ threads: 1 }) },
  ...{ signal: new AbortController().signal, progress: () => {}, warn: () => {} },
});
const learned = (data: TrainView, given: Readonly<Record<string, unknown>>) =>
  create(checkParams(fusionParams, given, 'fusion')).fit(data, context());

describe('fusion', () => {
  test('without units, trained to the end, is Cox regression', async () => {
    const plain = survivalView(120, 4, { effect: 0.7 });
    const part = (name: string, start0: number) => ({ name, kind: 'numeric', start0, end0: start0 + 2 }) as const;
    const data: TrainView = { ...plain, parts: [part('rna', 0), part('copies', 2)] };
    const linear = { units: 0, dropout: 0, 'block-dropout': 0, 'weight-decay': 0 };
    const whole = { batch: 120, members: 1, held: 0, epochs: 1500, rate: 0.02, schedule: 'cosine' };
    const model = await learned(data, { ...linear, ...whole });
    const { times, events } = plain.target;
    const { coefficients } = coxRegression(
      { columns: columnsOf(plain.X).map((x) => Float64Array.from(x)), times, events },
      { ties: 'breslow' },
    );
    const { parameters } = readModel(model.toState().arrays.onnx as Uint8Array);
    const weights = parameters.get('member1.last.weight')!.data as Float32Array;
    coefficients.forEach((coefficient, j) => {
      expect(weights[j]).toBeCloseTo(coefficient, 3);
    });
  });

  test.each(['concat', 'attention', 'max'])(
    'joined by %s, predicts a sample that lacks a block from the other',
    async (join) => {
      const data = networkView('fusion', 'classification', 200);
      const model = await learned(data, {
        join,
        members: 1,
        'block-dropout': 0.4,
        dropout: 0.2,
        rate: 0.01,
        epochs: 60,
      });
      // The second block says nothing and is not there: what is written in it must not matter.
      const absent = new Uint8Array(200);
      const lacking = (value: number): TrainView => ({
        ...data,
        X: { ...data.X, data: data.X.data.map((x, at) => (at >= 6 * 200 ? value : x)) },
        parts: [data.parts![0]!, { ...data.parts![1]!, present: absent }],
      });
      const predicted = await model.predict(lacking(0), context());
      expect(await model.predict(lacking(7), context())).toEqual(predicted);
      expect(scorer(data.target, predicted).value(metricByName('accuracy'))).toBeGreaterThan(0.8);
    },
  );
});
