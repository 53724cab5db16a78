import { describe, expect, test } from 'vitest';
import type { Context, Executor } from '../../base/context.ts';
import { DataError, ParamError } from '../../base/errors.ts';
import { checkParams } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { createEngine } from '../../graph/engine.node.ts';
import { NetworkParts, Scope } from '../../graph/layers/scope.ts';
import { constant, input } from '../../graph/tensor.ts';
import { writeModel } from '../../graph/write-model.ts';
import { metricByName } from '../../metric/registry.ts';
import { scorer } from '../../metric/scorer.ts';
import type { Model, TrainView, ViewPart } from '../../table/contract.ts';
import { createMatrix } from '../../table/matrix.ts';
import { sequenceRnnParams } from './params.ts';
import { type RecurrentSettings, readInOrder } from './read-in-order.ts';
import { create } from './sequence-rnn.ts';

const engine = createEngine({ threads: 1 });
const context = (): Context => ({
  ...{ random: randomKey(2), executor: {} as Executor, networks: engine },
  ...{ signal: new AbortController().signal, progress: () => {}, warn: () => {} },
});
const DNA = ['A', 'C', 'G', 'T'];

/** Two motifs in each sequence, whose order, wherever they stand, is the class. */
function inOrder(n: number, seed: number, length = 40): TrainView {
  const draws = randomKey(seed).stream();
  const X = createMatrix(n, length);
  const codes = Int32Array.from({ length: n }, () => draws.below(2));
  const [one, other] = [
    [0, 3, 2, 0],
    [1, 1, 3, 2],
  ] as const;
  for (let i = 0; i < n; i++) {
    const row = Array.from({ length }, () => draws.below(4));
    [one, other].forEach((motif, m) => {
      const half = m === codes[i] ? 0 : length / 2;
      row.splice(half + draws.below(length / 2 - 4), 4, ...motif);
    });
    row.forEach((letter, j) => {
      X.data[j * n + i] = letter;
    });
  }
  return {
    ...{ X, features: Array.from({ length }, (_, j) => `pos${j + 1}`), levels: Array.from({ length }, () => DNA) },
    parts: [{ name: 'dna', kind: 'sequence', start0: 0, end0: length }],
    target: { task: 'classification', classes: ['before', 'after'], codes },
  };
}

const learned = (data: TrainView, given: Readonly<Record<string, unknown>>): Promise<Model> =>
  create(checkParams(sequenceRnnParams, given, 'sequence-rnn')).fit(data, context());
const accuracy = async (model: Model, data: TrainView) =>
  scorer(data.target, await model.predict(data, context())).value(metricByName('accuracy'));

describe('sequence-rnn', () => {
  test.each([
    ['gru', { cell: 'gru' }],
    ['lstm', { cell: 'lstm' }],
    ['two layers in one direction', { layers: 2, directions: 'one' }],
  ])('learns which of two motifs comes first: %s', async (_, given) => {
    const quick = { units: 24, filters: 24, width: 7, members: 1, epochs: 40, rate: 0.01, batch: 32, dropout: 0.2 };
    const model = await learned(inOrder(500, 1), { ...quick, ...given });
    expect(await accuracy(model, inOrder(200, 2))).toBeGreaterThan(0.9);
  });

  test.each<Partial<RecurrentSettings>>([
    {},
    { cell: 'lstm', layers: 2 },
    { pool: 1 },
    { filters: 0 },
    { pool: 4, directions: 'one' },
  ])('a shorter sequence answers as if alone, a missing letter within it or not: %o', async (given) => {
    const settings = { cell: 'gru', units: 6, layers: 1, directions: 'both', filters: 5, width: 6, pool: 5 } as const;
    const values = (name: string, shape: readonly number[]) => {
      const draws = randomKey(3).at(name).stream();
      const size = shape.reduce((a, b) => a * b, 1);
      return constant(
        Float32Array.from({ length: size }, () => draws.normal() / 2),
        shape,
        name,
      );
    };
    const answer = async (rows: readonly (readonly number[])[]) => {
      const length = rows[0]!.length;
      const x = input('x', 'float32', ['N', 4, length]);
      const scope = new Scope(new NetworkParts(false, values));
      const y = readInOrder(scope, x, { ...settings, dropout: 0, ...given });
      const session = await engine.open(writeModel({ y }, [x]));
      const data = Float32Array.from(rows.flatMap((row) => DNA.flatMap((_, k) => row.map((one) => Number(one === k)))));
      const out = await session.run({ x: { data, shape: [rows.length, 4, length] } });
      await session.close();
      return [...(out.y!.data as Float32Array)];
    };
    const draws = randomKey(8).stream();
    const short = Array.from({ length: 12 }, (_, t) => (t === 7 ? -1 : draws.below(4)));
    const whole = Array.from({ length: 23 }, () => draws.below(4));
    const alone = await answer([short]);
    const padded = await answer([[...short, ...Array(11).fill(-1)], whole]);
    alone.forEach((one, k) => {
      expect(padded[k]).toBeCloseTo(one, 5);
    });
    // The missing letter is seen: without its place the answer is another.
    const closed = await answer([short.filter((one) => one >= 0)]);
    expect(closed.some((one, k) => Math.abs(one - alone[k]!) > 1e-3)).toBe(true);
  });

  test('a table beside the sequence joins before the last layers', async () => {
    const beside = (n: number, seed: number): TrainView => {
      const plain = inOrder(n, seed);
      const { nCols } = plain.X;
      const X = createMatrix(n, nCols + 1);
      X.data.set(plain.X.data);
      const draws = randomKey(seed + 50).stream();
      const codes = Int32Array.from({ length: n }, (_, i) => {
        const value = draws.normal();
        X.data[nCols * n + i] = value;
        return Number(value > 0);
      });
      const table: ViewPart = { name: 'age', kind: 'numeric', start0: nCols, end0: nCols + 1 };
      return {
        ...{ X, features: [...plain.features, 'age'], levels: [...plain.levels!, null] },
        parts: [...plain.parts!, table],
        target: { task: 'classification', classes: ['young', 'old'], codes },
      };
    };
    const quick = { units: 16, filters: 8, members: 1, epochs: 30, rate: 0.01, dropout: 0 };
    const model = await learned(beside(300, 3), quick);
    expect(await accuracy(model, beside(200, 4))).toBeGreaterThan(0.8);
    expect(model.importance!()[40]).toBeGreaterThan(0);
  });

  test('refuses a table alone, turning what is not DNA, and more steps than can be unrolled', async () => {
    const data = inOrder(30, 5);
    const { levels: _, ...numbers } = data;
    await expect(learned(numbers, {})).rejects.toThrow(DataError);
    const words = data.levels!.map(() => ['A', 'R', 'N', 'D']);
    await expect(learned({ ...data, levels: words }, { turn: true })).rejects.toThrow(ParamError);
    await expect(learned(inOrder(30, 5, 1200), { filters: 0 })).rejects.toThrow(
      /got 1200 positions in 1200.*pool of 2 or/,
    );
  });
});
