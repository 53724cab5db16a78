import type { Context } from '../../base/context.ts';
import { DataError, NumericError, UnsupportedError } from '../../base/errors.ts';
import type { NetworkEngine } from '../../base/network-engine.ts';
import { countedRows } from './batches.ts';
import type { States, TrainingData } from './data.ts';
import { evaluateRows } from './evaluate-rows.ts';
import type { Network } from './network.ts';
import { type OptimiserOptions, optimiser } from './optimiser.ts';
import { type RateOptions, rateAt } from './schedule.ts';
import { stepRunner } from './step-runner.ts';
import { troubleOf } from './trouble.ts';
import { writeEvaluation } from './write-evaluation.ts';
import { writeTraining } from './write-training.ts';

export interface TrainSettings {
  readonly epochs: number;
  /** Samples a step; all where there are fewer. */
  readonly batch: number;
  readonly rate: RateOptions;
  readonly optimiser?: OptimiserOptions;
  /** Epochs without a notably better loss on the held rows before training stops. */
  readonly patience: number;
  /** Longest gradient that is followed. */
  readonly clip?: number;
  /** Go on from here. */
  readonly from?: Checkpoint;
  /** Called after each epoch with all that is needed to go on from there. */
  readonly onEpoch?: (checkpoint: Checkpoint) => void;
}

/** One epoch in figures. */
export interface EpochRecord {
  /** Mean loss of its steps. */
  readonly loss: number;
  /** Loss on the held rows after it; absent without any. */
  readonly held?: number;
}

/** Training after some epochs. Holds no reference that later epochs change. */
export interface Checkpoint {
  readonly history: readonly EpochRecord[];
  readonly states: Readonly<States>;
  readonly best: Best;
}

export interface Best {
  /** From 1; 0: none yet. */
  readonly epoch: number;
  readonly loss: number;
  /** By name. */
  readonly parameters: Readonly<States>;
}

export interface Trained extends Best {
  readonly history: readonly EpochRecord[];
}

/** A loss on the held rows is notably better when it is by this share of the first: a solved task creeps towards 0 for ever. */
const NOTABLE = 2e-3;

/** Without held rows, whether units are dead is seen on this many training rows. */
const LOOK = 256;

/**
 * Trains a network by steps on shuffled batches until its loss on the held rows has not fallen notably for `patience` epochs; the parameters of the best
 * epoch are kept. The same data, settings and random key give the same bits on one machine, also when training goes on from a checkpoint.
 * A loss that is not finite or explodes, or a layer whose units are all dead, ends training: with a warning when an earlier epoch is there to be
 * kept, otherwise with a NumericError; both name the step and the likely cause.
 * @throws {UnsupportedError} no engine in the context. @throws {DataError} no rows that count. @throws {CancelledError} between two pieces of 32 steps.
 * Memory: data, parameters and running sums twice, activations of one batch; nothing grows with epochs.
 */
export async function train(
  network: Network,
  given: TrainingData,
  settings: TrainSettings,
  ctx: Context,
): Promise<Trained> {
  const engine = requireEngine(ctx, 'training');
  const data = { ...given, rows: countedRows(given.rows, given.weights), held: countedRows(given.held, given.weights) };
  if (data.rows.length === 0)
    throw new DataError({ where: 'training', problem: 'needs rows of weight above 0 to learn from, got none' });
  const batch = Math.min(settings.batch, data.rows.length);
  const method = optimiser(settings.optimiser);
  const graph = writeTraining(network, {
    ...{ batch, optimiser: method },
    ...(settings.clip === undefined ? {} : { clip: settings.clip }),
  });
  const evaluation = writeEvaluation(network);
  const stepsAnEpoch = Math.ceil(data.rows.length / batch);
  const rowOf = (step: number) =>
    method.schedule(rateAt(settings.rate, step, stepsAnEpoch * settings.epochs), step + 1);

  const session = await engine.open(graph.model);
  try {
    const judge = await engine.open(evaluation.model);
    try {
      const runner = stepRunner(session, graph, data, batch, rowOf, ctx);
      const judged = data.held.length > 0;
      const rows = judged ? data.held : data.rows.subarray(0, LOOK);
      const states: States = settings.from ? { ...settings.from.states } : runner.initial();
      const history = [...(settings.from?.history ?? [])];
      let best: Best = settings.from?.best ?? { epoch: 0, loss: Number.POSITIVE_INFINITY, parameters: {} };
      for (let epoch = history.length; epoch < settings.epochs && !isSettled(history, settings.patience); epoch++) {
        ctx.progress(epoch / settings.epochs, `epoch ${epoch + 1}`);
        const losses = await runner.epoch(epoch, states);
        const seen = await evaluateRows(judge, evaluation, data, rows, states, graph.parameters);
        const trouble = troubleOf(losses, epoch * stepsAnEpoch, history[0]?.loss, seen);
        if (trouble) {
          const { problem, hint } = trouble;
          if (best.epoch === 0) throw new NumericError({ where: 'training', problem, hint });
          const message = `${problem}; the weights of epoch ${best.epoch} are kept; ${hint}`;
          ctx.warn({ code: 'training-stopped', where: 'training', message });
          break;
        }
        const loss = losses.reduce((a, b) => a + b, 0) / losses.length;
        history.push(judged ? { loss, held: seen.loss } : { loss });
        if (!judged || seen.loss < best.loss) {
          const parameters = Object.fromEntries([...graph.parameters.keys()].map((name) => [name, states[name]!]));
          best = { epoch: epoch + 1, loss: judged ? seen.loss : loss, parameters };
        }
        settings.onEpoch?.({ history: [...history], states: { ...states }, best });
      }
      return { ...best, history };
    } finally {
      await judge.close();
    }
  } finally {
    await session.close();
  }
}

/** Whether the last `patience` epochs have brought nothing notable. */
function isSettled(history: readonly EpochRecord[], patience: number): boolean {
  const first = history[0]?.held;
  if (first === undefined) return false;
  let mark = { epoch: 0, loss: first };
  for (const [epoch, { held = first }] of history.entries()) {
    if (held < mark.loss - NOTABLE * Math.abs(first)) mark = { epoch, loss: held };
  }
  return history.length - 1 - mark.epoch >= patience;
}

/** @throws {UnsupportedError} the context has none. */
export function requireEngine({ networks }: Context, where: string): NetworkEngine {
  if (networks) return networks;
  throw new UnsupportedError({
    where,
    problem: 'a network needs an engine, got a context without one',
    hint: 'give the context `networks: createEngine()` of cistron/node or cistron/browser',
  });
}
