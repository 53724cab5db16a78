import { VERSION } from '../base/version.ts';
import { modelProto } from './onnx/proto.ts';
import { input, type Tensor } from './tensor.ts';
import { GraphWriter, valueInfo } from './write-model.ts';

/** One step, as expressions. */
export interface LoopStep {
  /** Number of the step in this run, from 0: int64 []. An `input`. */
  readonly iteration: Tensor;
  /** What every step sees alike: an `input` each, fed once. */
  readonly shared: readonly Tensor[];
  /** Inputs that stand for an expression of the step which was not known when they were made. */
  readonly bound?: readonly { readonly tensor: Tensor; readonly to: Tensor }[];
  /** What a step hands to the next. `value` is an `input`; `next` is of its shape and type. */
  readonly states: readonly { readonly value: Tensor; readonly next: Tensor }[];
  /** What each step leaves behind: key → expression of known shape. */
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/** Input that says how many steps a run makes: int64 []. */
export const STEPS = 'steps';

/** What the state called `name` is after the last step. */
export function finalName(name: string): string {
  return `${name}:after`;
}

/**
 * Steps in a row as one ONNX file: a Loop whose body is the step, so that states stay inside the runtime between steps.
 * Fed: `steps`, the shared inputs and each state by its name. Given back: each state after the last step under `finalName`, and each output with
 * the steps as its first axis.
 */
export function writeLoop({ iteration, shared, bound = [], states, outputs }: LoopStep): Uint8Array {
  const outer = new GraphWriter();
  const steps = input(STEPS, 'int64', []);
  const fed = [steps, ...shared, ...states.map(({ value }) => input(value.name!, value.dtype, value.shape))];
  for (const one of fed) outer.declare(one, one.name!);

  const body = new GraphWriter(outer);
  const inside = (tensor: Tensor) => {
    const name = body.fresh(`step:${tensor.name}`);
    body.declare(tensor, name);
    return valueInfo(tensor, name);
  };
  const going = body.fresh('step:going');
  const goesOn = input(going, 'bool', []);
  body.declare(goesOn, going);
  const inputs = [inside(iteration), valueInfo(goesOn, going), ...states.map(({ value }) => inside(value))];
  for (const { tensor, to } of bound) body.declare(tensor, body.nameOf(to));
  const results = Object.fromEntries([
    [body.fresh('step:goes on'), goesOn],
    ...states.map(({ value, next }) => [body.fresh(`step:next ${value.name}`), next]),
    ...Object.entries(outputs).map(([key, tensor]) => [body.fresh(`step:${key}`), tensor]),
  ]);
  const graph = body.graph('step', inputs, body.results(results));

  const left = [
    ...states.map(({ value }) => [finalName(value.name!), value] as const),
    ...Object.entries(outputs).map(([key, one]) => [key, { ...one, shape: ['steps made', ...one.shape] }] as const),
  ];
  outer.node({
    type: 'Loop',
    inputs: [STEPS, '', ...states.map(({ value }) => value.name!)],
    outputs: left.map(([name]) => name),
    attributes: { body: { graph } },
  });
  const values = (list: readonly (readonly [string, Tensor])[]) => list.map(([name, one]) => valueInfo(one, name));
  const whole = outer.graph('training', values(fed.map((one) => [one.name!, one])), values(left));
  return modelProto(whole, outer.domains, VERSION);
}
