import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ShapeError } from '../../base/errors.ts';
import type { HostTensor } from '../../base/network-engine.ts';
import { randomKey } from '../../base/random.ts';
import { createEngine } from '../engine.node.ts';
import { gradients } from '../gradients.ts';
import { add } from '../ops/add.ts';
import { cast } from '../ops/cast.ts';
import { concat } from '../ops/concat.ts';
import { mul } from '../ops/mul.ts';
import { sum } from '../ops/sum.ts';
import { constant, input, scalar, type Tensor } from '../tensor.ts';
import { writeModel } from '../write-model.ts';
import { gru, lstm, type Recurrent } from './recurrent.ts';
import { NetworkParts, Scope } from './scope.ts';

interface Golden {
  readonly sizes: { readonly n: number; readonly steps: number; readonly features: number; readonly units: number };
  readonly lengths: readonly number[];
  readonly cells: Readonly<Record<string, Cell>>;
}
interface Cell extends Readonly<Record<'x' | 'pull' | 'states' | 'last' | 'gradient', number[]>> {
  readonly parameters: Readonly<Record<string, number[]>>;
  readonly gradients: Readonly<Record<string, number[]>>;
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../../../test/golden/torch-recurrent.json', import.meta.url), 'utf8'),
);
const engine = createEngine({ threads: 1 });
const cells = { gru, lstm };

async function answers(outputs: Record<string, Tensor>, feeds: Record<string, HostTensor>, inputs: readonly Tensor[]) {
  const session = await engine.open(writeModel(outputs, inputs));
  const out = await session.run(feeds);
  await session.close();
  return Object.fromEntries(Object.entries(out).map(([name, { data }]) => [name, [...(data as Float32Array)]]));
}

/** [n, steps] as bool: the first places of each row. */
function firstOf(lengths: readonly number[], steps: number): Tensor {
  const bytes = lengths.flatMap((length) => Array.from({ length: steps }, (_, t) => Number(t < length)));
  return cast(constant(Uint8Array.from(bytes), [lengths.length, steps]), 'bool');
}

const expectClose = (got: readonly number[], wanted: readonly number[], what: string) => {
  expect(got.length, what).toBe(wanted.length);
  got.forEach((one, k) => {
    expect(Math.abs(one - wanted[k]!), `${what} at ${k}`).toBeLessThan(1e-5 * Math.max(1, Math.abs(wanted[k]!)));
  });
};

describe('as PyTorch', () => {
  const { n, steps, features, units } = golden.sizes;
  test.each(Object.entries(golden.cells))('%s: states, last states and gradients, both ways', async (name, cell) => {
    const kind = name.startsWith('gru') ? 'gru' : 'lstm';
    const parts = new NetworkParts(true);
    const x = input('x', 'float32', [n, steps, features]);
    const present = name.includes('shorter') ? firstOf(golden.lengths, steps) : undefined;
    const both = (['forward', 'backward'] as const).map((way) =>
      cells[kind](new Scope(parts, way), x, units, { backward: way === 'backward', ...(present ? { present } : {}) }),
    );
    const states = concat(
      both.map((one) => one.states),
      2,
    );
    const pulled = sum(mul(states, constant(Float32Array.from(cell.pull), states.shape)));
    const loss = both.reduce((total, { last }) => add(total, mul(sum(last), scalar(3))), pulled);
    const named = [...parts.parameters].map(([key, { value }]) => [key, value] as const);
    const slopes = gradients(loss, [x, ...named.map(([, value]) => value)]);
    expect(named.map(([key]) => key).sort()).toEqual(Object.keys(cell.parameters).sort());
    const feeds: Record<string, HostTensor> = { x: { data: Float32Array.from(cell.x), shape: [n, steps, features] } };
    for (const [key, { shape }] of parts.parameters)
      feeds[key] = { data: Float32Array.from(cell.parameters[key]!), shape };
    const out = await answers(
      {
        ...{ states, last0: both[0]!.last, last1: both[1]!.last, slope: slopes[0]! },
        ...Object.fromEntries(named.map(([key], k) => [`slope ${key}`, slopes[k + 1]!])),
      },
      feeds,
      [x, ...named.map(([, value]) => value)],
    );
    expectClose([...out.last0!, ...out.last1!], cell.last, 'last');
    expectClose(out.slope!, cell.gradient, 'slope of x');
    for (const [key, wanted] of Object.entries(cell.gradients))
      expectClose(out[`slope ${key}`]!, wanted, `slope of ${key}`);
    // PyTorch writes zeros where there is nothing; here the state stays.
    const isThere = (k: number) =>
      !present || Math.floor(k / (2 * units)) % steps < golden.lengths[Math.floor(k / (2 * units * steps))]!;
    expectClose(
      out.states!.filter((_, k) => isThere(k)),
      cell.states.filter((_, k) => isThere(k)),
      'states',
    );
  });
});

/** A layer whose parameters are as first drawn, over any number of samples. */
function drawn(build: (scope: Scope, x: Tensor) => Recurrent, x: Tensor): Recurrent {
  const fixed = (name: string, shape: readonly number[]) => {
    const draws = randomKey(4).at(name).stream();
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => draws.normal() / 2);
    return constant(values, shape, name);
  };
  return build(new Scope(new NetworkParts(false, fixed)), x);
}

describe.each(Object.entries(cells))('%s', (_, cell) => {
  const draws = randomKey(9).stream();
  const long = Float32Array.from({ length: 2 * 9 * 3 }, () => draws.normal());

  test.each([false, true])('a shorter sequence answers as if alone; backward: %s', async (backward) => {
    const [whole, alone] = [input('x', 'float32', ['N', 9, 3]), input('x', 'float32', ['N', 5, 3])];
    const there = input('there', 'uint8', ['N', 9]);
    const padded = drawn((scope, x) => cell(scope, x, 4, { backward, present: cast(there, 'bool') }), whole);
    const bytes = Uint8Array.from([1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    const one = await answers(
      { last: padded.last, states: padded.states },
      { x: { data: long, shape: [2, 9, 3] }, there: { data: bytes, shape: [2, 9] } },
      [whole, there],
    );
    const short = drawn((scope, x) => cell(scope, x, 4, { backward }), alone);
    const other = await answers(
      { last: short.last, states: short.states },
      { x: { data: long.slice(0, 15), shape: [1, 5, 3] } },
      [alone],
    );
    expectClose(one.last!.slice(0, 4), other.last!, 'last');
    expectClose(one.states!.slice(0, 20), other.states!, 'states');
  });

  test('starts in ±1/√units, the forget gate of lstm at 1', () => {
    const parts = new NetworkParts(true);
    cell(new Scope(parts), input('x', 'float32', [2, 3, 3]), 16);
    for (const [name, { shape, initial }] of parts.parameters) {
      const values = [...initial(shape, randomKey(1).stream())];
      const free = cell === lstm && name === 'bias' ? values.filter((_, k) => k < 16 || k >= 32) : values;
      expect(Math.max(...free.map(Math.abs))).toBeLessThan(0.25);
      if (free.length < values.length) expect(values.slice(16, 32)).toEqual(Array(16).fill(1));
    }
  });

  test('refuses steps that are not known, and a mask of another shape', () => {
    const scope = new Scope(new NetworkParts(true), 'dna');
    expect(() => cell(scope, input('x', 'float32', [2, 'T', 3]), 4)).toThrow(ShapeError);
    const x = input('x', 'float32', [2, 3, 3]);
    expect(() => cell(scope, x, 4, { present: firstOf([1, 2], 4) })).toThrow(
      /dna\.recurrent: present must be bool \[2, 3\]/,
    );
  });
});
