import { gradients } from '../gradients.ts';
import { NetworkParts, type NoiseKind, type Parameter, Scope } from '../layers/scope.ts';
import { add } from '../ops/add.ts';
import { clip } from '../ops/clip.ts';
import { div } from '../ops/div.ts';
import { gather } from '../ops/gather.ts';
import { mul } from '../ops/mul.ts';
import { reshape } from '../ops/reshape.ts';
import { slice } from '../ops/slice.ts';
import { sqrt } from '../ops/sqrt.ts';
import { sum } from '../ops/sum.ts';
import { input, scalar, type Tensor } from '../tensor.ts';
import { writeLoop } from '../write-loop.ts';
import type { Field, Network } from './network.ts';
import { type Optimiser, SCHEDULE_WIDTH } from './optimiser.ts';

/** Names of what a training graph is fed besides data, parameters and running sums. */
export const FEEDS = { order: 'order', weights: 'weights', schedule: 'schedule', starts: 'noise starts' } as const;
/** What each step leaves behind. */
export const LOSS = 'loss';

export interface TrainingOptions {
  readonly batch: number;
  readonly optimiser: Optimiser;
  /** Longest gradient of all parameters together that is followed; a longer one is shortened. Absent: as it comes. */
  readonly clip?: number;
}

export interface TrainingGraph {
  readonly model: Uint8Array;
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** Names of the running sums → shape. */
  readonly slots: ReadonlyMap<string, readonly number[]>;
  /** What each step draws: kind and how many. */
  readonly noise: readonly { readonly kind: NoiseKind; readonly size: number }[];
}

/**
 * Network, loss, gradient and optimiser as one ONNX file whose steps are a loop, so that weights stay in the runtime.
 * Fed: every field `data <name>` [samples, ...]; for S steps `order` [S, batch] (rows of the data), `weights` [S, batch], `schedule` [S, 3] and
 * `noise starts` [S, draws]; pools of random numbers; parameters and running sums by their names.
 */
export function writeTraining(network: Network, { batch, optimiser, clip: longest }: TrainingOptions): TrainingGraph {
  const iteration = input('iteration', 'int64', []);
  const order = input(FEEDS.order, 'int64', ['steps', batch]);
  const weights = input(FEEDS.weights, 'float32', ['steps', batch]);
  const schedule = input(FEEDS.schedule, 'float32', ['steps', SCHEDULE_WIDTH]);
  const fields = Object.entries({ ...network.inputs, ...network.targets });
  const data = new Map(fields.map(([name, field]) => [name, dataInput(name, field)]));
  const rows = gather(order, iteration);
  const batches = Object.fromEntries(fields.map(([name]) => [name, gather(data.get(name)!, rows)]));

  const parts = new NetworkParts(true);
  const loss = network.loss(new Scope(parts), batches, gather(weights, iteration));
  const learned = [...parts.parameters].filter(([, { learned }]) => learned);
  const raw = gradients(
    loss,
    learned.map(([, { value }]) => value),
  );
  const slopes = longest === undefined ? raw : shortened(raw, longest);

  const now = gather(schedule, iteration);
  const at = (place: number) => reshape(slice(now, 0, place, place + 1), []);
  const settings = { size: at(0), epsilon: at(1), decay: at(2) };
  const slots = new Map<string, readonly number[]>();
  const states = learned.flatMap(([name, { value, shape, decays }], p) => {
    const own = Array.from({ length: optimiser.slots }, (_, s) => input(`${name}:slot${s}`, 'float32', shape));
    for (const slot of own) slots.set(slot.name!, shape);
    const stepped = optimiser.step(value, slopes[p]!, own, settings, decays);
    return [{ value, next: stepped.value }, ...own.map((slot, s) => ({ value: slot, next: stepped.slots[s]! }))];
  });
  for (const [name, { value, learned }] of parts.parameters) {
    if (!learned) states.push({ value, next: parts.updates.get(name) ?? value });
  }

  const { noise, pools } = parts;
  const starts = input(FEEDS.starts, 'int64', ['steps', noise.length]);
  const drawn = noise.length > 0 ? gather(starts, iteration) : undefined;
  const model = writeLoop({
    iteration,
    shared: [...data.values(), order, weights, schedule, ...(drawn ? [starts] : []), ...pools.values()],
    bound: noise.map(({ start }, k) => ({ tensor: start, to: slice(drawn!, 0, k, k + 1) })),
    states,
    outputs: { [LOSS]: loss },
  });
  return { model, parameters: parts.parameters, slots, noise: noise.map(({ kind, size }) => ({ kind, size })) };
}

/** What a field of the data is called where it is fed. */
export function dataName(name: string): string {
  return `data ${name}`;
}

function dataInput(name: string, { dtype, shape }: Field): Tensor {
  return input(dataName(name), dtype, ['samples', ...shape]);
}

/** Gradients of all parameters, brought together to at most a length where they are longer. Source: Pascanu et al. 2013, algorithm 1. */
function shortened(slopes: readonly Tensor[], longest: number): Tensor[] {
  const length = sqrt(slopes.map((one) => sum(mul(one, one))).reduce((total, one) => add(total, one)));
  const factor = clip(div(scalar(longest), add(length, scalar(1e-6))), 0, 1);
  return slopes.map((one) => mul(one, factor));
}
