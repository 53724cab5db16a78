import type { HostData } from '../../base/network-engine.ts';
import type { DType, Shape } from '../shape.ts';
import type { Attribute } from '../tensor.ts';
import { DTYPE_CODES } from './dtypes.ts';
import { WireWriter } from './wire-writer.ts';

/**
 * The messages of onnx.proto that a network needs, each as bytes to be. Numbers are the field numbers of that file.
 * Source: ONNX IR version 8, opset 17, so that ONNX 1.12 and later, and every ONNX Runtime since 1.12, read it.
 */
const IR_VERSION = 8;
const OPSET = 17;
/** Operators that ONNX Runtime has beside the standard. Only training graphs use them. */
const MICROSOFT = 'com.microsoft';
/** Trees and other classical models, of the standard: version 3 came with ONNX 1.11. */
const CLASSICAL_VERSION = 3;

/** A graph as the attribute of a node: the body of a loop. */
export interface GraphAttribute {
  readonly graph: WireWriter;
}

export function tensorProto(name: string, dtype: DType, shape: readonly number[], data: HostData): WireWriter {
  return new WireWriter().packed(1, shape).integer(2, DTYPE_CODES[dtype]).string(8, name).run(9, bytesOf(data));
}

const bytesOf = (data: HostData) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

export function valueProto(name: string, dtype: DType, shape: Shape): WireWriter {
  const sizes = new WireWriter();
  for (const size of shape) {
    const one = new WireWriter();
    sizes.message(1, typeof size === 'number' ? one.integer(1, size) : one.string(2, size));
  }
  const tensor = new WireWriter().integer(1, DTYPE_CODES[dtype]).message(2, sizes);
  return new WireWriter().string(1, name).message(2, new WireWriter().message(1, tensor));
}

function attributeProto(name: string, value: Attribute | GraphAttribute): WireWriter {
  const out = new WireWriter().string(1, name);
  if (typeof value === 'number') return out.integer(3, value).integer(20, 2);
  if (typeof value === 'string') return out.run(4, new TextEncoder().encode(value)).integer(20, 3);
  if ('graph' in value) return out.message(6, value.graph).integer(20, 5);
  if ('float' in value) return out.float(2, value.float).integer(20, 1);
  if ('floats' in value) return out.run(7, bytesOf(value.floats)).integer(20, 6);
  if ('strings' in value) {
    for (const one of value.strings) out.run(9, new TextEncoder().encode(one));
    return out.integer(20, 8);
  }
  return out.packed(8, value).integer(20, 7);
}

export interface NodeSpec {
  readonly type: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute | GraphAttribute>>;
  readonly domain?: string | undefined;
}

export function nodeProto({ type, name, inputs, outputs, attributes, domain }: NodeSpec): WireWriter {
  const out = new WireWriter();
  for (const one of inputs) out.string(1, one);
  for (const one of outputs) out.string(2, one);
  out.string(3, name).string(4, type);
  for (const [key, value] of Object.entries(attributes)) out.message(5, attributeProto(key, value));
  if (domain) out.string(7, domain);
  return out;
}

export interface GraphSpec {
  readonly name: string;
  readonly nodes: readonly WireWriter[];
  readonly initializers: readonly WireWriter[];
  readonly inputs: readonly WireWriter[];
  readonly outputs: readonly WireWriter[];
}

export function graphProto({ name, nodes, initializers, inputs, outputs }: GraphSpec): WireWriter {
  const out = new WireWriter();
  for (const one of nodes) out.message(1, one);
  out.string(2, name);
  for (const one of initializers) out.message(5, one);
  for (const one of inputs) out.message(11, one);
  for (const one of outputs) out.message(12, one);
  return out;
}

/** @param domains of operators beside the standard ones: `com.microsoft` or `ai.onnx.ml`. @param facts kept as metadata: names and texts. */
export function modelProto(
  graph: WireWriter,
  domains: ReadonlySet<string>,
  version: string,
  facts: Readonly<Record<string, string>> = {},
): Uint8Array {
  const out = new WireWriter().integer(1, IR_VERSION).string(2, 'cistron').string(3, version).message(7, graph);
  const opset = (domain: string, number: number) => new WireWriter().string(1, domain).integer(2, number);
  out.message(8, opset('', OPSET));
  for (const domain of domains) out.message(8, opset(domain, domain === MICROSOFT ? 1 : CLASSICAL_VERSION));
  for (const [key, value] of Object.entries(facts)) out.message(14, new WireWriter().string(1, key).string(2, value));
  return out.finish().slice();
}
