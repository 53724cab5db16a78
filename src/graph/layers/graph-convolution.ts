import { add } from '../ops/add.ts';
import { scatterAdd } from '../ops/gather.ts';
import { matmul } from '../ops/matmul.ts';
import { reshape } from '../ops/reshape.ts';
import { expand } from '../ops/sum.ts';
import { constant, scalar, type Tensor, withGradient } from '../tensor.ts';
import { scaled, zeros } from './initial.ts';
import type { Scope } from './scope.ts';

/** An undirected edge between two different nodes, each pair at most once, of weight > 0. */
export type WeightedEdge = readonly [a: number, b: number, weight: number];

/**
 * Â = D^−½ (A + I) D^−½ of an undirected graph, D the sums of the rows of A + I: [nodes, nodes]. The graph is written as its edges, and spread out to a
 * matrix when it is run: messages along a list of edges took 3 to 100 times as long in ONNX Runtime (300 to 3,000 nodes, 5 to 20 edges each, 2 cores).
 * Memory: in a file 12 bytes for each edge and direction, in a run 4 · nodes² bytes. Source: Kipf & Welling 2017, arXiv 1609.02907, eq. 2.
 */
export function normalisedAdjacency(nodes: number, edges: readonly WeightedEdge[]): Tensor {
  const degrees = new Float64Array(nodes).fill(1);
  for (const [a, b, weight] of edges) {
    degrees[a]! += weight;
    degrees[b]! += weight;
  }
  const places: number[] = [];
  const values: number[] = [];
  degrees.forEach((degree, i) => {
    places.push(i * nodes + i);
    values.push(1 / degree);
  });
  for (const [a, b, weight] of edges) {
    const value = weight / Math.sqrt(degrees[a]! * degrees[b]!);
    places.push(a * nodes + b, b * nodes + a);
    values.push(value, value);
  }
  const none = expand(scalar(0), [nodes * nodes]);
  const at = constant(BigInt64Array.from(places, BigInt));
  return reshape(scatterAdd(none, at, constant(Float32Array.from(values))), [nodes, nodes]);
}

/**
 * Each node's channels mixed with those of its neighbours: W · H · Â + b, [n, channels, nodes], before a rectifier.
 * @param h [n, channels before, nodes]. @param adjacency [nodes, nodes], symmetric; no gradient flows into it.
 * @throws {ShapeError} shapes that do not fit. Cost O(n · channels before · nodes · (nodes + channels)). Source: Kipf & Welling 2017, eq. 2.
 */
export function graphConvolution(scope: Scope, h: Tensor, adjacency: Tensor, channels: number): Tensor {
  const before = h.shape[1] as number;
  const weight = scope.weight('weight', [channels, before], scaled(before));
  return add(matmul(weight, spread(h, adjacency)), scope.offset('bias', [channels, 1], zeros));
}

/** H · Â, whose gradient is the same of the gradient: Â is symmetric. */
function spread(h: Tensor, adjacency: Tensor): Tensor {
  return withGradient(matmul(h, adjacency), [h], (d) => [spread(d, adjacency)]);
}
