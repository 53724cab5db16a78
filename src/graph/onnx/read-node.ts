import { UnsupportedError } from '../../base/errors.ts';
import * as ops from '../ops/index.ts';
import { knownSizes, type Shape } from '../shape.ts';
import { type Attribute, constant, scalar, type Tensor } from '../tensor.ts';
import { DTYPE_CODES } from './dtypes.ts';
import type { ParsedNode, ParsedTensor } from './parse-model.ts';

/** A node as it is read: its inputs, and its attributes with their defaults. */
interface NodeView {
  /** The k-th input; undefined: left out. */
  readonly at: (k: number) => Tensor | undefined;
  readonly x: Tensor;
  readonly where: string;
  readonly opset: number;
  integer(name: string, otherwise: number): number;
  float(name: string, otherwise: number): number;
  text(name: string, otherwise: string): string;
  /** A list of integers from an attribute, or from the k-th input, where later opsets have it. */
  list(name: string, k?: number): number[] | undefined;
  tensor(name: string): ParsedTensor | undefined;
}

type Reading = (node: NodeView) => Tensor;
const binary =
  (op: (a: Tensor, b: Tensor) => Tensor): Reading =>
  ({ x, at }) =>
    op(x, at(1)!);
const unary =
  (op: (x: Tensor) => Tensor): Reading =>
  ({ x }) =>
    op(x);

/** Of operators with any number of inputs or outputs. */
const below: Reading = () => {
  throw new Error('read by readNode itself');
};

