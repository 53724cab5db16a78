import { FormatError, UnsupportedError } from '../base/errors.ts';
import { type ParsedModel, type ParsedTensor, parseModel } from './onnx/parse-model.ts';
import { readNode } from './onnx/read-node.ts';
import { cast } from './ops/cast.ts';
import { constant, input, type Tensor } from './tensor.ts';

/** A network made elsewhere, as expressions: to be run as it is, built upon, or taught further. */
export interface ReadNetwork {
  /** Inputs by name. */
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Learned numbers by name: what stands in the expressions, and its values. */
  readonly parameters: ReadonlyMap<string, ReadParameter>;
  readonly opset: number;
  readonly producer: string;
  readonly facts: Readonly<Record<string, string>>;
}
export interface ReadParameter extends ParsedTensor {
  readonly value: Tensor;
}

export interface ReadOptions {
  /** What stands for the numbers of the file in the expressions: themselves (default), or inputs of their name, to be learned or fed. */
  readonly parameters?: 'constants' | 'inputs';
  /** Expressions to put in the place of inputs: a network that goes on from here. */
  readonly inputs?: Readonly<Record<string, Tensor>>;
  /** What messages call the file. */
  readonly where?: string;
}

/**
 * Reads an ONNX file into expressions that can be differentiated: networks of this project, and those that other tools export with the usual layers
 * (opset 13 and later). Float32 numbers of the file are its parameters.
 * @throws {FormatError} bytes that are no ONNX. @throws {UnsupportedError} an operator or type that is not read, named with its node.
 * @throws {ShapeError} shapes that do not fit. Cost O(nodes + bytes).
 */
export function readModel(bytes: Uint8Array, options: ReadOptions = {}): ReadNetwork {
  const where = options.where ?? 'network';
  const model = parseModel(bytes, where);
  const known = new Map<string, Tensor>();
  const parameters = new Map<string, ReadParameter>();
  for (const [name, tensor] of model.initializers) {
    const isParameter = tensor.dtype === 'float32';
    const asInput = isParameter && options.parameters === 'inputs';
    const value = asInput ? input(name, tensor.dtype, tensor.shape) : constantOf(tensor, name);
    known.set(name, value);
    if (isParameter) parameters.set(name, { ...tensor, value });
  }
  const inputs: Record<string, Tensor> = {};
  for (const { name, dtype, shape } of model.inputs) {
    inputs[name] = options.inputs?.[name] ?? input(name, dtype, shape);
    known.set(name, inputs[name]);
  }
  readNodes(model, known, where);
  const outputs = Object.fromEntries(model.outputs.map(({ name }) => [name, find(known, name, where)]));
  const { opset, producer, facts } = model;
  return { inputs, outputs, parameters, opset, producer, facts };
}

/** Nodes stand in an order in which they can be computed: ONNX says so. */
function readNodes({ nodes, opset }: ParsedModel, known: Map<string, Tensor>, where: string): void {
  for (const node of nodes) {
    const place = `${where}: node '${node.name || node.outputs[0]}' (${node.type})`;
    if (node.domain !== '' && node.domain !== 'ai.onnx') {
      throw new UnsupportedError({
        where: place,
        problem: `operators must be of ONNX itself, got domain '${node.domain}'`,
      });
    }
    const made = readNode(node, (name) => (name === '' ? undefined : find(known, name, place)), opset, place);
    made.forEach((tensor, k) => {
      if (node.outputs[k]) known.set(node.outputs[k], tensor);
    });
  }
}

function find(known: ReadonlyMap<string, Tensor>, name: string, where: string): Tensor {
  const tensor = known.get(name);
  if (tensor) return tensor;
  throw new FormatError({
    where,
    problem: `'${name}' must be made by an earlier node, got none`,
    hint: 'the file is damaged',
  });
}

/** A scalar of truth is a byte. */
export function constantOf({ dtype, shape, data }: ParsedTensor, name?: string): Tensor {
  const tensor = constant(data, shape, name);
  return dtype === 'bool' ? cast(tensor, 'bool') : tensor;
}
