import type { Context } from '../base/context.ts';
import { ParamError } from '../base/errors.ts';
import { breathe } from '../numeric/breathe.ts';
import type { Matrix } from '../table/matrix.ts';
import { equivalentsOf } from './equivalents.ts';

const [MOST, AT_ONCE] = [20_000, 64];

/**
 * Features that say much the same, together: two are in one cluster when a chain of features of |Pearson correlation| ≥ threshold joins them (single linkage).
 * @returns clusters as indices, rising, by their first feature; most are of one feature. @throws {ParamError} over 20,000 features.
 * Cost O(n · p²).
 */
export async function featureClusters(ctx: Context, X: Matrix, threshold = 0.8): Promise<number[][]> {
  const p = X.nCols;
  if (p > MOST) throw new ParamError({ where: 'feature clusters', problem: `serves up to ${MOST} features, got ${p}` });
  const parent = Int32Array.from({ length: p }, (_, j) => j);
  const rootOf = (j: number): number => {
    let root = j;
    while (parent[root] !== root) root = parent[root]!;
    parent[j] = root;
    return root;
  };
  for (let from = 0; from < p; from += AT_ONCE) {
    await breathe(ctx, 'feature clusters');
    const some = Array.from({ length: Math.min(AT_ONCE, p - from) }, (_, at) => from + at);
    const found = await equivalentsOf(ctx, X, some, { threshold, most: p });
    found.forEach((list, at) => {
      for (const { feature } of list) {
        const [a, b] = [rootOf(from + at), rootOf(feature)];
        parent[Math.max(a, b)] = Math.min(a, b);
      }
    });
  }
  const clusters = new Map<number, number[]>();
  for (let j = 0; j < p; j++) clusters.set(rootOf(j), [...(clusters.get(rootOf(j)) ?? []), j]);
  return [...clusters.values()];
}
