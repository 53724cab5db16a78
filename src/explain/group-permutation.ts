import type { Context } from '../base/context.ts';
import { defaultMetric, metricByName } from '../metric/registry.ts';
import { scorer } from '../metric/scorer.ts';
import { breathe } from '../numeric/breathe.ts';
import type { Model, View } from '../table/contract.ts';
import { columnOf, denseCopy } from '../table/matrix.ts';
import type { Target } from '../table/target.ts';
import { featureClusters } from './feature-clusters.ts';

export interface GroupImportance {
  readonly group: string;
  readonly features: readonly string[];
  /** What the metric loses when the group is shuffled: mean over the repeats, and their standard deviation (n − 1). Above 0: it helps. */
  readonly loss: number;
  readonly sd: number;
}

export interface PermutationOptions {
  readonly target: Target;
  /** Name → features by name, such as gene sets; those that the table has not are left out. Default: clusters of correlated features. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** |Correlation| that joins two features to a cluster. Default 0.8. */
  readonly threshold?: number;
  readonly repeats?: number;
  /** Default: the usual one of the target. */
  readonly metric?: string;
}

/**
 * Permutation importance by group: the rows of all features of a group are shuffled together, so that what they say among themselves stays, and what they say
 * of the target goes; features that say much the same cannot stand in for one another. Of held-out rows, which is what makes it honest.
 * @returns by loss, the largest first. Cost groups · repeats predictions of all rows.
 * Source: Breiman 2001, §10; groups: Gregorutti, Michel & Saint-Pierre 2015, Comput. Stat. Data Anal. 90.
 */
export async function groupPermutation(
  model: Model,
  data: View,
  ctx: Context,
  { target, groups, threshold, repeats = 5, metric }: PermutationOptions,
): Promise<GroupImportance[]> {
  const known = new Map(data.features.map((name, j) => [name, j]));
  const sets = groups
    ? Object.entries(groups).map(([group, names]) => ({ group, own: names.flatMap((name) => known.get(name) ?? []) }))
    : (await featureClusters(ctx, data.X, threshold)).map((own) => ({ group: data.features[own[0]!]!, own }));
  const { nRows } = data.X;
  const judge = metricByName(metric ?? defaultMetric(target));
  const rows = Int32Array.from(Array(nRows).keys());
  const score = async (view: View) => {
    const prediction = await model.predict(view, ctx);
    return (
      scorer(target, prediction, { rows, folds: new Int32Array(nRows) }).value(judge) * (judge.greaterIsBetter ? 1 : -1)
    );
  };
  const whole = await score(data);
  const found: GroupImportance[] = [];
  for (const [s, { group, own }] of sets.filter((set) => set.own.length > 0).entries()) {
    await breathe(ctx, 'permutation importance');
    const losses: number[] = [];
    for (let r = 0; r < repeats; r++) {
      const order = ctx.random.at('shuffle', r).stream().shuffle(Int32Array.from(rows));
      const X = denseCopy(data.X);
      for (const j of own) {
        const column = columnOf(data.X, j);
        columnOf(X, j).forEach((_, i, to) => {
          to[i] = column[order[i]!]!;
        });
      }
      losses.push(whole - (await score({ ...data, X })));
    }
    const loss = losses.reduce((a, b) => a + b, 0) / repeats;
    const squares = losses.reduce((sum, one) => sum + (one - loss) ** 2, 0);
    const sd = repeats > 1 ? Math.sqrt(squares / (repeats - 1)) : 0;
    found.push({ group, features: own.map((j) => data.features[j]!), loss, sd });
    ctx.progress((s + 1) / sets.length, 'permutation importance');
  }
  return found.sort((a, b) => b.loss - a.loss);
}
