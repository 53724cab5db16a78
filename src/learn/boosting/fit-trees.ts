import type { Context } from '../../base/context.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import type { RandomKey } from '../../base/random.ts';
import { type BoosterSettings, withBooster } from '../../kernels/boosting.ts';
import type { BoostedTree } from '../../kernels/boosting-tree.ts';
import { type Ensemble, joinTrees } from './ensemble.ts';
import type { Loss } from './loss/loss.ts';
import { openMargins } from './margins.ts';

export interface BoostingSettings extends Omit<BoosterSettings, 'nOutputs'> {
  readonly rounds: number;
  /** Share of a tree's values that is added, in (0, 1]. */
  readonly learningRate: number;
  /** Share of the rows that a round learns from, in (0, 1]. */
  readonly rowShare: number;
  /** Share of the features that the trees of a round may split on, in (0, 1]. */
  readonly columnShare: number;
  /** Share of these that each node may split on, in (0, 1]. */
  readonly nodeColumnShare: number;
}

/** Rows that are not learned from, but say when to stop. */
export interface Holdout {
  /** Ascending. */
  readonly rows: Uint32Array;
  /** Of these rows, in this order. */
  readonly loss: Loss;
  /** Rounds without a lower loss after which no more are added. */
  readonly patience: number;
}

/** Trees as they were grown, in order. */
export interface FittedTrees {
  readonly start: Float64Array;
  readonly trees: readonly BoostedTree[];
  /** What each node adds to the margin, [nNodes] of each tree. */
  readonly values: readonly Float64Array[];
  /** Of the rows learned from, after each round. */
  readonly losses: readonly number[];
  /** Of the rows held out, after each round. */
  readonly heldLosses: readonly number[];
}

const MIN_GAIN = 1e-6; // a smaller one is taken for rounding (XGBoost's kRtEps)

/**
 * Gradient boosting of trees for any loss: each round fits one tree to the loss's gradients for every output, and adds it at the learning
 * rate. Rows and features are drawn anew each round, without replacement, the same for all outputs; so that fewer rounds are the
 * beginning of more.
 * @param rows to learn from, ascending. @param loss of these rows, in this order.
 * Source: Friedman 2001, Annals of Statistics 29(5); Chen & Guestrin 2016, KDD. Cost and trees: `kernels/boosting.ts`.
 */
export async function fitTrees(
  rows: Uint32Array,
  loss: Loss,
  settings: BoostingSettings,
  ctx: Context,
  holdout?: Holdout,
): Promise<FittedTrees> {
  const { X, rounds, learningRate, rowShare, columnShare, nodeColumnShare } = settings;
  const { nRows: n, nCols: p } = X;
  const { nOutputs, maxStep = Number.POSITIVE_INFINITY } = loss;
  throwIfCancelled(ctx.signal, 'boosting');
  const gamma = Math.max(settings.gamma, MIN_GAIN * Math.min(1, loss.gainUnit ?? 1));
  return withBooster({ ...settings, gamma, nOutputs }, ctx, async (booster) => {
    const start = loss.start();
    const learned = openMargins(start, rows, loss);
    const held = holdout && openMargins(start, holdout.rows, holdout.loss);
    const gradients = new Float32Array(2 * n * nOutputs);
    const trees: BoostedTree[] = [];
    const values: Float64Array[] = [];
    const losses: number[] = [];
    const heldLosses: number[] = [];
    let best = 0;
    for (let round = 0; round < rounds; round++) {
      learned.gradients(gradients, n);
      const random = ctx.random.at('round', round);
      const sampled = sample(rows.length, rowShare, random.at('rows')).map((at) => rows[at]!);
      const features = sample(p, columnShare, random.at('columns'));
      const ofNode = (output: number, node: number) =>
        sample(features.length, nodeColumnShare, random.at('tree', output, node)).map((at) => features[at]!);
      const growths = await booster.grow(gradients, {
        ...{ rows: sampled, features },
        ...(nodeColumnShare < 1 ? { nodeFeatures: ofNode } : {}),
      });
      growths.forEach(({ tree, leafOf }, k) => {
        const refitted = loss.leafValue ? learned.leafValues(tree, leafOf, sampled) : tree.value;
        const steps = refitted.map((value) => learningRate * Math.max(-maxStep, Math.min(maxStep, value)));
        learned.add(leafOf, steps, k);
        held?.add(leafOf, steps, k);
        trees.push(tree);
        values.push(steps);
      });
      losses.push(learned.value());
      ctx.progress((round + 1) / rounds, 'boosting');
      if (!held) continue;
      heldLosses.push(held.value());
      if (heldLosses[round]! < heldLosses[best]!) best = round;
      if (round - best >= holdout.patience) break;
    }
    booster.finish();
    return { start, trees, values, losses, heldLosses };
  });
}

/** The first rounds, or all, as what is stored. */
export function ensembleOf({ start, trees, values }: FittedTrees, rounds: number): Ensemble {
  const count = rounds * start.length;
  return joinTrees(start, trees.slice(0, count), values.slice(0, count));
}

/** A share of 0 … count − 1, at least one of them if there are any, ascending. */
function sample(count: number, share: number, random: RandomKey): Uint32Array {
  const all = Uint32Array.from({ length: count }, (_, i) => i);
  const wanted = Math.min(count, Math.max(1, Math.round(share * count)));
  if (wanted === count) return all;
  const draws = random.stream();
  for (let i = 0; i < wanted; i++) {
    const other = i + draws.below(count - i);
    [all[i], all[other]] = [all[other]!, all[i]!];
  }
  return all.subarray(0, wanted).sort();
}
