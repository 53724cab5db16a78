import { describe, expect, test } from 'vitest';
import type { Context, Executor } from '../../base/context.ts';
import { CancelledError, DataError, NumericError, UnsupportedError } from '../../base/errors.ts';
import { randomKey } from '../../base/random.ts';
import type { Warning } from '../../base/warning.ts';
import { createEngine } from '../engine.node.ts';
import { batchNorm } from '../layers/batch-norm.ts';
import { dense } from '../layers/dense.ts';
import { dropped } from '../layers/dropped.ts';
import { rectified } from '../layers/rectified.ts';
import type { Scope } from '../layers/scope.ts';
import { squared } from '../loss/squared.ts';
import { weightedMean } from '../loss/weighted-mean.ts';
import { add } from '../ops/add.ts';
import { matmul } from '../ops/matmul.ts';
import { reshape } from '../ops/reshape.ts';
import type { Tensor } from '../tensor.ts';
import type { TrainingData } from './data.ts';
import { findRate } from './find-rate.ts';
import type { Network } from './network.ts';
import { rateAt } from './schedule.ts';
import { type Checkpoint, type TrainSettings, train } from './train.ts';
import { troubleOf } from './trouble.ts';

const P = 4;
const n = 90;

/** The engine, with the number of sessions that are open now. */
const inner = createEngine({ threads: 1 });
const engine = {
  ...inner,
  count: 0,
  async open(model: Uint8Array) {
    const session = await inner.open(model);
    engine.count++;
    const close = async () => {
      engine.count--;
      await session.close();
    };
    return { ...session, close };
  },
};

function context(signal = new AbortController().signal): Context & { warnings: Warning[] } {
  const warnings: Warning[] = [];
  const executor = {} as Executor;
  return {
    random: randomKey(4),
    executor,
    networks: engine,
    signal,
    progress: () => {},
    warn: (w) => warnings.push(w),
    warnings,
  };
}

const body = (scope: Scope, x: Tensor) => {
  const own = scope.at('hidden');
  const y = dropped(own, rectified(own, batchNorm(own, dense(own, x, 16))), 0.2);
  return reshape(dense(scope.at('last'), y, 1, { gain: 1 }), [x.shape[0]!]);
};
const network: Network = {
  inputs: { x: { dtype: 'float32', shape: [P] } },
  targets: { y: { dtype: 'float32', shape: [] } },
  loss: (scope, { x, y }, weights) => weightedMean(squared(body(scope, x!), y!), weights),
  outputs: (scope, { x }) => ({ y: body(scope, x!) }),
};

function data(change: (x: Float32Array) => void = () => {}): TrainingData {
  const draws = randomKey(9).stream();
  const x = Float32Array.from({ length: n * P }, () => draws.normal());
  change(x);
  const y = Float32Array.from({ length: n }, (_, i) => Math.abs(x[i * P]!) + 0.1 * draws.normal());
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  return {
    fields: { x: { data: x, shape: [n, P] }, y: { data: y, shape: [n] } },
    weights: new Float32Array(n).fill(1),
    ...{ rows: rows.subarray(0, 70), held: rows.subarray(70) },
  };
}

const settings: TrainSettings = { epochs: 6, batch: 16, rate: { rate: 0.01, shape: 'cosine' }, patience: 100 };

