import * as ops from '../../src/graph/ops/index.ts';
import { constant, integers, type Tensor } from '../../src/graph/tensor.ts';
import { at, nd, reduceReference } from './graph-references.ts';
import {
  above,
  apart,
  away,
  convs,
  each,
  erf,
  matmuls,
  type OpCase,
  pairs,
  pools,
  product,
  softly,
  swapped,
  transposed,
  unary,
} from './op-case-kinds.ts';

const rows = integers([2, 0, 2]);
/** At least one case of every operation, by its exported name. */
export const OP_CASES: readonly OpCase[] = [
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
  ...[[0], [1], [0, 2], [0, 1, 2]].flatMap((axes): OpCase[] => {
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
  ...[0, 1, 2].flatMap((axis): OpCase[] => [
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
    (reverse): OpCase => ({
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