/** What each operator is in our terms. */
const READINGS: Readonly<Record<string, Reading>> = {
  Add: binary(ops.add),
  Sub: binary(ops.sub),
  Mul: binary(ops.mul),
  Div: binary(ops.div),
  Max: binary(ops.maximum),
  Equal: binary(ops.equal),
  Greater: binary(ops.greater),
  Pow: ({ x, at, where }) => ops.power(x, numberIn(at(1), 1, where)),
  Where: ({ x, at }) => ops.where(x, at(1)!, at(2)!),
  Neg: unary(ops.neg),
  Exp: unary(ops.exp),
  Log: unary(ops.log),
  Sqrt: unary(ops.sqrt),
  Abs: unary(ops.abs),
  Sign: unary(ops.sign),
  Tanh: unary(ops.tanh),
  Sigmoid: unary(ops.sigmoid),
  Relu: unary(ops.relu),
  Softplus: unary(ops.softplus),
  Erf: unary(ops.erf),
  Identity: ({ x }) => x,
  // What a network predicts with drops nothing.
  Dropout: ({ x }) => x,
  Constant: ({ tensor, where }) => {
    const value = tensor('value');
    if (!value) throw new UnsupportedError({ where, problem: 'a constant must hold a tensor' });
    return constant(value.data, value.shape);
  },
  Cast: ({ x, integer, where }) => {
    const to = Object.entries(DTYPE_CODES).find(([, code]) => code === integer('to', 0));
    if (!to) throw new UnsupportedError({ where, problem: `must cast to ${Object.keys(DTYPE_CODES).join(', ')}` });
    return ops.cast(x, to[0] as keyof typeof DTYPE_CODES);
  },
  Softmax: ({ x, integer }) => ops.softmax(x, integer('axis', -1)),
  LogSoftmax: ({ x, integer }) => ops.logSoftmax(x, integer('axis', -1)),
  Clip: ({ x, at, where }) => ops.clip(x, numberIn(at(1), -3.4e38, where), numberIn(at(2), 3.4e38, where)),
  MatMul: ({ x, at }) => {
    const b = at(1)!;
    return ops.matmul(x, b);
  },
  Gemm: ({ x, at, integer, float }) => {
    const product = ops.matmul(x, at(1)!, {
      transposeA: integer('transA', 0) === 1,
      transposeB: integer('transB', 0) === 1,
    });
    const scaled = times(product, float('alpha', 1));
    const bias = at(2);
    return bias ? ops.add(scaled, times(bias, float('beta', 1))) : scaled;
  },
  Reshape: ({ x, at, where }) => ops.reshape(x, reshaped(x, listIn(at(1)!, where))),
  Flatten: ({ x, integer }) => flatten(x, integer('axis', 1)),
  Transpose: ({ x, list }) => ops.transpose(x, list('perm') ?? [...x.shape.keys()].reverse()),
  Squeeze: ({ x, list }) => {
    const axes = list('axes', 1)?.map((axis) => (axis < 0 ? axis + x.shape.length : axis));
    return ops.reshape(
      x,
      x.shape.filter((size, axis) => !(axes ? axes.includes(axis) : size === 1)),
    );
  },
  Unsqueeze: ({ x, list }) => {
    const axes = list('axes', 1) ?? [];
    const rank = x.shape.length + axes.length;
    const at = axes.map((axis) => (axis < 0 ? axis + rank : axis));
    const rest = [...x.shape];
    return ops.reshape(
      x,
      Array.from({ length: rank }, (_, axis) => (at.includes(axis) ? 1 : rest.shift()!)),
    );
  },
  Concat: below,
  Split: below,
  Slice: ({ x, at, where }) => {
    const [starts, ends] = [listIn(at(1)!, where), listIn(at(2)!, where)];
    const axes = at(3) ? listIn(at(3)!, where) : starts.map((_, k) => k);
    const steps = at(4) ? listIn(at(4)!, where) : starts.map(() => 1);
    if (steps.some((step) => step < 1))
      throw new UnsupportedError({ where, problem: `steps must be above 0, got ${steps.join(', ')}` });
    return axes.reduce((one, axis, k) => {
      const size = one.shape[axis < 0 ? axis + one.shape.length : axis] as number;
      const clamp = (place: number) => Math.min(size, place < 0 ? Math.max(0, place + size) : place);
      const [from, to] = [clamp(starts[k]!), clamp(ends[k]!)];
      return ops.steppedSlice(one, axis, from, Math.ceil((to - from) / steps[k]!), steps[k]!);
    }, x);
  },
  Gather: ({ x, at, integer }) => ops.gather(x, ops.cast(at(1)!, 'int64'), integer('axis', 0)),
  ScatterElements: ({ x, at, text, where }) => {
    if (x.shape.length !== 1 || text('reduction', 'none') !== 'add') {
      throw new UnsupportedError({ where, problem: 'must add to the places of a vector' });
    }
    return ops.scatterAdd(x, ops.cast(at(1)!, 'int64'), at(2)!);
  },
  Pad: ({ x, at, where }) => {
    const pads = listIn(at(1)!, where);
    const rank = x.shape.length;
    return ops.pad(x, Object.fromEntries(x.shape.map((_, axis) => [axis, [pads[axis]!, pads[axis + rank]!] as const])));
  },
  ReduceSum: ({ x, list, integer }) => ops.sum(x, list('axes', 1), { keep: integer('keepdims', 1) === 1 }),
  ReduceMean: ({ x, list, integer }) => ops.mean(x, list('axes', 1), { keep: integer('keepdims', 1) === 1 }),
  ReduceMax: ({ x, list, integer }) =>
    ops.max(x, list('axes', 1) ?? [...x.shape.keys()], { keep: integer('keepdims', 1) === 1 }),
  CumSum: ({ x, at, integer, where }) =>
    ops.cumulativeSum(x, listIn(at(1)!, where)[0]!, { reverse: integer('reverse', 0) === 1 }),
  Expand: ({ x, at, where }) => ops.expand(x, listIn(at(1)!, where)),
  Conv: ({ x, at, integer, list, text, where }) => {
    const w = at(1)!;
    const window = windowOf(list, text, w.shape.slice(2).length, where);
    const y = ops.conv(x, w, { ...window, groups: integer('group', 1) });
    return at(2) ? ops.add(y, perChannel(at(2)!, y.shape)) : y;
  },
  MaxPool: ({ x, list, text, where }) => {
    const size = list('kernel_shape')!;
    return ops.maxPool(x, size, { ...windowOf(list, text, size.length, where) });
  },
  AveragePool: ({ x, list, text, integer, where }) => {
    const size = list('kernel_shape')!;
    const { dilation: _, ...window } = windowOf(list, text, size.length, where);
    if ((list('pads') ?? []).some((count) => count > 0) && integer('count_include_pad', 0) === 0) {
      throw new UnsupportedError({ where, problem: 'padding must be counted in the mean (count_include_pad)' });
    }
    return ops.averagePool(x, size, window);
  },
  GlobalAveragePool: ({ x }) => ops.mean(x, x.shape.map((_, axis) => axis).slice(2), { keep: true }),
  GlobalMaxPool: ({ x }) => ops.max(x, x.shape.map((_, axis) => axis).slice(2), { keep: true }),
  BatchNormalization: ({ x, at, float }) => {
    const of = (k: number) => perChannel(at(k)!, x.shape);
    const by = ops.div(of(1), ops.sqrt(ops.add(of(4), scalar(float('epsilon', 1e-5)))));
    return ops.add(ops.mul(ops.sub(x, of(3)), by), of(2));
  },
  LayerNormalization: ({ x, at, integer, float }) => {
    const axis = integer('axis', -1);
    const first = axis < 0 ? axis + x.shape.length : axis;
    const { values } = ops.normalise(x, x.shape.map((_, k) => k).slice(first), float('epsilon', 1e-5));
    const scaled = ops.mul(values, at(1)!);
    return at(2) ? ops.add(scaled, at(2)!) : scaled;
  },
};

