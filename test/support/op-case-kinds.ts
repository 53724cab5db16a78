import * as ops from '../../src/graph/ops/index.ts';
import { windowOver } from '../../src/graph/ops/window.ts';
import { broadcastShape } from '../../src/graph/shape.ts';
import { input, type Tensor } from '../../src/graph/tensor.ts';
import { at, convReference, type Nd, nd, poolReference, reduceReference } from './graph-references.ts';

export interface OpCase {
  /** The operations that it is about. */
  readonly of: string;
  readonly what?: string;
  /** Of the float32 inputs. */
  readonly shapes: readonly (readonly number[])[];
  readonly build: (...x: Tensor[]) => Tensor;
  /** In float64. */
  readonly reference: (...x: Nd[]) => Nd;
  /** From a standard normal number to a value of an input: into the domain, away from where there is no gradient. */
  readonly value?: (z: number, k: number) => number;
  /** No gradient flows: the operation is constant, or takes no float. */
  readonly flat?: true;
}

export const away = (z: number) => z + Math.sign(z) * 0.3;
export const above = (z: number) => Math.abs(z) + 0.5;
/** Values far enough apart that a small step changes no order. */
export const apart = (_: number, k: number) => ((k * 7919) % 211) / 20 - 5;
export const each = (f: (x: number) => number) => (x: Nd) => nd(x.shape, (p) => f(at(x, p)));
export const both = (f: (a: number, b: number) => number) => (a: Nd, b: Nd) =>
  nd(broadcastShape(a.shape, b.shape) as number[], (p) => f(at(a, p), at(b, p)));
export const unary = (of: string, build: (x: Tensor) => Tensor, f: (x: number) => number, value = away): OpCase => ({
  ...{ of, shapes: [[2, 3]], build, reference: each(f), value },
});
export const pairs = (
  of: string,
  build: (a: Tensor, b: Tensor) => Tensor,
  f: (a: number, b: number) => number,
  value = away,
): OpCase[] =>
  [
    [
      [2, 3],
      [2, 3],
    ],
    [
      [2, 1, 3],
      [4, 1],
    ],
    [[3], [2, 3]],
  ].map((shapes) => ({ of, what: JSON.stringify(shapes), shapes, build, reference: both(f), value }));
export const erf = (x: number) => {
  // Abramowitz & Stegun 7.1.5, summed until nothing is left.
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
};
export const product = (a: Nd, b: Nd): Nd => {
  const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2)) as number[];
  const inner = a.shape.at(-1)!;
  return nd([...batch, a.shape.at(-2)!, b.shape.at(-1)!], (p) => {
    const [i, j] = p.slice(-2);
    const before = p.slice(0, -2);
    return Array.from({ length: inner }, (_, k) => at(a, [...before, i!, k]) * at(b, [...before, k, j!])).reduce(
      (x, y) => x + y,
      0,
    );
  });
};
export const swapped = (x: Nd) =>
  nd([...x.shape.slice(0, -2), x.shape.at(-1)!, x.shape.at(-2)!], (p) =>
    at(x, [...p.slice(0, -2), p.at(-1)!, p.at(-2)!]),
  );
