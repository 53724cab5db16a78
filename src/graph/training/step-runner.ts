import type { Context } from '../../base/context.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import type { HostTensor, NetworkSession } from '../../base/network-engine.ts';
import { finalName, STEPS } from '../write-loop.ts';
import { epochOrder } from './batches.ts';
import type { States, TrainingData } from './data.ts';
import { noisePools } from './noise-pools.ts';
import { SCHEDULE_WIDTH } from './optimiser.ts';
import { dataName, FEEDS, LOSS, type TrainingGraph } from './write-training.ts';

/** Steps between two moments at which a wish to stop is heard, and the most that the runtime is given at once. */
const CHUNK = 32;

export interface StepRunner {
  /** States before the first step. */
  initial(): States;
  /** All steps of one epoch, from 0. Changes the states. @returns the loss of each step. @throws {CancelledError} between two pieces. */
  epoch(epoch: number, states: States): Promise<number[]>;
}

/**
 * Makes the steps of a training graph, an epoch at a time, in pieces. @param rowOf [step size, ε, decay] of a step, from 0.
 * What a step sees hangs on the random key and its number alone, not on the piece it is in.
 */
export function stepRunner(
  session: NetworkSession,
  graph: TrainingGraph,
  data: TrainingData,
  batch: number,
  rowOf: (step: number) => readonly number[],
  ctx: Context,
): StepRunner {
  const pools = noisePools(graph.noise, ctx.random.at('noise'));
  const shapes = new Map<string, readonly number[]>(graph.slots);
  for (const [name, { shape }] of graph.parameters) shapes.set(name, shape);
  const fed = Object.fromEntries(Object.entries(data.fields).map(([name, tensor]) => [dataName(name), tensor]));
  return {
    initial() {
      const states: States = {};
      for (const [name, { shape, initial }] of graph.parameters) {
        states[name] = initial(shape, ctx.random.at('initial', name).stream());
      }
      for (const [name, shape] of graph.slots) states[name] = new Float32Array(shape.reduce((a, b) => a * b, 1));
      return states;
    },
    async epoch(epoch, states) {
      const order = epochOrder(data.rows, data.weights, batch, ctx.random.at('epoch', epoch));
      const losses: number[] = [];
      for (let from = 0; from < order.steps; from += CHUNK) {
        throwIfCancelled(ctx.signal, 'training');
        const steps = Math.min(CHUNK, order.steps - from);
        const first = epoch * order.steps + from;
        const part = { from: from * batch, to: (from + steps) * batch };
        const outcome = await session.run({
          ...fed,
          ...pools.feeds,
          ...Object.fromEntries(
            Object.entries(states).map(([name, values]) => [name, { data: values, shape: shapes.get(name)! }]),
          ),
          [FEEDS.order]: { data: order.rows.subarray(part.from, part.to), shape: [steps, batch] },
          [FEEDS.weights]: { data: order.weights.subarray(part.from, part.to), shape: [steps, batch] },
          [FEEDS.schedule]: scheduleOf(first, steps, rowOf),
          [FEEDS.starts]: { data: pools.starts(first, steps), shape: [steps, graph.noise.length] },
          [STEPS]: { data: BigInt64Array.of(BigInt(steps)), shape: [] },
        });
        losses.push(...(outcome[LOSS]!.data as Float32Array));
        for (const name of Object.keys(states)) states[name] = outcome[finalName(name)]!.data as Float32Array;
      }
      return losses;
    },
  };
}

function scheduleOf(first: number, steps: number, rowOf: (step: number) => readonly number[]): HostTensor {
  const rows = Array.from({ length: steps }, (_, s) => rowOf(first + s));
  return { data: Float32Array.from(rows.flat()), shape: [steps, SCHEDULE_WIDTH] };
}