describe('train', () => {
  test('learns, and gives the same bits again', async () => {
    const long = { ...settings, epochs: 60 };
    const trained = await train(network, data(), long, context());
    expect(trained.history.at(-1)!.held).toBeLessThan(0.3 * trained.history[0]!.held!);
    expect(await train(network, data(), long, context())).toEqual(trained);
    expect(engine.count).toBe(0);
  });

  test('goes on from a checkpoint to the same bits', async () => {
    const checkpoints: Checkpoint[] = [];
    const whole = await train(network, data(), { ...settings, onEpoch: (one) => checkpoints.push(one) }, context());
    const resumed = await train(network, data(), { ...settings, from: structuredClone(checkpoints[2]!) }, context());
    expect(resumed).toEqual(whole);
  });

  test('keeps the best epoch on the held rows, and stops when nothing notable comes', async () => {
    // Held rows that have nothing to do with the others get worse and worse.
    const noise = data();
    const y = noise.fields.y!.data as Float32Array;
    noise.held.forEach((i) => {
      y[i] = i % 2 === 0 ? 5 : -5;
    });
    const { history, epoch, loss, parameters } = await train(
      network,
      noise,
      { ...settings, epochs: 100, patience: 4 },
      context(),
    );
    expect(history.length).toBeLessThan(100);
    const held = history.map((one) => one.held!);
    expect(loss).toBe(Math.min(...held));
    expect(held[epoch - 1]).toBe(loss);
    expect(Object.keys(parameters).sort()).toEqual([
      ...['hidden.bias', 'hidden.mean', 'hidden.scale', 'hidden.shift', 'hidden.variance', 'hidden.weight'],
      ...['last.bias', 'last.weight'],
    ]);
  });

  test('rows of weight 0 are as good as absent', async () => {
    const plain: Network = {
      ...network,
      loss: (scope, { x, y }, w) => weightedMean(squared(linear(scope, x!), y!), w),
    };
    const linear = (scope: Scope, x: Tensor) => reshape(dense(scope, x, 1), [x.shape[0]!]);
    const full = { ...settings, batch: n, epochs: 20 };
    const half = data();
    half.weights.fill(0, 30, 70);
    const cut = { ...data(), rows: half.rows.subarray(0, 30) };
    const [one, other] = [await train(plain, half, full, context()), await train(plain, cut, full, context())];
    Object.entries(one.parameters).forEach(([name, values]) => {
      values.forEach((value, k) => {
        expect(value).toBeCloseTo(other.parameters[name]![k]!, 4);
      });
    });
  });

  test('stops when aborted, and leaves no session open', async () => {
    const abort = new AbortController();
    const fit = train(network, data(), { ...settings, onEpoch: () => abort.abort() }, context(abort.signal));
    await expect(fit).rejects.toThrow(CancelledError);
    expect(engine.count).toBe(0);
  });

  test('a context without an engine is refused', async () => {
    const { networks: _, ...bare } = context();
    await expect(train(network, data(), settings, bare)).rejects.toThrow(UnsupportedError);
  });

  test('a loss that is not finite names the step and the likely cause', async () => {
    const odd = data((x) => x.fill(Number.NaN, 0, 4));
    await expect(train(network, odd, settings, context())).rejects.toThrow(NumericError);
    const huge = data((x) => x.fill(3e38));
    await expect(train(network, huge, settings, context())).rejects.toThrow(
      /training: the loss must be finite, got (NaN|Infinity) at step 1; look for values that are not finite or very large/,
    );
  });

  test('an exploding loss ends training with a warning, the best weights kept', async () => {
    const plain: Network = { ...network, loss: (scope, { x, y }, w) => weightedMean(squared(deep(scope, x!), y!), w) };
    const deep = (scope: Scope, x: Tensor) =>
      reshape(dense(scope.at('b'), dense(scope.at('a'), x, 8), 1), [x.shape[0]!]);
    const ctx = context();
    const wild = {
      ...settings,
      epochs: 40,
      rate: { rate: 0.3, shape: 'constant' },
      optimiser: { kind: 'sgd' },
    } as const;
    const { parameters, epoch } = await train(plain, data(), wild, ctx);
    expect(epoch).toBeGreaterThan(0);
    for (const values of Object.values(parameters)) expect(values.every(Number.isFinite)).toBe(true);
    expect(ctx.warnings[0]!.message).toMatch(
      /(exploded|must be finite).*step \d+.*the weights of epoch \d+ are kept; the learning rate is likely too high/,
    );
  });

  test('a layer without a living unit is named', async () => {
    const dying: Network = { ...network, loss: (scope, { x, y }, w) => weightedMean(squared(dead(scope, x!), y!), w) };
    const dead = (scope: Scope, x: Tensor) => {
      const own = scope.at('hidden');
      const away = own.offset('away', [8], (shape) => new Float32Array(shape[0]!).fill(-100));
      const y = rectified(own, dense(own, x, 8, { bias: false }));
      return reshape(dense(scope.at('last'), rectified(scope.at('second'), add(y, away)), 1), [x.shape[0]!]);
    };
    await expect(train(dying, data(), settings, context())).rejects.toThrow(
      /no unit of 'second' answers to any sample after step \d+: its rectifiers are dead; the learning rate/,
    );
  });

  test('memory does not grow with epochs', async () => {
    const rss = async (epochs: number) => {
      await train(network, data(), { ...settings, epochs }, context());
      globalThis.gc?.();
      return process.memoryUsage().rss;
    };
    await rss(20);
    const [short, long] = [await rss(20), await rss(120)];
    expect(long - short).toBeLessThan(64 * 2 ** 20);
  });
});

