import type { Context } from '../../base/context.ts';
import { optimalLeafOrder } from '../../numeric/leaf-order.ts';
import { linkage } from '../../numeric/linkage.ts';
import { rowDistances } from '../../numeric/row-distances.ts';
import { columnOf, createMatrix, type Matrix } from '../../table/matrix.ts';
import { quantile } from '../../validate/intervals.ts';
import type { HeatMap } from './exploration.ts';

/** Steps of the colour scale. */
export const HEAT_LEVELS = 7;
const FEATURES = 40;
const SAMPLES = 240;

/**
 * The features that vary most, as deviations from their mean, both sides ordered so that like stands beside like: average linkage of 1 − r between
 * features, Ward's of Euclidean distances between samples, leaves in optimal order. How much a feature varies is its variance with values beyond the 2nd and
 * 98th percentile moved there, so that one extreme sample does not choose it. Of more than 240 samples every so manieth is shown.
 * @param X [n, p]; NaN is missing, and counts as the mean in distances. Not modified.
 * @returns with the rows of X that its columns show; undefined with fewer than 3 samples or features that vary. @throws {CancelledError}
 * Cost O(p·n log n) for the choice; the rest O(240³).
 */
export async function clusteredHeatMap(
  ctx: Context,
  X: Matrix,
  features: readonly string[],
): Promise<(HeatMap & { readonly samples: Int32Array }) | undefined> {
  const n = X.nRows;
  const chosen = mostVariable(X);
  const count = Math.min(n, SAMPLES);
  if (chosen.length < 3 || n < 3) return undefined;
  const shown = Int32Array.from({ length: count }, (_, k) => Math.floor((k * n) / count));
  const rows = chosen.map(({ j, mean, deviation }) => {
    const column = columnOf(X, j);
    return Float64Array.from(shown, (i) => (column[i]! - mean) / deviation);
  });
  const bySamples = createMatrix(count, rows.length);
  rows.forEach((row, r) => {
    bySamples.data.set(row.map(within), r * count);
  });
  const byFeatures = createMatrix(rows.length, count);
  rows.forEach((row, r) => {
    const unit = unitOf(row.map(within));
    unit.forEach((x, c) => {
      byFeatures.data[c * rows.length + r] = x;
    });
  });
  const samples = await ordered(ctx, await rowDistances(ctx, bySamples), count, 'ward');
  // Of rows of length 1, half the squared distance is 1 − r.
  const apart = (await rowDistances(ctx, byFeatures, { squared: true })).map((d) => d / 2);
  const tree = await ordered(ctx, apart, rows.length, 'average');
  const levels = Int32Array.from(
    [...tree.order].flatMap((r) => Array.from(samples.order, (c) => levelOf(rows[r]![c]!))),
  );
  return {
    features: Array.from(tree.order, (r) => features[chosen[r]!.j]!),
    samples: samples.order.map((c) => shown[c]!),
    ...{ levels, joins: joinsOf(tree.Z, tree.order), of: n },
  };
}

/** Features by their trimmed variance, the largest first. */
function mostVariable(X: Matrix): { j: number; mean: number; deviation: number }[] {
  const all = Array.from({ length: X.nCols }, (_, j) => {
    const sorted = Float64Array.from(columnOf(X, j).filter((x) => !Number.isNaN(x))).sort();
    const [low, high] = [quantile(sorted, 0.02), quantile(sorted, 0.98)];
    let mean = 0;
    for (const x of sorted) mean += Math.min(high, Math.max(low, x)) / sorted.length;
    let variance = 0;
    for (const x of sorted) variance += (Math.min(high, Math.max(low, x)) - mean) ** 2 / sorted.length;
    return { j, mean, deviation: Math.sqrt(variance) };
  });
  return all
    .filter(({ deviation }) => deviation > 0)
    .sort((a, b) => b.deviation - a.deviation || a.j - b.j)
    .slice(0, FEATURES);
}

/** For distances: a missing value is the mean, an extreme one no further away than five deviations. */
const within = (z: number) => (Number.isNaN(z) ? 0 : Math.max(-5, Math.min(5, z)));

function levelOf(z: number): number {
  if (Number.isNaN(z)) return -1;
  return Math.max(0, Math.min(HEAT_LEVELS - 1, Math.floor(((z + 2) / 4) * HEAT_LEVELS)));
}

function unitOf(row: Float64Array): Float64Array {
  const mean = row.reduce((sum, x) => sum + x, 0) / row.length;
  const length = Math.sqrt(row.reduce((sum, x) => sum + (x - mean) ** 2, 0));
  return row.map((x) => (length > 0 ? (x - mean) / length : 0));
}

async function ordered(ctx: Context, distances: Float64Array, n: number, method: 'ward' | 'average') {
  const Z = await linkage(ctx, distances, n, method);
  return { Z, order: await optimalLeafOrder(ctx, Z, distances, n) };
}

/** Where the joins of a tree are drawn, when its leaves stand in this order. */
function joinsOf(Z: Float64Array, order: Int32Array): HeatMap['joins'] {
  const n = order.length;
  const most = Z[4 * (n - 2) + 2]! || 1;
  const nodes = Array.from({ length: n }, () => ({ place: 0, height: 0 }));
  order.forEach((leaf, place) => {
    nodes[leaf] = { place, height: 0 };
  });
  const tidy = (x: number) => Number(x.toFixed(4));
  return Array.from({ length: n - 1 }, (_, m) => {
    const [a, b] = [nodes[Z[4 * m]!]!, nodes[Z[4 * m + 1]!]!];
    const height = tidy(Z[4 * m + 2]! / most);
    nodes.push({ place: tidy((a.place + b.place) / 2), height });
    return { places: [a.place, b.place] as const, from: [a.height, b.height] as const, height };
  });
}
