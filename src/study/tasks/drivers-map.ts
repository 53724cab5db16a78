import type { Context } from '../../base/context.ts';
import type { FoldsExplained } from '../../explain/aggregate-folds.ts';
import { clusteredHeatMap } from '../../explain/explore/clustered-heat-map.ts';
import type { HeatMap } from '../../explain/explore/exploration.ts';
import type { FoldAttribution } from '../../explain/fold-attribution.ts';
import type { Split } from '../../sample/split.ts';
import { columnOf, createMatrix } from '../../table/matrix.ts';
import type { Target } from '../../table/target.ts';

/**
 * The features that were among the first of at least half of the folds, over the held-out samples, both in the order of their trees (`clusteredHeatMap`): the values that the
 * fold's own preparation made of them, blank in a fold that had no use for one. Undefined of fewer than 3 features or samples.
 * Cost O(240³), whatever the number of samples.
 */
export async function driversMap(
  folds: readonly FoldAttribution[],
  splits: readonly Split[],
  { features }: FoldsExplained,
  target: Target,
  ctx: Context,
): Promise<HeatMap | undefined> {
  const names = features.filter(({ frequency }) => frequency >= 0.5).map(({ feature }) => feature);
  const n = folds.reduce((sum, { single }) => sum + single.rows.length, 0);
  const X = createMatrix(n, names.length);
  X.data.fill(Number.NaN);
  const rows: number[] = [];
  folds.forEach(({ single }, fold) => {
    names.forEach((name, j) => {
      const at = single.features.indexOf(name);
      const own = single.x.subarray(at * single.rows.length, (at + 1) * single.rows.length);
      if (at >= 0) columnOf(X, j).set(own, rows.length);
    });
    rows.push(...Array.from(single.rows, (r) => splits[fold]!.test[r]!));
  });
  const found = await clusteredHeatMap(ctx, X, names);
  if (!found) return undefined;
  const { samples, ...map } = found;
  return target.task === 'classification' ? { ...map, codes: samples.map((s) => target.codes[rows[s]!]!) } : map;
}
