import { VERSION } from '../base/version.ts';
import { graphProto, modelProto, type NodeSpec, nodeProto, tensorProto, valueProto } from './onnx/proto.ts';
import type { WireWriter } from './onnx/wire-writer.ts';
import { type ConstantSource, dtypeOf, type Source, type Tensor } from './tensor.ts';

export interface WriteOptions {
  /** Kept in the file beside the graph. */
  readonly facts?: Readonly<Record<string, string>>;
}

/**
 * Expressions as an ONNX file (opset 17): what `outputs` hang on, nothing else. Inputs are called by their names, outputs by their keys.
 * @param outputs key → expression. @param inputs tensors of `input` in the order of the file; one that nothing hangs on is left out.
 * Cost O(nodes + bytes of constants). Checked against ONNX's own checker.
 */
export function writeModel(
  outputs: Readonly<Record<string, Tensor>>,
  inputs: readonly Tensor[],
  { facts = {} }: WriteOptions = {},
): Uint8Array {
  const writer = new GraphWriter();
  for (const key of Object.keys(outputs)) writer.fresh(key);
  for (const one of inputs) writer.declare(one, one.name!);
  const results = writer.results(outputs);
  const graph = writer.graph(
    'network',
    inputs.map((one) => valueInfo(one, one.name!)),
    results,
  );
  return modelProto(graph, writer.domains, VERSION, facts);
}

/** What a graph says of an input or output. */
export function valueInfo({ dtype, shape }: Pick<Tensor, 'dtype' | 'shape'>, name: string): WireWriter {
  return valueProto(name, dtype, shape);
}

/**
 * Gives every expression a name and writes the nodes behind it, each once, in an order in which they can be run. A writer made with another as
 * `outer` writes the body of a loop: what the outer one has names for is seen from inside under the same names.
 */
export class GraphWriter {
  readonly domains: Set<string>;
  private readonly names = new Map<Source, string[]>();
  private readonly nodes: WireWriter[] = [];
  private readonly initializers: WireWriter[] = [];
  private readonly constants = new Map<string, string>();
  private readonly taken: Set<string>;
  /** Wish → the next number to try behind it, so that thousands of nodes of one kind are not counted through for each. */
  private readonly numbers: Map<string, number>;
  private readonly outer: GraphWriter | undefined;

  constructor(outer?: GraphWriter) {
    this.outer = outer;
    this.domains = outer?.domains ?? new Set();
    this.taken = outer?.taken ?? new Set();
    this.numbers = outer?.numbers ?? new Map();
  }

  /** Everything written, with inputs and outputs that are known by their names. */
  graph(name: string, inputs: readonly WireWriter[], outputs: readonly WireWriter[]): WireWriter {
    return graphProto({ name, nodes: this.nodes, initializers: this.initializers, inputs, outputs });
  }

  /** Writes expressions under names of their own. @returns what a graph says of its outputs. */
  results(outputs: Readonly<Record<string, Tensor>>): WireWriter[] {
    return Object.entries(outputs).map(([key, tensor]) => {
      this.node({ type: 'Identity', inputs: [this.nameOf(tensor)], outputs: [key], attributes: {} });
      return valueInfo(tensor, key);
    });
  }

  /** An input, known by a name. */
  declare(tensor: Tensor, name: string): void {
    this.taken.add(name);
    this.names.set(tensor.source, [name]);
  }

  /** A node whose names are given: what no expression stands for. */
  node(spec: Omit<NodeSpec, 'name'>): void {
    if (spec.domain) this.domains.add(spec.domain);
    this.nodes.push(nodeProto({ ...spec, name: spec.outputs[0]! }));
  }

  /** A name that nothing else has. */
  fresh(wish: string): string {
    let name = wish;
    let at = this.numbers.get(wish) ?? 2;
    while (this.taken.has(name)) name = `${wish}_${at++}`;
    this.numbers.set(wish, at);
    this.taken.add(name);
    return name;
  }

  /** The name of an expression, with all that it hangs on written before it. Without recursion: networks are deep. */
  nameOf(tensor: Tensor): string {
    const stack = [tensor.source];
    while (stack.length > 0) {
      const source = stack.at(-1)!;
      const waiting = this.known(source) ? [] : before(source).filter((one) => !this.known(one));
      if (waiting.length > 0) {
        stack.push(...waiting);
        continue;
      }
      stack.pop();
      if (!this.known(source)) this.write(source);
    }
    return this.known(tensor.source)![tensor.output]!;
  }

  private known(source: Source): string[] | undefined {
    return this.names.get(source) ?? this.outer?.known(source);
  }

  private write(source: Source): void {
    switch (source.kind) {
      case 'input':
        throw new Error('an input that was not declared');
      case 'alias':
        this.names.set(source, [this.known(source.of.source)![source.of.output]!]);
        return;
      case 'constant':
        this.names.set(source, [this.constant(source)]);
        return;
      case 'node': {
        const { type, attributes, domain } = source;
        const inputs = source.inputs.map((one) => (one ? this.known(one.source)![one.output]! : ''));
        const outputs = source.outputs.map(() => this.fresh(type.toLowerCase()));
        this.node({ type, inputs, outputs, attributes, domain });
        this.names.set(source, outputs);
      }
    }
  }

  /** Numbers kept in the file; small ones that are alike once: axes, shapes, ones and halves. */
  private constant({ data, shape, name: wish }: ConstantSource): string {
    const dtype = dtypeOf(data);
    const key = !wish && data.length <= 16 ? `${dtype} ${shape} ${data.join()}` : undefined;
    const alike = key && this.constants.get(key);
    if (alike) return alike;
    const name = this.fresh(wish ?? (data.length === 1 ? 'value' : 'values'));
    this.initializers.push(tensorProto(name, dtype, shape, data));
    if (key) this.constants.set(key, name);
    return name;
  }
}

/** What must have a name before a source can be written. */
function before(source: Source): Source[] {
  if (source.kind === 'alias') return [source.of.source];
  return source.kind === 'node' ? source.inputs.flatMap((one) => (one ? [one.source] : [])) : [];
}
