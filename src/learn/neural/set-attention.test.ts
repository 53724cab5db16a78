import { describe, expect, test } from 'vitest';
import { networkView } from '../../../test/support/network-views.ts';
import type { Context, Executor } from '../../base/context.ts';
import { DataError } from '../../base/errors.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { createEngine } from '../../graph/engine.node.ts';
import { gatedAttention } from '../../graph/layers/gated-attention.ts';
import { NetworkParts, Scope } from '../../graph/layers/scope.ts';
import { constant, input, type Tensor } from '../../graph/tensor.ts';
import { writeModel } from '../../graph/write-model.ts';
import { metricByName } from '../../metric/registry.ts';
import { scorer } from '../../metric/scorer.ts';
import type { Learner, TrainView } from '../../table/contract.ts';
import { createMatrix } from '../../table/matrix.ts';
import { create as createMlp } from './mlp.ts';
import { mlpParams } from './params.ts';
import { setAttentionParams } from './set-and-graph-params.ts';
import { create } from './set-attention.ts';

const engine = createEngine({ threads: 1 });
const context = (): Context => ({
  ...{ random: randomKey(2), executor: {} as Executor, networks: engine },
  ...{ signal: new AbortController().signal, progress: () => {}, warn: () => {} },
});
const setAttention = (given: object) => create(checkParams(setAttentionParams, { ...given }, 'set-attention'));

/** Draws every parameter once and keeps it. */
function drawnScope(): { readonly scope: () => Scope; readonly drawn: Map<string, Float32Array> } {
  const draws = randomKey(4).stream();
  const drawn = new Map<string, Float32Array>();
  const standsFor = (name: string, shape: readonly number[]) => {
    const size = shape.reduce((a, b) => a * b, 1);
    if (!drawn.has(name))
      drawn.set(
        name,
        Float32Array.from({ length: size }, () => draws.normal()),
      );
    return constant(drawn.get(name)!, shape);
  };
  return { scope: () => new Scope(new NetworkParts(false, standsFor)), drawn };
}

async function run(y: Tensor, feeds: Readonly<Record<string, readonly [Tensor, Float32Array, readonly number[]]>>) {
  const session = await engine.open(
    writeModel(
      { y },
      Object.values(feeds).map(([x]) => x),
    ),
  );
  const given = Object.entries(feeds).map(([name, [, data, shape]]) => [name, { data, shape }]);
  const { y: found } = await session.run(Object.fromEntries(given));
  await session.close();
  return found!.data as Float32Array;
}

test('the attention is that of equation 9, over the items that are there', async () => {
  const { scope, drawn } = drawnScope();
  const [items, there] = [input('items', 'float32', ['N', 4, 3]), input('there', 'float32', ['N', 4, 1])];
  const draws = randomKey(5).stream();
  const h = Float32Array.from({ length: 24 }, () => draws.normal());
  const is = Float32Array.of(1, 0, 1, 1, 0, 0, 0, 0);
  const weights = gatedAttention(scope(), items, there, { units: 5, heads: 2 });
  const found = await run(weights, { items: [items, h, [2, 4, 3]], there: [there, is, [2, 4, 1]] });
  const layer = (name: string, x: ArrayLike<number>, width: number) => {
    const [w, b] = [drawn.get(`${name}.weight`)!, drawn.get(`${name}.bias`)];
    return Array.from({ length: width }, (_, u) =>
      Array.from(x).reduce((sum, value, j) => sum + value * w[j * width + u]!, b?.[u] ?? 0),
    );
  };
  const scores = Array.from({ length: 4 }, (_, k) => {
    const x = h.subarray(k * 3, k * 3 + 3);
    const gates = layer('gate', x, 5).map((v) => 1 / (1 + Math.exp(-v)));
    return layer(
      'score',
      layer('judge', x, 5).map((v, u) => Math.tanh(v) * gates[u]!),
      2,
    );
  });
  for (const head of [0, 1]) {
    const shares = scores.map((score, k) => is[k]! * Math.exp(score[head]!));
    const total = shares.reduce((a, b) => a + b);
    shares.forEach((share, k) => {
      expect(found[k * 2 + head]).toBeCloseTo(share / total, 6);
    });
  }
  expect(found.slice(8)).toEqual(new Float32Array(8));
});

test('an item that is not there changes nothing, and a set of none gives the hidden layer zeros', async () => {
  const { scope, drawn } = drawnScope();
  const body = async (shape: readonly number[], values: readonly number[]) => {
    const part = { name: 'x', kind: 'numeric', start0: 0, end0: shape[0]! * shape[1]!, shape, items: true } as const;
    const x = input('x', 'float32', ['N', ...shape]);
    const y = setAttention({ units: 8, heads: 2, layers: 2 }).architecture([part])(scope(), { x });
    return run(y, { x: [x, Float32Array.from(values), [values.length / part.end0, ...shape]] });
  };
  const alone = await body([2, 2], [0.5, -1, 2, 0.25]);
  for (const with3 of [
    [0.5, -1, NaN, NaN, 2, 0.25],
    [NaN, NaN, 0.5, -1, 2, 0.25],
  ]) {
    (await body([3, 2], with3)).forEach((value, u) => {
      expect(value).toBeCloseTo(alone[u]!, 5);
    });
  }
  const none = await body([2, 2], [NaN, NaN, NaN, NaN]);
  expect(none).toEqual(drawn.get('hidden.bias')!.map((b) => Math.max(0, b)));
});