describe('findRate', () => {
  test('gives a rate that learns, within the range it tries', async () => {
    const rate = await findRate(network, data(), settings, context());
    expect(rate).toBeGreaterThan(1e-5);
    expect(rate).toBeLessThan(0.2);
  });
});

describe('what went wrong', () => {
  const fine = { loss: 1, dead: [] };
  const high = 'the learning rate is likely too high: divide it by 10, or clip the gradient';

  test('is nothing in a good epoch', () => {
    expect(troubleOf([2, 1], 10, 1, fine)).toBeUndefined();
    expect(troubleOf([999], 10, 0.5, fine)).toBeUndefined();
  });

  test('names the step, the loss and the layer', () => {
    expect(troubleOf([1, Number.NaN], 10, 1, fine)).toEqual({
      problem: 'the loss must be finite, got NaN at step 12',
      hint: high,
    });
    expect(troubleOf([5000, 7000], 10, 2, fine)).toEqual({
      problem: 'the loss exploded: 6.00e+3 around step 12, 2.00 in the first epoch',
      hint: high,
    });
    expect(troubleOf([1], 10, 1, { loss: Number.POSITIVE_INFINITY, dead: [] })?.problem).toBe(
      'the loss after step 11 must be finite, got Infinity on the rows that training is judged by',
    );
    expect(troubleOf([1], 10, 1, { loss: 1, dead: ['a'] })?.problem).toBe(
      "no unit of 'a' answers to any sample after step 11: its rectifiers are dead",
    );
  });

  test.each([Number.NaN, 3e38])('a held row of %d is not passed over in silence', async (value) => {
    const odd = data((x) => x.fill(value, 80 * P, 81 * P));
    await expect(train(network, odd, settings, context())).rejects.toThrow(
      /training: the loss after step 5 must be finite, got (NaN|Infinity) on the rows that training is judged by; look for values/,
    );
  });

  test('batches of rows of weight 0 alone are none; without any other row training is refused', async () => {
    const few = data();
    few.weights.fill(0, 0, 60);
    const { rows, ...rest } = few;
    const small = { ...settings, batch: 4 };
    const trained = await train(network, few, small, context());
    expect(trained.epoch).toBeGreaterThan(0);
    expect(await train(network, { rows: rows.subarray(60), ...rest }, small, context())).toEqual(trained);
    few.weights.fill(0);
    await expect(train(network, few, small, context())).rejects.toThrow(DataError);
  });

  test('a layer that dies later leaves a warning and the weights before it', async () => {
    const first: Checkpoint[] = [];
    await train(network, data(), { ...settings, onEpoch: (one) => first.push(one) }, context());
    const states = structuredClone(first[1]!.states) as Record<string, Float32Array>;
    states['hidden.shift']!.fill(-1000);
    const ctx = context();
    const { epoch, parameters, history } = await train(
      network,
      data(),
      { ...settings, from: { ...first[1]!, states } },
      ctx,
    );
    expect(history).toEqual(first[1]!.history);
    expect([epoch, parameters]).toEqual([first[1]!.best.epoch, first[1]!.best.parameters]);
    expect(ctx.warnings.map((one) => one.message).join()).toMatch(
      /no unit of 'hidden' answers .* after step 15.*; the weights of epoch [12] are kept; the learning rate/,
    );
  });
});

