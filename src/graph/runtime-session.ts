import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-common';
import { CistronError, FormatError, NumericError, ShapeError, UnsupportedError } from '../base/errors.ts';
import type { HostData, HostTensor, NetworkSession } from '../base/network-engine.ts';
import { dtypeOf } from './tensor.ts';

/** What `onnxruntime-node` and `onnxruntime-web` have in common, as far as it is used. */
export interface Runtime {
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: TensorConstructor;
}

/** One network of an ONNX Runtime. Calls are made one after another: the runtime uses all threads for each. */
export async function openSession(
  { InferenceSession, Tensor }: Runtime,
  model: Uint8Array,
  options: InferenceSession.SessionOptions,
  queue: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<NetworkSession> {
  const session = await queue(() => InferenceSession.create(model, options)).catch((cause: unknown) => {
    throw refusal(cause);
  });
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    async run(feeds, wanted = session.outputNames) {
      const given: Record<string, Tensor> = {};
      for (const name of session.inputNames) given[name] = toRuntime(Tensor, name, feeds[name]);
      const results = await queue(() => session.run(given, [...wanted])).catch((cause: unknown) => {
        throw failure(cause);
      });
      return Object.fromEntries(wanted.map((name) => [name, fromRuntime(results[name]!)]));
    },
    close: () => session.release(),
  };
}

/** Work in the order in which it was asked for, one at a time. */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
}

function toRuntime(Constructor: TensorConstructor, name: string, tensor: HostTensor | undefined): Tensor {
  if (!tensor) throw new ShapeError({ where: 'network', problem: `input '${name}' must be given, got none` });
  const { data, shape } = tensor;
  const size = shape.reduce((a, b) => a * b, 1);
  if (size !== data.length) {
    throw new ShapeError({
      where: 'network',
      problem: `input '${name}' of [${shape.join(', ')}] needs ${size} values, got ${data.length}`,
    });
  }
  return new Constructor(dtypeOf(data), data as never, shape);
}

function fromRuntime(tensor: Tensor): HostTensor {
  return { data: tensor.data as HostData, shape: tensor.dims };
}

const textOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));

/** The runtime says in words why it does not take a file; which kind of reason it is stands in them. */
function refusal(cause: unknown): CistronError {
  const text = textOf(cause);
  const missing = /NOT_IMPLEMENTED|not implemented|is not a registered function/i.test(text);
  const detail = { where: 'network', problem: `must be a network that ONNX Runtime can run, got: ${text}`, cause };
  return missing ? new UnsupportedError(detail) : new FormatError(detail);
}

function failure(cause: unknown): CistronError {
  if (cause instanceof CistronError) return cause;
  const text = textOf(cause);
  const shape = /dimension|shape|rank|Unexpected input/i.test(text);
  const detail = { where: 'network', problem: `ONNX Runtime stopped: ${text}`, cause };
  return shape ? new ShapeError(detail) : new NumericError(detail);
}
