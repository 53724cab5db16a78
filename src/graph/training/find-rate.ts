import type { Context } from '../../base/context.ts';
import { NumericError } from '../../base/errors.ts';
import { countedRows } from './batches.ts';
import type { TrainingData } from './data.ts';
import type { Network } from './network.ts';
import { optimiser } from './optimiser.ts';
import { stepRunner } from './step-runner.ts';
import { requireEngine, type TrainSettings } from './train.ts';
import { writeTraining } from './write-training.ts';

/** Rates tried, and about how many steps lead from the first to the last. */
const FIRST = 1e-5;
const LAST = 1;
const STEPS = 80;
/** Weight of the past in the smoothed loss. */
const SMOOTH = 0.8;

/**
 * A learning rate by trying: steps at rates that rise from 1e-5 to 1, each a constant factor above the last; the answer is a tenth of the rate at
 * which the smoothed loss is smallest. Nothing that these steps learn is kept.
 * @throws {NumericError} the loss is not finite from the first step on. Cost about 80 steps. Source: Smith 2017, WACV (range test).
 */
export async function findRate(
  network: Network,
  given: TrainingData,
  settings: Pick<TrainSettings, 'batch' | 'optimiser' | 'clip'>,
  ctx: Context,
): Promise<number> {
  const data = { ...given, rows: countedRows(given.rows, given.weights) };
  const batch = Math.min(settings.batch, data.rows.length);
  const epochs = Math.max(1, Math.round(STEPS / Math.ceil(data.rows.length / batch)));
  const steps = epochs * Math.ceil(data.rows.length / batch);
  const rateOf = (step: number) => FIRST * (LAST / FIRST) ** (step / Math.max(1, steps - 1));
  const method = optimiser(settings.optimiser);
  const graph = writeTraining(network, {
    ...{ batch, optimiser: method },
    ...(settings.clip === undefined ? {} : { clip: settings.clip }),
  });
  const session = await requireEngine(ctx, 'training').open(graph.model);
  try {
    const runner = stepRunner(session, graph, data, batch, (step) => method.schedule(rateOf(step), step + 1), ctx);
    const states = runner.initial();
    const losses: number[] = [];
    for (let epoch = 0; epoch < epochs; epoch++) losses.push(...(await runner.epoch(epoch, states)));
    return rateFrom(losses, rateOf);
  } finally {
    await session.close();
  }
}

/** A tenth of the rate at the smallest smoothed loss; the rates after the first loss that is not finite do not count. */
function rateFrom(losses: readonly number[], rateOf: (step: number) => number): number {
  let smoothed = losses[0]!;
  let best = { loss: Number.POSITIVE_INFINITY, step: -1 };
  for (const [step, loss] of losses.entries()) {
    if (!Number.isFinite(loss)) break;
    smoothed = step === 0 ? loss : SMOOTH * smoothed + (1 - SMOOTH) * loss;
    if (smoothed < best.loss) best = { loss: smoothed, step };
  }
  if (best.step >= 0) return rateOf(best.step) / 10;
  throw new NumericError({
    where: 'training',
    problem: `the loss must be finite, got ${losses[0]} at step 1`,
    hint: 'look for values that are not finite or very large in the input: standardize it',
  });
}
