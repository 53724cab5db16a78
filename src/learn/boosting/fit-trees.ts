import type { Context } from '../../base/context.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import type { RandomKey } from '../../base/random.ts';
import { type BoosterSettings, withBooster } from '../../kernels/boosting.ts';
import type { BoostedTree } from '../../kernels/boosting-tree.ts';
import { type Ensemble, joinTrees } from './ensemble.ts';
import type { Loss } from './loss.ts';

export interface BoostingSettings extends Omit<BoosterSettings, 'nOutputs'> {
  readonly rounds: number;
  /** Share of a tree's values that is added, in (0, 1]. */
  readonly learningRate: number;
  /** Share of the rows that a round learns from, in (0, 1]. */
  readonly rowShare: number;
  /** Share of the features that the trees of a round may split on, in (0, 1]. */
  readonly columnShare: number;
}

/**
 * Gradient boosting of trees for any loss: each round fits one tree to the loss's gradients for every output, and adds it at the learning
 * rate. Rows and features are drawn anew each round, without replacement, the same for all outputs.
 * @returns the trees and the loss of the training rows after each round.
 * Source: Friedman 2001, Annals of Statistics 29(5); Chen & Guestrin 2016, KDD. Cost and trees: `kernels/boosting.ts`.
 */
export async function fitTrees(
  loss: Loss,
  settings: BoostingSettings,
  ctx: Context,
): Promise<{ ensemble: Ensemble; losses: number[] }> {
  const { X, rounds, learningRate, rowShare, columnShare } = settings;
  const { nRows: n, nCols: p } = X;
  const { nOutputs } = loss;
  throwIfCancelled(ctx.signal, 'boosting');
  return withBooster({ ...settings, nOutputs }, ctx, async (booster) => {
    const start = loss.start();
    const margins = new Float64Array(n * nOutputs);
    for (let i = 0; i < n; i++) margins.set(start, i * nOutputs);
    const gradients = new Float32Array(2 * n * nOutputs);
    const trees: BoostedTree[] = [];
    const values: Float64Array[] = [];
    const losses: number[] = [];
    for (let round = 0; round < rounds; round++) {
      loss.gradients(margins, gradients);
      const random = ctx.random.at('round', round);
      const growths = await booster.grow(gradients, {
        rows: sample(n, rowShare, random.at('rows')),
        features: sample(p, columnShare, random.at('columns')),
      });
      growths.forEach(({ tree, leafOf }, k) => {
        const steps = tree.value.map((value) => learningRate * value);
        for (let i = 0; i < n; i++) margins[i * nOutputs + k]! += steps[leafOf[i]!]!;
        trees.push(tree);
        values.push(steps);
      });
      losses.push(loss.value(margins));
      ctx.progress((round + 1) / rounds, 'boosting');
    }
    booster.finish();
    return { ensemble: joinTrees(start, trees, values), losses };
  });
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
