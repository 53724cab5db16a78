import { describe, expect, it } from 'vitest';
import { randomKey } from '../../../base/random.ts';
import { absolute } from './absolute.ts';
import { cox } from './cox.ts';
import { logistic } from './logistic.ts';
import type { Loss } from './loss.ts';
import { poisson } from './poisson.ts';
import { softmax } from './softmax.ts';
import { squared } from './squared.ts';

const n = 12;
const draws = randomKey(4).stream();
const weights = Float64Array.from({ length: n }, () => 0.5 + draws.uniform());
const total = weights.reduce((a, b) => a + b);

interface Case {
  readonly name: string;
  readonly loss: Loss;
  /** The second derivative that is handed out, as a multiple of the true one. */
  readonly factor: number;
  /** Weight of all rows. */
  readonly total: number;
}
const ones = new Float64Array(n).fill(1);
const numbers = Float64Array.from({ length: n }, () => 2 * draws.normal());
const counts = Float64Array.from({ length: n }, () => draws.below(5));
/** Three times are shared, by events and by others. */
const times = Float64Array.from({ length: n }, (_, i) => 1 + ((5 * i) % 8));
const events = Uint8Array.from({ length: n }, (_, i) => Number(i % 4 !== 1));

const losses: Case[] = [
  {
    name: 'logistic',
    loss: logistic(
      Int32Array.from({ length: n }, (_, i) => (i % 3 ? 1 : 0)),
      weights,
    ),
    factor: 1,
    total,
  },
  {
    name: 'softmax',
    loss: softmax(
      Int32Array.from({ length: n }, (_, i) => i % 4),
      4,
      weights,
    ),
    factor: 2,
    total,
  },
  { name: 'squared', loss: squared(numbers, weights), factor: 1, total },
  { name: 'poisson', loss: poisson(counts, weights), factor: Math.exp(0.7), total },
  { name: 'cox', loss: cox(times, events, ones), factor: 1, total: n },
];

describe.each(losses)('$name', ({ name, loss, factor, total }) => {
  const { nOutputs } = loss;
  const margins = Float64Array.from({ length: n * nOutputs }, () => 3 * draws.normal());
  /** The summed loss with one margin moved. */
  const at = (i: number, k: number, step: number) => {
    const moved = margins.slice();
    moved[i * nOutputs + k]! += step;
    return total * loss.value(moved);
  };

  it('has the gradient and the second derivative of its value, against central differences', () => {
    const out = new Float32Array(2 * n * nOutputs);
    loss.gradients(margins, out);
    const step = 1e-3;
    for (let k = 0; k < nOutputs; k++) {
      for (let i = 0; i < n; i++) {
        const [below, here, above] = [at(i, k, -step), at(i, k, 0), at(i, k, step)];
        expect(out[2 * (k * n + i)]).toBeCloseTo((above - below) / (2 * step), 5);
        expect(out[2 * (k * n + i) + 1]! / factor).toBeCloseTo((above - 2 * here + below) / step ** 2, 5);
      }
    }
  });

  it.skipIf(name === 'cox')('starts where the gradients of every output sum to zero: the best constant', () => {
    const start = loss.start();
    const constant = Float64Array.from({ length: n * nOutputs }, (_, at) => start[at % nOutputs]!);
    const out = new Float32Array(2 * n * nOutputs);
    loss.gradients(constant, out);
    for (let k = 0; k < nOutputs; k++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += out[2 * (k * n + i)]!;
      expect(sum).toBeCloseTo(0, 5);
    }
  });

  it('stays finite and its second derivatives positive for margins far out', () => {
    // The rate of a count may leave the range of float32; a hazard ratio does not matter but for others.
    const far = margins.map((margin) => Math.sign(margin) * (name === 'poisson' ? 80 : 800));
    const out = new Float32Array(2 * n * nOutputs);
    loss.gradients(far, out);
    expect(Number.isFinite(loss.value(far))).toBe(true);
    out.forEach((value, at) => {
      expect(at % 2 === 0 ? Number.isFinite(value) : value > 0).toBe(true);
    });
  });
});

