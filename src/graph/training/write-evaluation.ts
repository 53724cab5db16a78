import { NetworkParts, type Parameter, Scope } from '../layers/scope.ts';
import { max } from '../ops/max.ts';
import { mean } from '../ops/mean.ts';
import { sign } from '../ops/sign.ts';
import { input, type Tensor } from '../tensor.ts';
import { writeModel } from '../write-model.ts';
import type { Field, Network } from './network.ts';
import { dataName, FEEDS, LOSS } from './write-training.ts';

/** Output that says which share of the units of a rectified layer any sample moves. */
export function aliveName(layer: string): string {
  return `alive ${layer}`;
}

export interface EvaluationGraph {
  readonly model: Uint8Array;
  /** Layers of rectified units. */
  readonly rectified: readonly string[];
}

/** Loss of any number of samples without learning from them, parameters fed by their names. Fed: `data <name>` [N, ...], `weights` [N]. */
export function writeEvaluation(network: Network): EvaluationGraph {
  const parts = new NetworkParts(false);
  const batch = batchInputs({ ...network.inputs, ...network.targets });
  const weights = input(FEEDS.weights, 'float32', ['N']);
  const loss = network.loss(new Scope(parts), batch, weights);
  const alive = [...parts.rectified].map(([layer, outputs]) => [aliveName(layer), aliveShare(outputs)] as const);
  const values = [...parts.parameters.values()].map(({ value }) => value);
  const model = writeModel({ [LOSS]: loss, ...Object.fromEntries(alive) }, [
    ...Object.values(batch),
    weights,
    ...values,
  ]);
  return { model, rectified: [...parts.rectified.keys()] };
}

export interface PredictionGraph {
  /** The expressions to write, by name. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly inputs: readonly Tensor[];
  readonly parameters: ReadonlyMap<string, Parameter>;
}

/** What a network answers, as expressions of its inputs [N, ...] and parameters. */
export function predictionGraph(network: Network): PredictionGraph {
  const parts = new NetworkParts(false);
  const batch = batchInputs(network.inputs, (name) => name);
  const outputs = network.outputs(new Scope(parts), batch);
  return { outputs, inputs: Object.values(batch), parameters: parts.parameters };
}

function batchInputs(fields: Readonly<Record<string, Field>>, nameOf = dataName): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { dtype, shape }]) => [name, input(nameOf(name), dtype, ['N', ...shape])]),
  );
}

/** Of units on axis 1, the share that is above 0 for some sample and place. */
function aliveShare(outputs: Tensor): Tensor {
  const others = [...outputs.shape.keys()].filter((axis) => axis !== 1);
  return mean(sign(max(outputs, others)));
}
