import type { Context } from '../../base/context.ts';
import { DataError } from '../../base/errors.ts';
import type { WeightedEdge } from '../../graph/layers/graph-convolution.ts';
import type { EdgeList, View } from '../../table/contract.ts';

/**
 * The edges of a list between the features of a table. With several blocks a name stands for that feature of each block, and an edge holds within
 * each; `block:name` at both ends joins blocks. Of an edge that is named twice the larger weight counts; weights are taken relative to the largest.
 * Warns once of names that are not features. Cost O(edges · blocks). @throws {DataError} no edge between two features.
 */
export function featureEdges(
  { features, parts = [] }: View,
  edges: EdgeList,
  where: string,
  ctx: Pick<Context, 'warn'>,
): WeightedEdge[] {
  const nodes = new Map(features.map((name, j) => [name, j]));
  const prefixes = ['', ...(parts.length > 1 ? parts.map(({ name }) => `${name}:`) : [])];
  const weights = new Map<number, number>();
  edges.from.forEach((from, e) => {
    for (const prefix of prefixes) {
      const [a, b] = [nodes.get(prefix + from), nodes.get(prefix + edges.to[e]!)];
      if (a === undefined || b === undefined || a === b) continue;
      const key = Math.min(a, b) * features.length + Math.max(a, b);
      weights.set(key, Math.max(weights.get(key) ?? 0, edges.weights[e]!));
    }
  });
  const names = new Set([...edges.from, ...edges.to]);
  const unknown = [...names].filter((name) => !prefixes.some((prefix) => nodes.has(prefix + name)));
  if (unknown.length > 0) {
    const message = `${unknown.length} of ${names.size} names of the edges are not features, such as '${unknown[0]}', and were left out`;
    ctx.warn({ code: 'edges-without-feature', message, where });
  }
  const largest = [...weights.values()].reduce((a, b) => Math.max(a, b), 0);
  if (largest === 0) {
    throw new DataError({
      where,
      problem: `at least one edge must join two features, got none of ${edges.from.length}`,
      hint: `name features as the table does: the table has '${features[0]}', the edges '${edges.from[0] ?? ''}'`,
    });
  }
  return [...weights]
    .filter(([, weight]) => weight > 0)
    .map(([key, weight]) => [Math.floor(key / features.length), key % features.length, weight / largest]);
}
