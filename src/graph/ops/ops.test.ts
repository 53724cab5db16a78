import { afterAll, describe, expect, test } from 'vitest';
import { type Nd, sizeOf } from '../../../test/support/graph-references.ts';
import { OP_CASES } from '../../../test/support/op-cases.ts';
import { ParamError, ShapeError } from '../../base/errors.ts';
import type { NetworkSession } from '../../base/network-engine.ts';
import { randomKey } from '../../base/random.ts';
import { createEngine } from '../engine.node.ts';
import { gradients } from '../gradients.ts';
import type { Shape } from '../shape.ts';
import { constant, input, integers, named, stopGradient, type Tensor } from '../tensor.ts';
import { writeModel } from '../write-model.ts';
import * as ops from './index.ts';

const engine = createEngine({ threads: 1 });
const open: NetworkSession[] = [];
afterAll(async () => {
  for (const session of open) await session.close();
});

const draws = randomKey(21).stream();
const STEP = 1 / 128;

describe('every operation', () => {
  test('has a case', () => {
    expect([...new Set(OP_CASES.map(({ of }) => of))].sort()).toEqual(Object.keys(ops).sort());
  });

  test.each(OP_CASES.map((one) => ({ ...one, name: `${one.of} ${one.what ?? ''}` })))(
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
    gather: (x, w) => ops.mul(ops.gather(ops.mul(x, x), integers([2, 0, 2]), 2), ops.sum(w)),
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
