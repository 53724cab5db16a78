import { mapLimit } from '../base/concurrency.ts';
import { type Context, withRandom } from '../base/context.ts';
import { DataError, throwIfCancelled } from '../base/errors.ts';
import { withKernelTables } from '../kernels/shared-matrix.ts';
import { lossOf } from '../metric/registry.ts';
import { type Scorer, scorer } from '../metric/scorer.ts';
import type { TrainView, View } from '../table/contract.ts';
import type { Prediction, RowPredictions } from '../table/prediction.ts';
import { type Target, takeTargetRows } from '../table/target.ts';
import { prepareFold } from './prepare-fold.ts';
import { pooled } from './score.ts';
import type { SearchOptions } from './search-options.ts';
import type { Walk } from './walks.ts';

/** One thing to choose: a candidate, and for a path the place on it. */
export interface Choice {
  readonly candidate: number;
  readonly place: number;
  /** The metric over the inner folds; absent when there was nothing to choose. */
  readonly score?: number;
  /** What the inner folds said of the rows they held out; absent when none was run. */
  readonly heldOut?: readonly RowPredictions[];
}

/** A choice with its predictions of the inner folds so far. */
interface Contender extends Choice {
  readonly parts: RowPredictions[];
}

/**
 * Compares walks (candidates, and places on their paths) over inner folds of the training rows. The predictions of all folds are scored together.
 * Along a path the loss chooses the place (`lossOf`: log-loss, squared error, partial likelihood): metrics of the predicted class are flat in
 * long stretches of it, where they say nothing and the strongest penalty would win by default. Among candidates the metric chooses; of equal
 * scores, the lower loss; of equal losses, the earlier. Every candidate sees the same folds and the same random numbers.
 *
 * With a single candidate there is nothing to choose, and inner folds are run for a calibration only, unless the model itself answers for rows
 * that it held out (`Learner.holdsOut`) and no step of the preparation looked at the target; with `auto`, folds that cannot be used
 * (a part of one class, too few groups) are a warning then.
 *
 * With `halving`, the worse half of the candidates is dropped after each fold, by the folds so far: successive halving (Jamieson &
 * Talwalkar 2016, AISTATS) whose resource is the folds, so that a candidate that stays has wasted nothing. With `one-standard-error` a path
 * ends at the strongest penalty whose loss is within one standard error, over the folds, of the least (Breiman et al. 1984, §3.4.3).
 */
export async function chooseCandidate(
  options: SearchOptions,
  walks: readonly Walk[],
  trainRows: Int32Array,
  ctx: Context,
): Promise<Choice> {
  const contenders = walks.flatMap(({ values }, candidate) =>
    (values ?? [0]).map((_, place): Contender => ({ candidate, place, parts: [] })),
  );
  if (contenders.length > 1) return compared(contenders, options, walks, trainRows, ctx);
  const only = { candidate: 0, place: 0 };
  if (!options.calibrate || answersItself(walks[0]!, options)) return only;
  try {
    const { heldOut } = await compared(contenders, options, walks, trainRows, ctx);
    return { ...only, ...(heldOut ? { heldOut } : {}) };
  } catch (error) {
    // A study whose inner folds nobody asked for must not fail by them.
    if (options.calibrate !== 'auto' || !(error instanceof DataError)) throw error;
    const message = `not calibrated, since the inner folds that would teach it cannot be used: ${error.message}`;
    ctx.warn({ code: 'not-calibrated', message, where: options.plan.name });
    return only;
  }
}

/** Whether the model's own held-out answers will teach the calibration: their rows must not have had a say in the preparation either. */
export function answersItself({ learner, values }: Walk, { supervised }: SearchOptions): boolean {
  return !values && !supervised && learner.holdsOut === true;
}

