import { describe, expect, it } from 'vitest';
import { randomKey } from '../../../base/random.ts';
import { logistic } from './logistic.ts';
import type { Loss } from './loss.ts';
import { softmax } from './softmax.ts';

const n = 12;
const draws = randomKey(4).stream();
const weights = Float64Array.from({ length: n }, () => 0.5 + draws.uniform());
const total = weights.reduce((a, b) => a + b);

interface Case {
  readonly name: string;
  readonly loss: Loss;
  /** The second derivative that is handed out, as a multiple of the true one. */
  readonly factor: number;
}
const losses: Case[] = [
  {
    name: 'logistic',
    loss: logistic(
      Int32Array.from({ length: n }, (_, i) => (i % 3 ? 1 : 0)),
      weights,
    ),
    factor: 1,
  },
  {
    name: 'softmax',
    loss: softmax(
      Int32Array.from({ length: n }, (_, i) => i % 4),
      4,
      weights,
    ),
    factor: 2,
  },
];

describe.each(losses)('$name', ({ loss, factor }) => {
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

  it('starts where the gradients of every output sum to zero: the best constant', () => {
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
    const far = margins.map((margin) => Math.sign(margin) * 800);
    const out = new Float32Array(2 * n * nOutputs);
    loss.gradients(far, out);
    expect(Number.isFinite(loss.value(far))).toBe(true);
    out.forEach((value, at) => {
      expect(at % 2 === 0 ? Number.isFinite(value) : value > 0).toBe(true);
    });
  });
});

it('softmax of two classes is the logistic loss of the difference of its margins', () => {
  const codes = Int32Array.from({ length: n }, (_, i) => i % 2);
  const margins = Float64Array.from({ length: n }, () => draws.normal());
  const both = Float64Array.from({ length: 2 * n }, (_, at) => (at % 2 ? margins[at >> 1]! : 0));
  expect(softmax(codes, 2, weights).value(both)).toBeCloseTo(logistic(codes, weights).value(margins), 12);
});