describe('set-attention', () => {
  test('gives the same answer whatever the order of the items', async () => {
    const data = networkView('set-attention', 'regression', 60);
    const model = await setAttention({ epochs: 5, members: 1 }).fit(data, context());
    const order = [4, 2, 0, 5, 1, 3];
    const X = createMatrix(60, 18);
    order.forEach((from, to) => {
      X.data.set(data.X.data.subarray(from * 180, (from + 1) * 180), to * 180);
    });
    const [one, other] = [await model.predict(data, context()), await model.predict({ ...data, X }, context())];
    if (one.task !== 'regression' || other.task !== 'regression') throw new Error('numbers expected');
    one.values.forEach((value, i) => {
      expect(other.values[i]).toBeCloseTo(value, 4);
    });
  });

  test('finds whether some item carries the marker, which the mean of the items does not say', async () => {
    const [train, fresh] = [bags(300, 1), bags(200, 2)];
    const accuracy = async (learner: Learner, seen: TrainView, asked: TrainView) => {
      const prediction = await (await learner.fit(seen, context())).predict(asked, context());
      return scorer(asked.target, prediction).value(metricByName('accuracy'));
    };
    const settings = { members: 1, epochs: 60, rate: 0.01, dropout: 0.1, units: 32 };
    const sets = await accuracy(setAttention(settings), train, fresh);
    const mlp = createMlp(checkParams(mlpParams, settings, 'mlp'));
    const means = await accuracy(mlp, meanItems(train), meanItems(fresh));
    expect(sets).toBeGreaterThan(0.9);
    expect(means).toBeLessThan(0.7);
  });

  test('joins plain tables, and refuses a view without a set, or an item that lacks a part', async () => {
    const data = networkView('set-attention', 'classification', 60);
    const quick = setAttention({ epochs: 2, members: 1 });
    const X = createMatrix(60, 19);
    X.data.set(data.X.data);
    const age = { name: 'clinical', kind: 'clinical', start0: 18, end0: 19 } as const;
    const wider = { ...data, X, features: [...data.features, 'age'], parts: [...data.parts!, age] };
    const model = await quick.fit(wider, context());
    expect(model.importance!().length).toBe(19);
    expect(model.importance!()[18]).toBeGreaterThan(0);
    const { parts: _, ...plain } = data;
    await expect(quick.fit(plain, context())).rejects.toThrow(
      /needs a block of shape \[items, features\], got 'x' \[18\]/,
    );
    const broken = networkView('set-attention', 'classification', 60);
    broken.X.data[1 * 60 + 7] = Number.NaN;
    const refused = await quick.fit(broken, context()).catch((error: Error) => error);
    expect(refused).toBeInstanceOf(DataError);
    expect((refused as Error).message).toMatch(/missing value in feature 'g1' of row 8; fill it in, or make every/);
  });
});

/** Sets of up to 8 items: half hold one item in which two features are high together; in the others they are high in two items. */
function bags(n: number, seed: number): TrainView {
  const stream = randomKey(seed).at('bags').stream();
  const X = createMatrix(n, 8 * 4);
  const codes = Int32Array.from({ length: n }, (_, i) => i % 2);
  for (let i = 0; i < n; i++) {
    const size = 4 + stream.below(5);
    const first = stream.below(size);
    const second = codes[i] === 1 ? first : (first + 1) % size;
    for (let item = 0; item < 8; item++) {
      for (let f = 0; f < 4; f++) {
        const high = (f === 0 && item === first) || (f === 1 && item === second) ? 3 : 0;
        X.data[(item * 4 + f) * n + i] = item < size ? high + 0.4 * stream.normal() : Number.NaN;
      }
    }
  }
  return {
    ...{ X, features: Array.from({ length: 32 }, (_, j) => `g${j}`) },
    parts: [{ name: 'cells', kind: 'numeric', start0: 0, end0: 32, shape: [8, 4] }],
    target: { task: 'classification', classes: ['no', 'yes'], codes },
  };
}

/** The mean of each feature over the items that are there. */
function meanItems({ X, target }: TrainView): TrainView {
  const n = X.nRows;
  const means = createMatrix(n, 4);
  for (let i = 0; i < n; i++) {
    for (let f = 0; f < 4; f++) {
      const values = Array.from({ length: 8 }, (_, item) => X.data[(item * 4 + f) * n + i]!).filter(
        (x) => !Number.isNaN(x),
      );
      means.data[f * n + i] = values.reduce((a, b) => a + b, 0) / values.length;
    }
  }
  return { X: means, features: ['a', 'b', 'c', 'd'], target };
}