async function compared(
  all: readonly Contender[],
  options: SearchOptions,
  walks: readonly Walk[],
  trainRows: Int32Array,
  ctx: Context,
): Promise<Choice> {
  let contenders = all;
  const { cohort } = options;
  const { target } = cohort;
  const splits = options.inner(trainRows);
  for (const [fold, { train, test }] of splits.entries()) {
    throwIfCancelled(ctx.signal, 'search');
    ctx.progress(fold / (splits.length + 1), `${options.plan.name}: inner fold ${fold + 1} of ${splits.length}`);
    const left = [...new Set(contenders.map(({ candidate }) => candidate))];
    const predictions = await withKernelTables(ctx, async (create) => {
      const prepared = await prepareFold(cohort, options.steps, train, test, ctx, {
        ...{ create, choices: options.choices, keepWords: options.plan.categorical },
        keepSequences: options.plan.sequences,
      });
      return predictAll(left, walks, prepared, withRandom(ctx, ctx.random.at('inner', fold)));
    });
    contenders.forEach(({ parts }, c) => {
      parts.push({ rows: test, prediction: predictions[c]! });
    });
    if (options.halving && fold < splits.length - 1) contenders = betterHalf(contenders, target, options);
  }
  const { candidate, place, score, parts } = ranked(contenders, target, options)[0]!;
  return { candidate, place, score, heldOut: parts };
}

/** Candidates, each at its best place, from best to worst. */
function ranked(contenders: readonly Contender[], target: Target, options: SearchOptions) {
  const loss = lossOf(target);
  const scored = contenders.map((contender) => {
    const held = heldOut(contender.parts, target, options.positive);
    return { ...contender, score: held.value(options.metric), loss: held.value(loss) };
  });
  const placed = [...new Set(scored.map(({ candidate }) => candidate))].map((candidate) => {
    const path = scored.filter((choice) => choice.candidate === candidate);
    const best = path.reduce((least, choice) => (choice.loss < least.loss ? choice : least));
    if (options.rule !== 'one-standard-error' || path.length === 1) return best;
    const allowed = best.loss + standardError(best.parts, target, options.positive);
    return path.find((choice) => choice.loss <= allowed) ?? best;
  });
  const sign = options.metric.greaterIsBetter ? 1 : -1;
  // The sort is stable: of equal ones the earlier stays first.
  return placed.sort((a, b) => {
    const difference = sign * (b.score - a.score);
    return Math.abs(difference) > 1e-12 ? difference : a.loss - b.loss;
  });
}

function betterHalf(contenders: readonly Contender[], target: Target, options: SearchOptions): readonly Contender[] {
  const order = ranked(contenders, target, options);
  const kept = new Set(order.slice(0, Math.ceil(order.length / 2)).map(({ candidate }) => candidate));
  return contenders.filter(({ candidate }) => kept.has(candidate));
}

/** The predictions of the folds so far, over the rows of those folds. */
function heldOut(parts: readonly RowPredictions[], target: Target, positive: number | undefined): Scorer {
  const { rows, prediction, folds } = pooled(parts, target);
  return scorer(takeTargetRows(target, rows), prediction, { positive, folds, rows });
}

/** Of the mean loss of the folds. */
function standardError(parts: readonly RowPredictions[], target: Target, positive: number | undefined): number {
  const losses = parts
    .map(({ rows, prediction }) => scorer(takeTargetRows(target, rows), prediction, { positive }).value(lossOf(target)))
    .filter(Number.isFinite);
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const squares = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
  return losses.length > 1 ? Math.sqrt(squares / (losses.length - 1) / losses.length) : 0;
}

/** Predictions of the test rows, candidate by candidate, along each path. */
async function predictAll(
  candidates: readonly number[],
  walks: readonly Walk[],
  { train, test }: { readonly train: TrainView; readonly test: View },
  ctx: Context,
): Promise<Prediction[]> {
  // One lane more than threads: while one predicts here, the others keep the threads busy.
  const predictions = await mapLimit(candidates, ctx.executor.threads + 1, async (c) => {
    const { learner, values } = walks[c]!;
    const models = values ? await learner.path!.fit(train, values, ctx) : [await learner.fit(train, ctx)];
    return Promise.all(models.map((model) => model.predict(test, ctx)));
  });
  return predictions.flat();
}