describe('steps in the graph', () => {
  // One weight drawn to the values of a target: its slope is that of the mean square, 2(w − mean y).
  const single: Network = {
    inputs: { x: { dtype: 'float32', shape: [1] } },
    targets: { y: { dtype: 'float32', shape: [] } },
    loss: (scope, { x, y }, w) => weightedMean(squared(reshape(one(scope, x!), [x!.shape[0]!]), y!), w),
    outputs: (scope, { x }) => ({ y: one(scope, x!) }),
  };
  const one = (scope: Scope, x: Tensor) =>
    matmul(
      x,
      scope.weight('w', [1, 1], () => Float32Array.of(2)),
    );
  const rows: TrainingData = {
    fields: { x: { data: Float32Array.of(1, 1), shape: [2, 1] }, y: { data: Float32Array.of(-1, -2), shape: [2] } },
    weights: Float32Array.of(1, 1),
    ...{ rows: Int32Array.of(0, 1), held: new Int32Array() },
  };
  const slope = (w: number) => 2 * (w + 1.5);
  const STEPS = 10;
  const made = async (more: Partial<TrainSettings>) => {
    const path: number[] = [];
    const onEpoch = ({ states }: Checkpoint) => path.push(states.w![0]!);
    await train(single, rows, { ...settings, epochs: STEPS, batch: 2, onEpoch, ...more }, context());
    return path;
  };
  const expectPath = (got: readonly number[], next: (w: number, t: number) => number) => {
    let w = 2;
    got.forEach((value, k) => {
      w = next(w, k + 1);
      expect(value, `step ${k + 1}`).toBeCloseTo(w, 5);
    });
    expect(got).toHaveLength(STEPS);
  };
  const constant = { rate: 0.1, shape: 'constant' } as const;

  test.each([0, 0.3])('are Adam as published, with decay %d taken off the weight itself', async (weightDecay) => {
    let [m, v] = [0, 0];
    expectPath(await made({ rate: constant, optimiser: { weightDecay } }), (w, t) => {
      m = 0.9 * m + 0.1 * slope(w);
      v = 0.999 * v + 0.001 * slope(w) ** 2;
      const step = (0.1 * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
      return w - step - 0.1 * weightDecay * w;
    });
  });

  test('are gradient descent with momentum and decay', async () => {
    let u = 0;
    const optimiser = { kind: 'sgd', momentum: 0.5, weightDecay: 0.3 } as const;
    expectPath(await made({ rate: constant, optimiser }), (w) => {
      u = 0.5 * u + slope(w);
      return w - 0.1 * u - 0.1 * 0.3 * w;
    });
  });

  test('follow a gradient no longer than they are told', async () => {
    const optimiser = { kind: 'sgd', momentum: 0 } as const;
    expectPath(await made({ rate: constant, optimiser, clip: 1 }), (w) => w - 0.1 * Math.min(1, slope(w)));
  });

  test('fall as a cosine, after a rise where that is asked for', async () => {
    const optimiser = { kind: 'sgd', momentum: 0 } as const;
    const cosine = (step: number, of: number) => (0.1 * (1 + Math.cos((Math.PI * step) / of))) / 2;
    expectPath(
      await made({ rate: { rate: 0.1, shape: 'cosine' }, optimiser }),
      (w, t) => w - cosine(t - 1, STEPS) * slope(w),
    );
    const rates = Array.from({ length: 21 }, (_, step) => rateAt({ rate: 0.1, shape: 'one-cycle' }, step, 20));
    [0.05, 0.1, 0.1].forEach((rate, step) => {
      expect(rates[step]).toBeCloseTo(rate, 12);
    });
    for (let step = 2; step < 21; step++) expect(rates[step]).toBeCloseTo(cosine(step - 2, 18), 12);
  });
});
