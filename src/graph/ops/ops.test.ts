import { afterAll, describe, expect, test } from 'vitest';
import {
  at,
  convReference,
  type Nd,
  nd,
  poolReference,
  reduceReference,
  sizeOf,
} from '../../../test/support/graph-references.ts';
import { ParamError, ShapeError } from '../../base/errors.ts';
import type { NetworkSession } from '../../base/network-engine.ts';
import { randomKey } from '../../base/random.ts';
import { createEngine } from '../engine.node.ts';
import { gradients } from '../gradients.ts';
import { broadcastShape, type Shape } from '../shape.ts';
import { constant, input, integers, named, stopGradient, type Tensor } from '../tensor.ts';
import { writeModel } from '../write-model.ts';
import * as ops from './index.ts';
import { windowOver } from './window.ts';

const engine = createEngine({ threads: 1 });
const open: NetworkSession[] = [];
afterAll(async () => {
  for (const session of open) await session.close();
});

interface Case {
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

const away = (z: number) => z + Math.sign(z) * 0.3;
const above = (z: number) => Math.abs(z) + 0.5;
/** Values far enough apart that a small step changes no order. */
const apart = (_: number, k: number) => ((k * 7919) % 211) / 20 - 5;
const each = (f: (x: number) => number) => (x: Nd) => nd(x.shape, (p) => f(at(x, p)));
const both = (f: (a: number, b: number) => number) => (a: Nd, b: Nd) =>
  nd(broadcastShape(a.shape, b.shape) as number[], (p) => f(at(a, p), at(b, p)));
const unary = (of: string, build: (x: Tensor) => Tensor, f: (x: number) => number, value = away): Case => ({
  ...{ of, shapes: [[2, 3]], build, reference: each(f), value },
});
const pairs = (
  of: string,
  build: (a: Tensor, b: Tensor) => Tensor,
  f: (a: number, b: number) => number,
  value = away,
): Case[] =>
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
const erf = (x: number) => {
  // Abramowitz & Stegun 7.1.5, summed until nothing is left.
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
};
const product = (a: Nd, b: Nd): Nd => {
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
const swapped = (x: Nd) =>
  nd([...x.shape.slice(0, -2), x.shape.at(-1)!, x.shape.at(-2)!], (p) =>
    at(x, [...p.slice(0, -2), p.at(-1)!, p.at(-2)!]),
  );
const softly = (x: Nd, axis: number) => {
  const sums = reduceReference(x, [axis], (values) => values.reduce((s, v) => s + Math.exp(v), 0), true);
  return nd(x.shape, (p) => Math.exp(at(x, p)) / at(sums, p));
};
const matmuls = [
  { a: [2, 3], b: [3, 4] },
  { a: [3, 2], b: [3, 4], transposeA: true },
  { a: [2, 3], b: [4, 3], transposeB: true },
  { a: [3, 2], b: [4, 3], transposeA: true, transposeB: true },
  { a: [2, 2, 3], b: [2, 3, 4] },
  { a: [2, 3, 2], b: [2, 4, 3], transposeA: true, transposeB: true },
  { a: [2, 1, 2, 3], b: [3, 3, 2] },
  { a: [2, 2, 3], b: [3, 4] },
].map(
  ({ a, b, ...options }): Case => ({
    ...{ of: 'matmul', what: JSON.stringify({ a, b, ...options }), shapes: [a, b] },
    build: (x, y) => ops.matmul(x, y, options),
    reference: (x, y) => product('transposeA' in options ? swapped(x) : x, 'transposeB' in options ? swapped(y) : y),
  }),
);
const convs = [
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
].map(({ x, w, before, after, ...options }): Case => {
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
const transposed = [
  { from: [9], size: [3] },
  { from: [10], size: [3], stride: 3, padding: 1 },
  { from: [4, 3], size: [3, 2], stride: [2, 1], padding: [1, 0] },
  { from: [7], size: [2], padding: 3 },
  { from: [8], size: [3], dilation: 2, padding: 1 },
].map(({ from, size, ...options }): Case => {
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
const pools = (['maxPool', 'averagePool'] as const).flatMap((of) =>
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
  ].map(({ x, size, ...options }): Case => {
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
const rows = integers([2, 0, 2]);
const CASES: readonly Case[] = [
  ...pairs('add', ops.add, (a, b) => a + b),
  ...pairs('sub', ops.sub, (a, b) => a - b),
  ...pairs('mul', ops.mul, (a, b) => a * b),
  ...pairs(
    'div',
    ops.div,
    (a, b) => a / b,
    (z) => Math.sign(z) * above(z),
  ),
  ...pairs('maximum', ops.maximum, Math.max),
  ...pairs(
    'greater',
    (a, b) => ops.cast(ops.greater(a, b), 'float32'),
    (a, b) => Number(a > b),
  ).map((one) => ({ ...one, flat: true as const })),
  ...pairs(
    'equal',
    (a, b) => ops.cast(ops.equal(ops.sign(a), ops.sign(b)), 'float32'),
    (a, b) => Number(Math.sign(a) === Math.sign(b)),
  ).map((one) => ({ ...one, flat: true as const })),
  unary('neg', ops.neg, (x) => -x),
  unary('exp', ops.exp, Math.exp),
  unary('log', ops.log, Math.log, above),
  unary('sqrt', ops.sqrt, Math.sqrt, above),
  unary(
    'power',
    (x) => ops.power(x, 2.5),
    (x) => x ** 2.5,
    above,
  ),
  unary('abs', ops.abs, Math.abs),
  unary('tanh', ops.tanh, Math.tanh),
  unary('sigmoid', ops.sigmoid, (x) => 1 / (1 + Math.exp(-x))),
  unary('relu', ops.relu, (x) => Math.max(0, x)),
  unary('softplus', ops.softplus, (x) => Math.log1p(Math.exp(x))),
  unary('erf', ops.erf, erf),
  unary('gelu', ops.gelu, (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2))),
  unary(
    'clip',
    (x) => ops.clip(x, -0.8, 0.9),
    (x) => Math.min(0.9, Math.max(-0.8, x)),
    (z) => 3 * away(z),
  ),
  { ...unary('sign', ops.sign, Math.sign), flat: true },
  { ...unary('cast', (x) => ops.cast(ops.cast(x, 'int32'), 'float32'), Math.trunc), flat: true },
  ...matmuls,
  ...convs,
  ...transposed,
  ...pools,
  ...[[0], [1], [0, 2], [0, 1, 2]].flatMap((axes): Case[] => {
    const over = { what: JSON.stringify(axes), shapes: [[2, 3, 2]] };
    return [
      {
        of: 'sum',
        ...over,
        build: (x) => ops.sum(x, axes),
        reference: (x) => reduceReference(x, axes, (v) => v.reduce((a, b) => a + b, 0)),
      },
      {
        of: 'mean',
        ...over,
        build: (x) => ops.mean(x, axes),
        reference: (x) => reduceReference(x, axes, (v) => v.reduce((a, b) => a + b, 0) / v.length),
      },
      {
        of: 'max',
        ...over,
        value: apart,
        build: (x) => ops.max(x, axes, { keep: true }),
        reference: (x) => reduceReference(x, axes, (v) => Math.max(...v), true),
      },
    ];
  }),
  {
    of: 'expand',
    shapes: [[3, 1]],
    build: (x) => ops.expand(x, [2, 3, 4]),
    reference: (x) => nd([2, 3, 4], (p) => at(x, p)),
  },
  {
    of: 'sumTo',
    shapes: [[2, 3, 4]],
    build: (x) => ops.sumTo(x, [3, 1]),
    reference: (x) => ({ ...reduceReference(x, [0, 2], (v) => v.reduce((a, b) => a + b, 0)), shape: [3, 1] }),
  },
  {
    of: 'reshape',
    shapes: [[2, 6]],
    build: (x) => ops.reshape(x, [3, 4]),
    reference: (x) => ({ ...x, shape: [3, 4] }),
  },
  {
    of: 'transpose',
    shapes: [[2, 3, 4]],
    build: (x) => ops.transpose(x, [2, 0, 1]),
    reference: (x) => nd([4, 2, 3], ([a, b, c]) => at(x, [b!, c!, a!])),
  },
  {
    of: 'concat',
    shapes: [
      [2, 1, 2],
      [2, 3, 2],
    ],
    build: (a, b) => ops.concat([a, b], 1),
    reference: (a, b) => nd([2, 4, 2], ([i, j, k]) => (j! < 1 ? at(a, [i!, 0, k!]) : at(b, [i!, j! - 1, k!]))),
  },
  {
    ...{ of: 'split', what: 'into equal pieces', shapes: [[2, 6]] },
    build: (x) => {
      const [a, b, c] = ops.split(x, 1, 3);
      return ops.add(ops.mul(a!, b!), c!);
    },
    reference: (x) => nd([2, 2], ([i, j]) => at(x, [i!, j!]) * at(x, [i!, j! + 2]) + at(x, [i!, j! + 4])),
  },
  {
    ...{ of: 'split', what: 'pieces through which no gradient flows', shapes: [[7, 2]] },
    build: (x) => {
      const [, b, , d] = ops.split(x, 0, [1, 2, 1, 2, 1]);
      return ops.mul(b!, d!);
    },
    reference: (x) => nd([2, 2], ([i, j]) => at(x, [i! + 1, j!]) * at(x, [i! + 4, j!])),
  },
  {
    of: 'slice',
    shapes: [[2, 5, 2]],
    build: (x) => ops.slice(x, 1, 1, 4),
    reference: (x) => nd([2, 3, 2], ([i, j, k]) => at(x, [i!, j! + 1, k!])),
  },
  {
    of: 'steppedSlice',
    shapes: [[2, 8, 2]],
    build: (x) => ops.steppedSlice(x, 1, 1, 3, 2),
    reference: (x) => nd([2, 3, 2], ([i, j, k]) => at(x, [i!, 2 * j! + 1, k!])),
  },
  {
    of: 'pad',
    shapes: [[2, 3, 2]],
    build: (x) => ops.pad(x, { 1: [1, 2] }),
    reference: (x) => nd([2, 6, 2], ([i, j, k]) => at(x, [i!, j! - 1, k!])),
  },
  {
    of: 'flip',
    shapes: [[2, 3, 2]],
    build: (x) => ops.flip(x, 1),
    reference: (x) => nd([2, 3, 2], ([i, j, k]) => at(x, [i!, 2 - j!, k!])),
  },
  {
    of: 'upsample',
    shapes: [[1, 2, 2, 3]],
    build: (x) => ops.upsample(x, 2),
    reference: (x) => nd([1, 2, 4, 6], ([n, c, i, j]) => at(x, [n!, c!, i! >> 1, j! >> 1])),
  },
  {
    of: 'gather',
    shapes: [[4, 3]],
    build: (x) => ops.gather(x, rows),
    reference: (x) => nd([3, 3], ([i, j]) => at(x, [[2, 0, 2][i!]!, j!])),
  },
  {
    ...{ of: 'gather', what: 'inner axis, indices of two axes', shapes: [[2, 4, 3]] },
    build: (x) => ops.gather(x, ops.reshape(integers([2, 0, 2, 1]), [2, 2]), 1),
    reference: (x) => nd([2, 2, 2, 3], ([a, i, j, b]) => at(x, [a!, [2, 0, 2, 1][2 * i! + j!]!, b!])),
  },
  {
    of: 'scatterAdd',
    shapes: [
      [4, 2],
      [3, 2],
    ],
    build: (x, r) => ops.scatterAdd(x, rows, r),
    reference: (x, r) =>
      nd([4, 2], ([i, j]) => at(x, [i!, j!]) + [2, 0, 2].reduce((s, to, k) => s + (to === i ? at(r, [k, j!]) : 0), 0)),
  },
  {
    of: 'segmentSum',
    shapes: [[3, 2]],
    build: (r) => ops.segmentSum(r, rows, 4),
    reference: (r) => nd([4, 2], ([i, j]) => [2, 0, 2].reduce((s, to, k) => s + (to === i ? at(r, [k, j!]) : 0), 0)),
  },
  ...[0, 1, 2].flatMap((axis): Case[] => [
    {
      of: 'softmax',
      what: `axis ${axis}`,
      shapes: [[2, 3, 4]],
      build: (x) => ops.softmax(x, axis),
      reference: (x) => softly(x, axis),
    },
    {
      of: 'logSoftmax',
      what: `axis ${axis}`,
      shapes: [[2, 3, 4]],
      build: (x) => ops.logSoftmax(x, axis),
      reference: (x) => each(Math.log)(softly(x, axis)),
    },
  ]),
  ...[false, true].map(
    (reverse): Case => ({
      ...{ of: 'cumulativeSum', what: reverse ? 'reverse' : '', shapes: [[2, 4]] },
      build: (x) => ops.cumulativeSum(x, 1, { reverse }),
      reference: (x) =>
        nd([2, 4], ([i, j]) =>
          [0, 1, 2, 3].reduce((s, k) => s + ((reverse ? k >= j! : k <= j!) ? at(x, [i!, k]) : 0), 0),
        ),
    }),
  ),
  {
    ...{ of: 'normalise', shapes: [[4, 2, 3]] },
    build: (x) => ops.normalise(x, [0, 2]).values,
    reference: (x) => {
      const mean = reduceReference(x, [0, 2], (v) => v.reduce((a, b) => a + b, 0) / v.length, true);
      const squares = nd(x.shape, (p) => (at(x, p) - at(mean, p)) ** 2);
      const variance = reduceReference(squares, [0, 2], (v) => v.reduce((a, b) => a + b, 0) / v.length, true);
      return nd(x.shape, (p) => (at(x, p) - at(mean, p)) / Math.sqrt(at(variance, p) + 1e-5));
    },
  },
  {
    ...{
      of: 'attention',
      shapes: [
        [2, 3, 4],
        [2, 5, 4],
        [2, 5, 2],
        [1, 5],
      ],
    },
    build: (q, k, v, mask) => ops.attention(q, k, v, mask),
    reference: (q, k, v, mask) => {
      const scores = product(q, swapped(k));
      return product(
        softly(
          nd(scores.shape, (p) => at(scores, p) / 2 + at(mask, p)),
          2,
        ),
        v,
      );
    },
  },
  {
    ...{ of: 'dropout', shapes: [[2, 6]] },
    build: (x) => ops.dropout(x, 0.5, constant(Float32Array.of(0.1, 0.6, 0.4, 0.9, 0.5, 0.7))),
    reference: (x) => nd([2, 6], ([i, j]) => ([0, 1, 0, 1, 0, 1][j!] ? 2 * at(x, [i!, j!]) : 0)),
  },
  {
    ...{ of: 'where', shapes: [[2, 3], [3]], value: away },
    build: (a, b) => ops.where(constantTrue([true, false, true]), a, b),
    reference: (a, b) => nd([2, 3], (p) => (p[1] === 1 ? at(b, p) : at(a, p))),
  },
  {
    of: 'oneHot',
    shapes: [[1]],
    flat: true,
    build: () => ops.oneHot(constant(Int32Array.of(2, 0, 5, -1)), 3),
    reference: () => nd([4, 3], ([i, k]) => Number([2, 0, 5, -1][i!] === k)),
  },
  {
    of: 'sliceFrom',
    shapes: [[6]],
    flat: true,
    build: (x) => ops.sliceFrom(x, integers([2]), 3),
    reference: (x) => nd([3], ([i]) => at(x, [i! + 2])),
  },
];

function constantTrue(values: boolean[]): Tensor {
  return ops.cast(constant(Uint8Array.from(values, Number)), 'bool');
}

const draws = randomKey(21).stream();
const STEP = 1 / 128;

describe('every operation', () => {
  test('has a case', () => {
    expect([...new Set(CASES.map(({ of }) => of))].sort()).toEqual(Object.keys(ops).sort());
  });

  test.each(CASES.map((one) => ({ ...one, name: `${one.of} ${one.what ?? ''}` })))(
    '$name: values of a plain computation, slopes of finite differences',
    async ({ shapes, build, reference, value = (z: number) => z, flat }) => {
      const inputs = shapes.map((shape, k) => input(`x${k}`, 'float32', shape));
      const y = build(...inputs);
      const weights = Float32Array.from({ length: sizeOf(y.shape as number[]) }, () => draws.normal());
      const loss = ops.sum(ops.mul(y, constant(weights, y.shape)));
      const slopes = gradients(loss, inputs);
      const outputs = Object.fromEntries(slopes.map((slope, k) => [`slope${k}`, slope]));
      const session = await engine.open(writeModel({ y, loss, ...outputs }, inputs));
      open.push(session);
      const data = shapes.map((shape) =>
        Float32Array.from({ length: sizeOf(shape) }, (_, k) => value(draws.normal(), k)),
      );
      const feeds = (moved: readonly Float32Array[]) =>
        Object.fromEntries(moved.map((one, k) => [`x${k}`, { data: one, shape: shapes[k]! }]));
      const out = await session.run(feeds(data));

      const expected = reference(...data.map((one, k) => ({ data: Float64Array.from(one), shape: shapes[k]! })));
      expect(y.shape).toEqual(expected.shape);
      const got = out.y!.data as Float32Array;
      expected.data.forEach((one, k) => {
        expect(Math.abs(got[k]! - one)).toBeLessThan(2e-5 * (1 + Math.abs(one)));
      });

      const lossAt = (moved: readonly Nd[]) =>
        reference(...moved).data.reduce((sum, one, k) => sum + one * weights[k]!, 0);
      for (const [k, shape] of shapes.entries()) {
        const slope = out[`slope${k}`]!.data as Float32Array;
        for (let at = 0; at < sizeOf(shape); at++) {
          const moved = (by: number) =>
            data.map((one, l) => {
              const copy = Float64Array.from(one);
              if (l === k) copy[at]! += by;
              return { data: copy, shape: shapes[l]! };
            });
          const numeric = flat ? 0 : (lossAt(moved(STEP)) - lossAt(moved(-STEP))) / (2 * STEP);
          expect(Math.abs(slope[at]! - numeric), `input ${k} at ${at}`).toBeLessThan(2e-3 * (1 + Math.abs(numeric)));
        }
      }
    },
  );
});

test('scatterAdd on several threads loses no addition to a place that all rows go to', async () => {
  const [count, width] = [20_000, 64];
  const rows = input('rows', 'float32', ['M', width]);
  const places = input('places', 'int64', ['M']);
  const sums = ops.scatterAdd(constant(new Float32Array(2 * width), [2, width]), places, rows);
  const session = await createEngine({ threads: 2 }).open(writeModel({ sums }, [rows, places]));
  const feeds = {
    rows: { data: new Float32Array(count * width).fill(1), shape: [count, width] },
    places: { data: BigInt64Array.from({ length: count }, (_, k) => BigInt(k % 2)), shape: [count] },
  };
  for (let times = 0; times < 20; times++) {
    const { data } = (await session.run(feeds)).sums!;
    expect([...(data as Float32Array)]).toEqual(new Array(2 * width).fill(count / 2));
  }
  await session.close();
});

describe('gradients', () => {
  test('of gradients: the second derivative of x³ through mul', async () => {
    const x = input('x', 'float32', [2]);
    const [first] = gradients(ops.sum(ops.mul(x, ops.mul(x, x))), [x]);
    const [second] = gradients(ops.sum(first!), [x]);
    const session = await engine.open(writeModel({ second: second! }, [x]));
    const { data } = (await session.run({ x: { data: Float32Array.of(2, -3), shape: [2] } })).second!;
    expect([...(data as Float32Array)]).toEqual([12, -18]);
    await session.close();
  });

  // Of the squares of the first slopes, by differences of them as the runtime gives them.
  const twice: Record<string, (x: Tensor, w: Tensor) => Tensor> = {
    conv: (x, w) => ops.conv(x, w, { padding: 1 }),
    'conv, strided': (x, w) => ops.conv(x, w, { stride: 2 }),
    'conv, dilated': (x, w) => ops.conv(x, w, { dilation: 2, padding: 'same' }),
    'conv in groups': (x, w) => ops.conv(x, ops.slice(w, 1, 0, 1), { groups: 2, stride: 2 }),
    'maxPool, apart': (x, w) => ops.mul(ops.maxPool(ops.mul(x, x), 2), ops.sum(w)),
    'maxPool, wide': (x, w) => ops.mul(ops.maxPool(ops.mul(x, x), 5), ops.sum(w)),
    'maxPool, overlapping': (x, w) => ops.mul(ops.maxPool(ops.mul(x, x), 3, { stride: 1 }), ops.sum(w)),
    averagePool: (x, w) => ops.mul(ops.averagePool(ops.mul(x, x), 2), ops.sum(w)),
    normalise: (x, w) => ops.mul(ops.normalise(x, [0, 2]).values, ops.sum(w)),
    softmax: (x, w) => ops.mul(ops.softmax(x, 1), ops.sum(w)),
    logSoftmax: (x, w) => ops.mul(ops.logSoftmax(x, 1), ops.sum(w)),
    matmul: (x, w) => ops.matmul(x, ops.reshape(w, [7, 2])),
    gather: (x, w) => ops.mul(ops.gather(ops.mul(x, x), rows, 2), ops.sum(w)),
    gelu: (x, w) => ops.mul(ops.gelu(x), ops.sum(w)),
    max: (x, w) => ops.mul(ops.max(ops.mul(x, x), [2]), ops.sum(w)),
  };
  test.each(Object.entries(twice))('of gradients: %s', async (name, build) => {
    const x = input('x', 'float32', [2, 2, 7]);
    const w = input('w', 'float32', name.startsWith('conv') ? [2, 2, 3] : [14]);
    const y = build(x, w);
    const draw = (length: number) => Float32Array.from({ length }, () => draws.normal());
    const loss = ops.sum(ops.mul(ops.tanh(y), constant(draw(sizeOf(y.shape as number[])), y.shape)));
    const first = gradients(loss, [x, w]);
    const squares = first
      .map((one) => ops.sum(ops.mul(one, constant(draw(sizeOf(one.shape as number[])), one.shape))))
      .reduce(ops.add);
    const second = gradients(squares, [x, w]);
    const session = await engine.open(writeModel({ squares, x2: second[0]!, w2: second[1]! }, [x, w]));
    open.push(session);
    const values = { x: draw(28), w: draw(sizeOf(w.shape as number[])) };
    const run = (one: typeof values) =>
      session.run({ x: { data: one.x, shape: [2, 2, 7] }, w: { data: one.w, shape: w.shape as number[] } });
    const out = await run(values);
    for (const key of ['x', 'w'] as const) {
      for (let k = 0; k < values[key].length; k++) {
        const moved = async (by: number) => {
          const copy = { ...values, [key]: values[key].slice() };
          copy[key][k]! += by;
          return Number((await run(copy)).squares!.data[0]);
        };
        const numeric = ((await moved(1 / 256)) - (await moved(-1 / 256))) * 128;
        const got = Number(out[`${key}2`]!.data[k]);
        expect(Math.abs(got - numeric), `${key} at ${k}: ${got} ${numeric}`).toBeLessThan(
          2e-2 * (1 + Math.abs(numeric)),
        );
      }
    }
  });

  test('stop where they are told to, and are zeros where nothing depends', async () => {
    const x = input('x', 'float32', [2]);
    const other = input('other', 'float32', [3]);
    const [slope, none] = gradients(ops.sum(ops.mul(stopGradient(x), x)), [x, other]);
    const session = await engine.open(writeModel({ slope: slope!, none: none! }, [x]));
    const out = await session.run({ x: { data: Float32Array.of(2, -3), shape: [2] } });
    expect([...(out.slope!.data as Float32Array)]).toEqual([2, -3]);
    expect([...(out.none!.data as Float32Array)]).toEqual([0, 0, 0]);
    await session.close();
  });

  test('equal largest values share the gradient of max; of maxPool and maximum one has it', async () => {
    const x = input('x', 'float32', [1, 1, 4]);
    const slopeOf = (y: Tensor) => gradients(ops.sum(y), [x])[0]!;
    const model = writeModel(
      {
        max: slopeOf(ops.max(x, [2])),
        pool: slopeOf(ops.maxPool(x, 2)),
        maximum: slopeOf(ops.maximum(x, constant(Float32Array.of(3, 9, 0, 1)))),
        both: slopeOf(ops.maximum(x, x)),
      },
      [x],
    );
    const session = await engine.open(model);
    const out = await session.run({ x: { data: Float32Array.of(3, 3, 1, 1), shape: [1, 1, 4] } });
    expect([...(out.max!.data as Float32Array)]).toEqual([0.5, 0.5, 0, 0]);
    const pool = [...(out.pool!.data as Float32Array)];
    expect([pool[0]! + pool[1]!, pool[2]! + pool[3]!]).toEqual([1, 1]);
    expect([...(out.maximum!.data as Float32Array)]).toEqual([0, 0, 1, 0]);
    expect([...(out.both!.data as Float32Array)]).toEqual([1, 1, 1, 1]);
    await session.close();
  });

  test('a loss that is no scalar is refused', () => {
    expect(() => gradients(input('x', 'float32', [2]), [])).toThrow(/the loss must be a float32 scalar, got \[2\]/);
  });
});

describe('shapes are checked when an expression is built', () => {
  const of = (shape: Shape, name: string) => named(input(name, 'float32', shape), name);
  test.each<[string, () => Tensor, RegExp]>([
    [
      'add',
      () => ops.add(of([2, 3], 'x'), of([2], 'bias')),
      /add: shapes must match from the last axis on, got \[2, 3\] \(x\) and \[2\] \(bias\)/,
    ],
    [
      'matmul',
      () => ops.matmul(of(['N', 3], 'x'), of([4, 2], 'dense.weight')),
      /matmul: inner sizes must agree, got \[N, 3\] \(x\) and \[4, 2\] \(dense\.weight\)/,
    ],
    [
      'conv',
      () => ops.conv(of([2, 3, 9], 'x'), of([4, 2, 3], 'filters')),
      /conv: x \[n, channels, \.\.\.\].*got \[2, 3, 9\] \(x\) and \[4, 2, 3\] \(filters\)/,
    ],
    [
      'window',
      () => ops.conv(of([2, 3, 2], 'x'), of([4, 3, 3], 'filters')),
      /conv: a window of 3 must fit into \[2, 3, 2\] \(x\)/,
    ],
    [
      'reshape',
      () => ops.reshape(of([2, 3], 'x'), [4]),
      /reshape: \[2, 3\] \(x\) must keep its number of values, got \[4\]/,
    ],
    [
      'concat',
      () => ops.concat([of([2, 3], 'a'), of([3, 3], 'b')], 1),
      /concat: shapes must agree but for axis 1, got \[2, 3\] \(a\), \[3, 3\] \(b\)/,
    ],
    [
      'split',
      () => ops.split(of([2, 3], 'x'), 1, 2)[0]!,
      /split: pieces must fill axis 1 of \[2, 3\] \(x\), got 2 equal ones/,
    ],
    ['slice', () => ops.slice(of([2, 3], 'x'), 1, 2, 5), /slice: must lie within axis 1 of \[2, 3\] \(x\), got 2 … 5/],
    [
      'transpose',
      () => ops.transpose(of([2, 3], 'x'), [0]),
      /transpose: the order must name each axis of \[2, 3\] \(x\) once, got 0/,
    ],
    ['expand', () => ops.expand(of([2], 'x'), [3]), /expand: \[2\] \(x\) must stretch to \[3\]/],
    ['gather', () => ops.gather(of([2], 'x'), of([1], 'i')), /gather: indices must be int64, got float32 \[1\] \(i\)/],
    [
      'scatter-add',
      () => ops.scatterAdd(of([2, 2], 'x'), integers([0]), of([1, 3], 'rows')),
      /scatter-add: .*\[2, 2\] \(x\).*\[1, 3\] \(rows\)/,
    ],
    ['sum', () => ops.sum(of([2], 'x'), [3]), /sum: axis must be one of \[2\], got 3/],
    ['relu', () => ops.relu(integers([1])), /relu: must be float32, got int64 \[1\]/],
    ['constant', () => constant(Float32Array.of(1), [2]), /constant: \[2\] needs 2 values, got 1/],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(ShapeError);
    expect(build).toThrow(message);
  });

  test('a rate of dropout out of range', () => {
    expect(() => ops.dropout(of([2], 'x'), 1, of([2], 'noise'))).toThrow(ParamError);
  });
});
