import { FormatError, UnsupportedError } from '../../base/errors.ts';
import type { HostData } from '../../base/network-engine.ts';
import type { DType, Shape } from '../shape.ts';
import type { Attribute } from '../tensor.ts';
import { DTYPE_CODES } from './dtypes.ts';
import { integersOf, textOf, type WireField, wireFields } from './wire-reader.ts';

/** An ONNX file as plain data, before anything is made of it. */
export interface ParsedModel {
  readonly opset: number;
  readonly producer: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly nodes: readonly ParsedNode[];
  readonly initializers: ReadonlyMap<string, ParsedTensor>;
  readonly inputs: readonly ParsedValue[];
  readonly outputs: readonly ParsedValue[];
}
export interface ParsedNode {
  readonly type: string;
  readonly name: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute | ParsedTensor>;
}
export interface ParsedTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: HostData;
}
export interface ParsedValue {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
}

/**
 * Reads the messages of onnx.proto that a network consists of. @throws {FormatError} damaged bytes, or no graph. @throws {UnsupportedError} types of
 * numbers that networks here do not have (float16, text), numbers kept in another file, graphs within nodes.
 */
export function parseModel(bytes: Uint8Array, where: string): ParsedModel {
  let graph: Uint8Array | undefined;
  let opset = 0;
  let producer = '';
  const facts: Record<string, string> = {};
  for (const one of wireFields(bytes, where)) {
    if (one.field === 2) producer = textOf(one);
    else if (one.field === 7) graph = runOf(one, where);
    else if (one.field === 8) {
      const own = fieldsOf(runOf(one, where), where);
      if ((own.get(1)?.map(textOf).at(-1) ?? '') === '') opset = Number(own.get(2)?.at(-1)?.integer ?? 0);
    } else if (one.field === 14) {
      const pair = fieldsOf(runOf(one, where), where);
      facts[textOf(pair.get(1)?.[0] ?? { field: 1 })] = textOf(pair.get(2)?.[0] ?? { field: 2 });
    }
  }
  if (!graph)
    throw new FormatError({ where, problem: 'must hold a graph, got none', hint: 'the file is damaged or no ONNX' });
  const own = fieldsOf(graph, where);
  const all = (field: number) => (own.get(field) ?? []).map((one) => runOf(one, where));
  const initializers = new Map(all(5).map((run) => parseTensor(run, where)));
  return {
    ...{ opset, producer, facts, initializers },
    nodes: all(1).map((run) => parseNode(run, where)),
    // Files of before IR version 4 list initializers among the inputs.
    inputs: all(11)
      .map((run) => parseValue(run, where))
      .filter(({ name }) => !initializers.has(name)),
    outputs: all(12).map((run) => parseValue(run, where)),
  };
}

function runOf({ run, field }: WireField, where: string): Uint8Array {
  if (run) return run;
  throw new FormatError({
    where,
    problem: `field ${field} must be a message, got a number`,
    hint: 'the file is damaged or no ONNX',
  });
}

function fieldsOf(bytes: Uint8Array, where: string): Map<number, WireField[]> {
  const out = new Map<number, WireField[]>();
  for (const one of wireFields(bytes, where)) {
    const known = out.get(one.field);
    if (known) known.push(one);
    else out.set(one.field, [one]);
  }
  return out;
}

function parseNode(bytes: Uint8Array, where: string): ParsedNode {
  const own = fieldsOf(bytes, where);
  const texts = (field: number) => (own.get(field) ?? []).map(textOf);
  const attributes = (own.get(5) ?? []).map((one) => parseAttribute(runOf(one, where), where));
  return {
    inputs: texts(1),
    outputs: texts(2),
    name: texts(3)[0] ?? '',
    type: texts(4)[0] ?? '',
    domain: texts(7)[0] ?? '',
    attributes: new Map(attributes),
  };
}

function parseAttribute(bytes: Uint8Array, where: string): [string, Attribute | ParsedTensor] {
  const own = fieldsOf(bytes, where);
  const name = textOf(own.get(1)?.[0] ?? { field: 1 });
  const float = own.get(2)?.[0]?.run;
  if (float?.length === 4) return [name, { float: new DataView(float.buffer, float.byteOffset).getFloat32(0, true) }];
  if (own.has(3)) return [name, Number(integersOf(own.get(3)![0]!, where)[0])];
  if (own.has(4)) return [name, textOf(own.get(4)![0]!)];
  if (own.has(5)) return [name, parseTensor(runOf(own.get(5)![0]!, where), where)[1]];
  if (own.has(6))
    throw new UnsupportedError({ where, problem: `attribute '${name}' is a graph: loops and branches are not read` });
  return [name, (own.get(8) ?? []).flatMap((one) => integersOf(one, where)).map(Number)];
}