it('a row of weight 2 is a row twice, for every loss', () => {
  const twice = Uint32Array.from({ length: n + n / 2 }, (_, at) => (at < n ? at : 2 * (at - n)));
  const double = Float64Array.from({ length: n }, (_, i) => (i % 2 ? 1 : 2));
  const codes = Int32Array.from({ length: n }, (_, i) => (i * i) % 3);
  const two = codes.map((code) => Number(code > 0));
  const take = <T extends Float64Array | Int32Array | Uint8Array>(from: T): T => {
    const Kind = from.constructor as new (values: number[]) => T;
    return new Kind(Array.from(twice, (i) => from[i]!));
  };
  const single = new Float64Array(twice.length).fill(1);
  const pairs: [Loss, Loss][] = [
    [logistic(two, double), logistic(take(two), single)],
    [softmax(codes, 3, double), softmax(take(codes), 3, single)],
    [squared(numbers, double), squared(take(numbers), single)],
    [absolute(numbers, double), absolute(take(numbers), single)],
    [poisson(counts, double), poisson(take(counts), single)],
    [cox(times, events, double), cox(take(times), take(events), single)],
  ];
  for (const [weighted, repeated] of pairs) {
    const { nOutputs } = weighted;
    weighted.start().forEach((margin, k) => {
      expect(margin).toBeCloseTo(repeated.start()[k]!, 12);
    });
    const margins = Float64Array.from({ length: n * nOutputs }, () => draws.normal());
    const all = Float64Array.from({ length: twice.length * nOutputs }, (_, at) => {
      return margins[twice[Math.floor(at / nOutputs)]! * nOutputs + (at % nOutputs)]!;
    });
    expect(weighted.value(margins)).toBeCloseTo(repeated.value(all), 12);
    const [own, theirs] = [new Float32Array(2 * n * nOutputs), new Float32Array(2 * twice.length * nOutputs)];
    weighted.gradients(margins, own);
    repeated.gradients(all, theirs);
    for (let k = 0; k < nOutputs; k++) {
      twice.forEach((i, at) => {
        for (const q of [0, 1]) {
          expect(own[2 * (k * n + i) + q]! / double[i]!).toBeCloseTo(theirs[2 * (k * twice.length + at) + q]!, 5);
        }
      });
    }
    const leaf = [0, 3, 4, 6];
    const same = leaf.flatMap((i) => [...twice.keys()].filter((at) => twice[at] === i));
    if (weighted.leafValue) expect(weighted.leafValue(leaf, margins)).toBe(repeated.leafValue!(same, all));
  }
});

it('softmax of two classes is the logistic loss of the difference of its margins', () => {
  const codes = Int32Array.from({ length: n }, (_, i) => i % 2);
  const margins = Float64Array.from({ length: n }, () => draws.normal());
  const both = Float64Array.from({ length: 2 * n }, (_, at) => (at % 2 ? margins[at >> 1]! : 0));
  expect(softmax(codes, 2, weights).value(both)).toBeCloseTo(logistic(codes, weights).value(margins), 12);
});

describe('absolute', () => {
  const loss = absolute(numbers, ones);
  const value = (margin: number) => loss.value(new Float64Array(n).fill(margin));

  it('has the slope of its value, and starts at the median', () => {
    const out = new Float32Array(2 * n);
    const margins = numbers.map((y, i) => y + (i % 2 ? 0.5 : -0.5));
    loss.gradients(margins, out);
    for (let i = 0; i < n; i++) expect(out[2 * i]).toBe(i % 2 ? 1 : -1);
    const [start] = loss.start();
    for (const other of [-0.5, -0.01, 0.01, 0.5]) expect(value(start! + other)).toBeGreaterThan(value(start!) - 1e-12);
  });

  it('gives a leaf the step that no other beats', () => {
    const margins = Float64Array.from({ length: n }, () => draws.normal());
    const rows = [1, 2, 5, 7, 8];
    const at = (step: number) => loss.value(margins.map((m, i) => (rows.includes(i) ? m + step : m)));
    const best = loss.leafValue!(rows, margins);
    for (const other of [-1, -0.01, 0.01, 1]) expect(at(best + other)).toBeGreaterThan(at(best));
  });
});

it('poisson refuses values below 0, and bears that all are 0', () => {
  expect(() => poisson(Float64Array.of(1, -2), Float64Array.of(1, 1))).toThrow(
    /poisson needs values of at least 0, got -2 for sample 1/,
  );
  expect(Number.isFinite(poisson(new Float64Array(4), new Float64Array(4).fill(1)).start()[0]!)).toBe(true);
});

it('cox without an event has no slope anywhere', () => {
  const out = new Float32Array(2 * n);
  cox(times, new Uint8Array(n), ones).gradients(numbers, out);
  out.forEach((value, at) => {
    if (at % 2 === 0) expect(Math.abs(value)).toBe(0);
  });
});