/** The expressions that a node makes. @throws {UnsupportedError} an operator that is not read. */
export function readNode(
  { type, inputs, outputs, attributes }: ParsedNode,
  find: (name: string) => Tensor | undefined,
  opset: number,
  where: string,
): Tensor[] {
  const given = inputs.map(find);
  const value = (name: string) => attributes.get(name);
  const plain = (name: string) => value(name) as Attribute | undefined;
  if (type === 'Concat')
    return [
      ops.concat(
        given.map((one) => one!),
        Number(plain('axis')),
      ),
    ];
  if (type === 'Split') {
    // Sizes were an attribute before opset 13.
    const sizes = given[1] ? listIn(given[1], where) : (plain('split') as readonly number[] | undefined);
    return ops.split(given[0]!, Number(plain('axis') ?? 0), sizes ?? outputs.length);
  }
  const reading = Object.hasOwn(READINGS, type) ? READINGS[type] : undefined;
  if (!reading) {
    const problem = `the operator '${type}' is not read`;
    throw new UnsupportedError({ where, problem, hint: `those that are: ${Object.keys(READINGS).join(', ')}` });
  }
  return [
    reading({
      ...{ at: (k) => given[k], x: given[0]!, where, opset },
      integer: (name, otherwise) => Number(plain(name) ?? otherwise),
      float: (name, otherwise) => (plain(name) as { readonly float: number } | undefined)?.float ?? otherwise,
      text: (name, otherwise) => String(plain(name) ?? otherwise),
      list: (name, k) => {
        const own = plain(name) as readonly number[] | undefined;
        if (own) return [...own];
        return k !== undefined && given[k] ? listIn(given[k]!, where) : undefined;
      },
      tensor: (name) => value(name) as ParsedTensor | undefined,
    }),
  ];
}

const times = (x: Tensor, by: number) => (by === 1 ? x : ops.mul(x, scalar(by)));

/** A vector over channels (axis 1) that stretches over samples and places. */
function perChannel(x: Tensor, shape: Shape): Tensor {
  return ops.reshape(x, [x.shape[0]!, ...shape.slice(2).map(() => 1)]);
}

function flatten(x: Tensor, axis: number): Tensor {
  const product = (sizes: Shape) => knownSizes(sizes, 'flatten').reduce((a, b) => a * b, 1);
  const before = x.shape.slice(0, axis);
  return ops.reshape(x, [before.length === 1 ? before[0]! : product(before), product(x.shape.slice(axis))]);
}

/** 0 keeps a size, −1 is what is left: of a reshape. */
function reshaped(x: Tensor, sizes: readonly number[]): Shape {
  const kept = sizes.map((size, axis) => (size === 0 ? x.shape[axis]! : size));
  if (!kept.includes(-1)) return kept;
  const free = x.shape.filter((size) => typeof size === 'string' && !kept.includes(size));
  if (free.length === 1) return kept.map((size) => (size === -1 ? free[0]! : size));
  const known = (of: Shape) =>
    of.reduce<number>((total, size) => total * (typeof size === 'number' && size !== -1 ? size : 1), 1);
  return kept.map((size) => (size === -1 ? known(x.shape) / known(kept) : size));
}

/** The integers of a constant. @throws {UnsupportedError} they are computed. */
function listIn({ source }: Tensor, where: string): number[] {
  if (source.kind === 'constant') return Array.from(source.data as ArrayLike<number | bigint>, Number);
  throw new UnsupportedError({ where, problem: 'shapes, axes and places must stand in the file, got computed ones' });
}

function numberIn(tensor: Tensor | undefined, otherwise: number, where: string): number {
  return tensor ? listIn(tensor, where)[0]! : otherwise;
}

function windowOf(list: NodeView['list'], text: NodeView['text'], axes: number, where: string) {
  const ones = Array.from({ length: axes }, () => 1);
  const window = { stride: list('strides') ?? ones, dilation: list('dilations') ?? ones };
  const auto = text('auto_pad', 'NOTSET');
  if (auto === 'SAME_UPPER' && window.stride.every((step) => step === 1))
    return { ...window, padding: 'same' as const };
  const pads = list('pads') ?? ones.map(() => 0).concat(ones.map(() => 0));
  const [before, after] = [pads.slice(0, axes), pads.slice(axes)];
  if (!['NOTSET', 'VALID', ''].includes(auto))
    throw new UnsupportedError({ where, problem: `padding '${auto}' is not read` });
  return { ...window, padding: before, paddingAfter: after };
}