export const softly = (x: Nd, axis: number) => {
  const sums = reduceReference(x, [axis], (values) => values.reduce((s, v) => s + Math.exp(v), 0), true);
  return nd(x.shape, (p) => Math.exp(at(x, p)) / at(sums, p));
};
export const matmuls = [
  { a: [2, 3], b: [3, 4] },
  { a: [3, 2], b: [3, 4], transposeA: true },
  { a: [2, 3], b: [4, 3], transposeB: true },
  { a: [3, 2], b: [4, 3], transposeA: true, transposeB: true },
  { a: [2, 2, 3], b: [2, 3, 4] },
  { a: [2, 3, 2], b: [2, 4, 3], transposeA: true, transposeB: true },
  { a: [2, 1, 2, 3], b: [3, 3, 2] },
  { a: [2, 2, 3], b: [3, 4] },
].map(
  ({ a, b, ...options }): OpCase => ({
    ...{ of: 'matmul', what: JSON.stringify({ a, b, ...options }), shapes: [a, b] },
    build: (x, y) => ops.matmul(x, y, options),
    reference: (x, y) => product('transposeA' in options ? swapped(x) : x, 'transposeB' in options ? swapped(y) : y),
  }),
);
export const convs = [
  { x: [2, 3, 9], w: [4, 3, 3] },
  { x: [2, 3, 9], w: [4, 3, 4], padding: 'same' as const, before: [1], after: [2] },
  { x: [2, 3, 10], w: [4, 3, 3], stride: 3, padding: 1 },
  { x: [2, 3, 11], w: [2, 3, 3], dilation: 2, stride: 2, padding: [2] },
  { x: [2, 4, 8], w: [6, 2, 3], groups: 2, padding: 1 },
  { x: [2, 4, 12], w: [6, 2, 3], groups: 2, stride: 4, dilation: 2 },
  { x: [1, 4, 6, 5], w: [4, 1, 3, 2], groups: 4, stride: [2, 2], padding: [1, 0] },
  { x: [2, 26, 7], w: [3, 26, 3], padding: 1 },
  { x: [2, 25, 8], w: [2, 25, 3], stride: 3 },
  { x: [1, 24, 4, 5], w: [2, 24, 2, 3], stride: [3, 1], dilation: [2, 1] },
  { x: [2, 2, 6, 5], w: [3, 2, 3, 2], padding: [1, 0], stride: [2, 1] },
  { x: [1, 2, 7, 7], w: [2, 2, 3, 3], dilation: [1, 2], padding: 'same' as const, before: [1, 2], after: [1, 2] },
  { x: [2, 2, 3, 4, 4], w: [2, 2, 2, 3, 3], padding: [0, 1, 1] },
].map(({ x, w, before, after, ...options }): OpCase => {
  const list = (value: number | number[] | undefined, otherwise: number) =>
    typeof value === 'object' ? value : w.slice(2).map(() => value ?? otherwise);
  const padding = options.padding === 'same' ? undefined : list(options.padding, 0);
  const rules = {
    stride: list(options.stride, 1),
    dilation: list(options.dilation, 1),
    before: before ?? padding!,
    after: after ?? padding!,
  };
  return {
    ...{ of: 'conv', what: JSON.stringify({ x, w, ...options }), shapes: [x, w] },
    build: (a, b) => ops.conv(a, b, options),
    reference: (a, b) => convReference(a, b, rules, options.groups),
  };
});
export const transposed = [
  { from: [9], size: [3] },
  { from: [10], size: [3], stride: 3, padding: 1 },
  { from: [4, 3], size: [3, 2], stride: [2, 1], padding: [1, 0] },
  { from: [7], size: [2], padding: 3 },
  { from: [8], size: [3], dilation: 2, padding: 1 },
].map(({ from, size, ...options }): OpCase => {
  const window = windowOver(input('x', 'float32', [1, 2, ...from]), size, options, 'test');
  return {
    ...{ of: 'convTranspose', what: JSON.stringify({ from, size, ...options }) },
    shapes: [
      [2, 3, ...window.to],
      [3, 2, ...size],
    ],
    build: (d, w) => ops.convTranspose(d, w, window),
    // Each input of the convolution gets what flows back from every output that it is part of.
    reference: (d, w) =>
      nd([2, 2, ...from], ([n, c, ...place]) => {
        const probe = nd([1, 2, ...from], ([, k, ...p]) => Number(k === c && p.every((i, a) => i === place[a])));
        const seen = convReference(probe, w, { ...window });
        return Array.from(seen.data.keys()).reduce((s, k) => s + seen.data[k]! * d.data[n! * seen.data.length + k]!, 0);
      }),
  };
});
export const pools = (['maxPool', 'averagePool'] as const).flatMap((of) =>
  [
    { x: [2, 2, 9], size: [2] },
    { x: [2, 2, 13], size: [5] },
    { x: [1, 2, 9], size: [3], stride: 2, padding: 1 },
    { x: [1, 2, 10], size: [2], stride: 3 },
    { x: [2, 2, 11, 7], size: [5, 2] },
    { x: [1, 2, 12], size: [5], stride: 2, padding: 2 },
    { x: [1, 2, 17], size: [5], stride: 7 },
    { x: [1, 2, 5, 6], size: [2, 3] },
    { x: [1, 2, 6, 6], size: [3, 3], stride: 1, padding: 1 },
    { x: [1, 2, 4, 4, 4], size: [2, 2, 2] },
    { x: [1, 2, 6, 6, 6], size: [5, 5, 5] },
  ].map(({ x, size, ...options }): OpCase => {
    const list = (value: number | undefined) => size.map((taps) => value ?? taps);
    const pad = size.map(() => options.padding ?? 0);
    return {
      ...{ of, what: JSON.stringify({ x, size, ...options }), shapes: [x], value: apart },
      build: (a) => (of === 'maxPool' ? ops.maxPool : ops.averagePool)(a, size, options),
      reference: (a) =>
        poolReference(
          a,
          { size, stride: list(options.stride), before: pad, after: pad },
          of === 'maxPool' ? 'max' : 'mean',
        ),
    };
  }),
);