/** Where typed numbers stand when they are not raw: TensorProto's float_data, double_data, int32_data, int64_data. */
const TYPED: Readonly<Record<DType, number>> = { float32: 4, float64: 10, int32: 5, uint8: 5, bool: 5, int64: 7 };

function parseTensor(bytes: Uint8Array, where: string): [string, ParsedTensor] {
  const own = fieldsOf(bytes, where);
  const name = textOf(own.get(8)?.[0] ?? { field: 8 });
  const shape = (own.get(1) ?? []).flatMap((one) => integersOf(one, where)).map(Number);
  const dtype = dtypeOf(Number(own.get(2)?.[0]?.integer ?? 0), name, where);
  if (own.has(13))
    throw new UnsupportedError({
      where,
      problem: `the numbers of '${name}' are kept in another file`,
      hint: 'save the network as one file',
    });
  const count = shape.reduce((a, b) => a * b, 1);
  const raw = own.get(9)?.[0]?.run;
  const data = raw ? ofBytes(dtype, raw) : ofFields(dtype, own.get(TYPED[dtype]) ?? [], where);
  if (data.length !== count) {
    const problem = `'${name}' of [${shape.join(', ')}] needs ${count} numbers, got ${data.length}`;
    throw new FormatError({ where, problem, hint: 'the file is damaged' });
  }
  return [name, { dtype, shape, data }];
}

function dtypeOf(code: number, name: string, where: string): DType {
  const known = Object.entries(DTYPE_CODES).find(([, one]) => one === code);
  if (known) return known[0] as DType;
  throw new UnsupportedError({
    where,
    problem: `'${name}' must hold ${Object.keys(DTYPE_CODES).join(', ')}, got ONNX type ${code}`,
  });
}

function ofBytes(dtype: DType, raw: Uint8Array): HostData {
  const copy = raw.slice();
  const whole = (width: number) => Math.floor(copy.length / width);
  if (dtype === 'float32') return new Float32Array(copy.buffer, 0, whole(4));
  if (dtype === 'float64') return new Float64Array(copy.buffer, 0, whole(8));
  if (dtype === 'int64') return new BigInt64Array(copy.buffer, 0, whole(8));
  return dtype === 'int32' ? new Int32Array(copy.buffer, 0, whole(4)) : copy;
}

function ofFields(dtype: DType, fields: readonly WireField[], where: string): HostData {
  if (dtype === 'float32' || dtype === 'float64') {
    const runs = fields.map((one) => runOf(one, where));
    const joined = new Uint8Array(runs.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const run of runs) {
      joined.set(run, at);
      at += run.length;
    }
    return ofBytes(dtype, joined);
  }
  const values = fields.flatMap((one) => integersOf(one, where));
  if (dtype === 'int64') return BigInt64Array.from(values);
  return dtype === 'int32' ? Int32Array.from(values, Number) : Uint8Array.from(values, Number);
}

function parseValue(bytes: Uint8Array, where: string): ParsedValue {
  const own = fieldsOf(bytes, where);
  const name = textOf(own.get(1)?.[0] ?? { field: 1 });
  const type = own.get(2)?.[0];
  const tensor = type && fieldsOf(runOf(type, where), where).get(1)?.[0];
  if (!tensor) throw new UnsupportedError({ where, problem: `'${name}' must be a tensor` });
  const parts = fieldsOf(runOf(tensor, where), where);
  const dims = parts.get(2) ? (fieldsOf(runOf(parts.get(2)![0]!, where), where).get(1) ?? []) : [];
  const shape = dims.map((one, axis) => {
    const size = fieldsOf(runOf(one, where), where);
    if (size.has(1)) return Number(size.get(1)![0]!.integer);
    return size.has(2) ? textOf(size.get(2)![0]!) : `axis ${axis} of ${name}`;
  });
  return { name, dtype: dtypeOf(Number(parts.get(1)?.[0]?.integer ?? 0), name, where), shape };
}
