import type { Context } from '../base/context.ts';
import { throwIfCancelled } from '../base/errors.ts';
import { meanSilhouette } from '../metric/clustering/mean-silhouette.ts';
import { rowSilhouettes } from '../metric/clustering/row-silhouettes.ts';
import type { TrainView } from '../table/contract.ts';
import { requireTask } from '../table/target.ts';
import type { Choice } from './choose-candidate.ts';
import type { Walk } from './walks.ts';

/**
 * Chooses among settings of a method of clustering by the mean silhouette of its clusters on the rows they were made of: there is no
 * truth that held-out rows could be judged by. Of equal ones the earlier. Methods of clustering have no path: every walk is one setting. Every candidate gets the same random numbers.
 * Cost: a fit and the silhouettes (`rowSilhouettes`) for each candidate.
 */
export async function chooseClustering(walks: readonly Walk[], train: TrainView, ctx: Context): Promise<Choice> {
  if (walks.length === 1) return { candidate: 0, place: 0 };
  let best: { readonly candidate: number; readonly place: 0; readonly score: number } | undefined;
  for (const [candidate, { learner }] of walks.entries()) {
    throwIfCancelled(ctx.signal, 'search');
    ctx.progress(candidate / (walks.length + 1), `${learner.kind}: setting ${candidate + 1} of ${walks.length}`);
    const model = await learner.fit(train, ctx);
    const { labels } = requireTask(await model.predict(train, ctx), 'clustering', learner.kind);
    const silhouettes = await rowSilhouettes(ctx, train.X, labels);
    const score = meanSilhouette.compute({ labels, silhouettes });
    if (!best || score > best.score) best = { candidate, place: 0, score };
  }
  return best!;
}
