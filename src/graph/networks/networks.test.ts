import { describe, expect, test } from 'vitest';
import type { Context, Executor } from '../../base/context.ts';
import type { HostTensor } from '../../base/network-engine.ts';
import { randomKey } from '../../base/random.ts';
import { createEngine } from '../engine.node.ts';
import type { Network } from '../training/network.ts';
import { type TrainSettings, train } from '../training/train.ts';
import { predictionGraph } from '../training/write-evaluation.ts';
import { writeModel } from '../write-model.ts';
import { autoencoder } from './autoencoder.ts';
import { unet } from './unet.ts';

const engine = createEngine({ threads: 1 });
const context = (): Context => ({
  ...{ random: randomKey(2), executor: {} as Executor, networks: engine, signal: new AbortController().signal },
  ...{ progress: () => {}, warn: () => {} },
});

/** Trains on the first rows of some fields, and answers for all. */
async function learned(
  network: Network,
  fields: Record<string, HostTensor>,
  rows: number,
  settings: Partial<TrainSettings> = {},
) {
  const n = fields.x!.shape[0]!;
  const all = Int32Array.from({ length: n }, (_, i) => i);
  const data = { fields, weights: new Float32Array(n).fill(1), rows: all.subarray(0, rows), held: all.subarray(rows) };
  const usual = { epochs: 40, batch: 16, patience: 40, rate: { rate: 0.01, shape: 'cosine' } } as const;
  const trained = await train(network, data, { ...usual, ...settings }, context());
  const { outputs, inputs, parameters } = predictionGraph(network);
  const session = await engine.open(
    writeModel(outputs, [...inputs, ...[...parameters.values()].map(({ value }) => value)]),
  );
  const own = [...parameters].map(([name, { shape }]) => [name, { data: trained.parameters[name]!, shape }] as const);
  const answer = await session.run({ x: fields.x!, ...Object.fromEntries(own) });
  await session.close();
  return { trained, answer };
}

describe('autoencoder', () => {
  const [n, features] = [160, 12];
  const draws = randomKey(5).stream();
  const x = new Float32Array(n * features);
  for (let i = 0; i < n; i++) {
    const hidden = [draws.normal(), draws.normal()];
    for (let j = 0; j < features; j++) x[i * features + j] = hidden[j % 2]! * (1 + (j >> 1) / 6) + 0.1 * draws.normal();
  }
  const fields = { x: { data: x, shape: [n, features] } };
  const held = (made: Float32Array) => {
    const own = [...Array((n - 120) * features).keys()].map((k) => k + 120 * features);
    const error = own.reduce((sum, k) => sum + (made[k]! - x[k]!) ** 2, 0);
    return error / own.reduce((sum, k) => sum + x[k]! ** 2, 0);
  };

  test.each([
    ['plain', {}, 0.1],
    ['denoising', { mask: 0.2 }, 0.15],
    ['variational', { variational: 0.05 }, 0.2],
  ] as const)('%s: two numbers hold what two hidden causes made', async (_, options, most) => {
    const { answer } = await learned(autoencoder({ features, code: 2, units: 32, ...options }), fields, 120);
    expect(held(answer.made!.data as Float32Array)).toBeLessThan(most);
    expect(answer.code!.shape).toEqual([n, 2]);
  });

  test('denoising makes up features that are hidden', async () => {
    const network = autoencoder({ features, code: 2, units: 32, mask: 0.3 });
    const hidden = x.slice();
    for (let i = 120; i < n; i++) hidden[i * features + 3] = 0;
    const { trained } = await learned(network, fields, 120);
    expect(trained.history.at(-1)!.held).toBeLessThan(0.5 * trained.history[0]!.held!);
  });
});

describe('unet', () => {
  test('finds discs in noise that it has not seen: Dice above 0.9', async () => {
    const [n, size] = [60, 16];
    const draws = randomKey(7).stream();
    const x = new Float32Array(n * size * size);
    const mask = new Float32Array(n * size * size);
    for (let i = 0; i < n; i++) {
      const [r, cy, cx] = [3 + 2 * draws.uniform(), 5 + 6 * draws.uniform(), 5 + 6 * draws.uniform()];
      for (let k = 0; k < size * size; k++) {
        const inside = Number(Math.hypot(Math.floor(k / size) - cy, (k % size) - cx) <= r);
        mask[i * size * size + k] = inside;
        x[i * size * size + k] = inside + 0.4 * draws.normal();
      }
    }
    const fields = { x: { data: x, shape: [n, 1, size, size] }, mask: { data: mask, shape: [n, size, size] } };
    const { answer } = await learned(unet({ shape: [1, size, size], filters: 6 }), fields, 45, { epochs: 12 });
    const made = answer.mask!.data as Float32Array;
    const own = [...Array(15 * size * size).keys()].map((k) => k + 45 * size * size);
    const both = own.reduce((sum, k) => sum + Number(made[k]! > 0.5) * mask[k]!, 0);
    const each = own.reduce((sum, k) => sum + Number(made[k]! > 0.5) + mask[k]!, 0);
    expect((2 * both) / each).toBeGreaterThan(0.9);
  });
});
