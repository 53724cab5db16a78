import { ShapeError } from '../base/errors.ts';
import type { HostData } from '../base/network-engine.ts';
import { type DType, knownSizes, type Shape, showShape, sizeOf } from './shape.ts';

/**
 * A tensor expression: what it is made from, not its numbers. Expressions are immutable and may be shared; nothing is computed until
 * `writeModel` has written them as ONNX and a session has run them. Shapes are checked when an expression is built.
 */
export interface Tensor {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly source: Source;
  /** Which of the outputs of its source. */
  readonly output: number;
  /** What messages and the written graph call it. */
  readonly name?: string;
}

export type Source = InputSource | ConstantSource | NodeSource | AliasSource;

/** Fed from outside when the graph is run. */
export interface InputSource {
  readonly kind: 'input';
}

/** Numbers known when the graph is built. */
export interface ConstantSource {
  readonly kind: 'constant';
  readonly data: HostData;
  readonly shape: readonly number[];
  readonly name?: string;
}

export type Attribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: Float32Array }
  | { readonly strings: readonly string[] };

/** From the gradient of each output (null: none flows) to that of each input (null or absent: none flows). */
export type Gradient = (outputs: readonly (Tensor | null)[]) => readonly (Tensor | null)[];

/** One ONNX node. */
export interface NodeSource {
  readonly kind: 'node';
  /** Operator of ONNX, opset 17, or of `domain`. */
  readonly type: string;
  readonly domain?: string;
  /** null: an optional input that is left out. */
  readonly inputs: readonly (Tensor | null)[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly outputs: readonly { readonly dtype: DType; readonly shape: Shape }[];
  /** Absent: constant as far as differentiation goes. */
  readonly gradient?: Gradient;
}

/** Another expression under a gradient of its own: several nodes that differentiate better as one. Writes nothing. */
export interface AliasSource {
  readonly kind: 'alias';
  readonly of: Tensor;
  readonly inputs: readonly Tensor[];
  readonly gradient: Gradient;
}

/** A tensor to be fed. @param shape may hold names for sizes that vary from run to run. */
export function input(name: string, dtype: DType, shape: Shape): Tensor {
  return { dtype, shape, source: { kind: 'input' }, output: 0, name };
}

/** Numbers fixed when the graph is built. @throws {ShapeError} another number of values than the shape has. */
export function constant(data: HostData, shape: Shape = [data.length], name?: string): Tensor {
  const sizes = knownSizes(shape, 'constant');
  if (sizeOf(shape) !== data.length) {
    const problem = `${showShape(shape)} needs ${sizeOf(shape)} values, got ${data.length}`;
    throw new ShapeError({ where: 'constant', problem });
  }
  const own = name ? { name } : {};
  return { dtype: dtypeOf(data), shape, source: { kind: 'constant', data, shape: sizes, ...own }, output: 0, ...own };
}

/** A float32 scalar. */
export function scalar(value: number): Tensor {
  return constant(Float32Array.of(value), []);
}

/** An int64 vector: axes, shapes and indices of ONNX. */
export function integers(values: readonly number[]): Tensor {
  return constant(BigInt64Array.from(values, BigInt));
}

/** A node's outputs as expressions. */
export function node(
  spec: Omit<NodeSource, 'kind' | 'attributes'> & Partial<Pick<NodeSource, 'attributes'>>,
): Tensor[] {
  const source: NodeSource = { attributes: {}, ...spec, kind: 'node' };
  return source.outputs.map(({ dtype, shape }, output) => ({ dtype, shape, source, output }));
}

/** A node with one output. */
export function nodeOf(
  type: string,
  inputs: readonly (Tensor | null)[],
  result: { readonly dtype?: DType; readonly shape: Shape },
  options: {
    readonly attributes?: Readonly<Record<string, Attribute>>;
    readonly gradient?: (d: Tensor) => readonly (Tensor | null)[];
    readonly domain?: string;
  } = {},
): Tensor {
  const { gradient, ...rest } = options;
  return node({
    ...{ type, inputs, ...rest },
    outputs: [{ dtype: result.dtype ?? 'float32', shape: result.shape }],
    ...(gradient ? { gradient: ([d]) => (d ? gradient(d) : []) } : {}),
  })[0]!;
}

/** `of` with a gradient of its own with respect to `inputs`; what `of` is made from is not looked at. */
export function withGradient(
  of: Tensor,
  inputs: readonly Tensor[],
  gradient: (d: Tensor) => readonly (Tensor | null)[],
): Tensor {
  return {
    ...{ dtype: of.dtype, shape: of.shape, output: 0 },
    source: { kind: 'alias', of, inputs, gradient: ([d]) => (d ? gradient(d) : []) },
  };
}

/** The same numbers, through which no gradient flows. */
export function stopGradient(of: Tensor): Tensor {
  return { ...of, source: { kind: 'alias', of, inputs: [], gradient: () => [] }, output: 0 };
}

/** The same expression under a name. */
export function named(tensor: Tensor, name: string): Tensor {
  return { ...tensor, name };
}

/** For messages: shape, and name where there is one. */
export function describe({ shape, name }: Tensor): string {
  return name ? `${showShape(shape)} (${name})` : showShape(shape);
}

export function dtypeOf(data: HostData): DType {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Float64Array) return 'float64';
  if (data instanceof BigInt64Array) return 'int64';
  return data instanceof Int32Array ? 'int32' : 'uint8';
}
