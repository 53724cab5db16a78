import type { RandomKey, RandomStream } from '../../src/base/random.ts';
import type { ForestProblem, Tree } from '../../src/kernels/forest.ts';
import { columnOf } from '../../src/table/matrix.ts';

/**
 * The forest written for clarity: no lanes, no incremental sums, no workspace. What the kernels are checked against, bit for bit as long as
 * the class weights are such that sums of them are exact.
 */
export function growForestTwin(problem: ForestProblem, random: RandomKey): Tree[] {
  const features = Array.from({ length: problem.X.nCols }, (_, j) => binColumn(columnOf(problem.X, j)));
  return Array.from({ length: problem.nTrees }, (_, t) => growTree(problem, features, random.at('tree', t).stream()));
}

interface BinnedFeature {
  readonly bins: number[];
  /** Smallest and largest training value of each bin. */
  readonly lowest: number[];
  readonly highest: number[];
}

export function binColumn(values: Float32Array): BinnedFeature {
  const sorted = Array.from(values).sort((a, b) => a - b);
  const distinct = sorted.filter((v, i) => i === 0 || v !== sorted[i - 1]);
  // A value's quantile: how many 256ths of the rows lie below it.
  const quantile = (v: number) => Math.floor((sorted.indexOf(v) * 256) / sorted.length);
  const starts = distinct.filter(
    (v, d) => distinct.length <= 256 || d === 0 || quantile(v) !== quantile(distinct[d - 1]!),
  );
  const binOf = (v: number) => starts.findLastIndex((start) => start <= v);
  return {
    bins: Array.from(values, binOf),
    lowest: starts,
    highest: starts.map((_, b) => Math.max(...distinct.filter((v) => binOf(v) === b))),
  };
}

function growTree(problem: ForestProblem, features: readonly BinnedFeature[], stream: RandomStream): Tree {
  const { codes, nClasses, classWeights, mtry, minSamplesLeaf, minSamplesSplit, maxDepth } = problem;
  const n = codes.length;
  const p = features.length;
  const drawn = new Array<number>(n).fill(0);
  for (let i = 0; i < n; i++) drawn[stream.below(n)]!++;
  const order = features.map((_, j) => j);
  const tree = { feature: [-1], threshold: [0], left: [0], decrease: [0], leaves: [] as number[] };

  const counts = (rows: readonly number[]) => {
    const sums = new Array<number>(nClasses).fill(0);
    for (const i of rows) sums[codes[i]!]! += drawn[i]! * classWeights[codes[i]!]!;
    return sums;
  };
  const total = (sums: readonly number[]) => sums.reduce((a, b) => a + b, 0);
  /** Σ count² / Σ count: the node's weight times one minus its Gini impurity. */
  const purity = (sums: readonly number[]) => sums.reduce((a, b) => a + b * b, 0) / total(sums);

  const grow = (node: number, rows: readonly number[], depth: number): void => {
    const here = counts(rows);
    let best = { score: -1, feature: -1, low: 0, high: 0 };
    const mayBeSplit = rows.length >= Math.max(minSamplesSplit, 2 * minSamplesLeaf) && depth < maxDepth;
    if (mayBeSplit && here.filter((v) => v > 0).length > 1) {
      for (let q = 0; q < p && (q < mtry || best.feature < 0); q++) {
        const pick = q + stream.below(p - q);
        [order[q], order[pick]] = [order[pick]!, order[q]!];
        const feature = order[q]!;
        const { bins } = features[feature]!;
        const filled = [...new Set(rows.map((i) => bins[i]!))].sort((a, b) => a - b);
        for (let f = 0; f + 1 < filled.length; f++) {
          const left = rows.filter((i) => bins[i]! <= filled[f]!);
          const right = rows.filter((i) => bins[i]! > filled[f]!);
          if (Math.min(left.length, right.length) < minSamplesLeaf) continue;
          const score = purity(counts(left)) + purity(counts(right));
          if (score > best.score) best = { score, feature, low: filled[f]!, high: filled[f + 1]! };
        }
      }
    }
    if (best.feature < 0) {
      tree.feature[node] = -1;
      tree.left[node] = tree.leaves.length / nClasses;
      tree.leaves.push(...here.map((v) => v / total(here)));
      return;
    }
    const { bins, lowest, highest } = features[best.feature]!;
    const middle = Math.fround((highest[best.low]! + lowest[best.high]!) / 2);
    const left = tree.feature.length;
    tree.feature.push(-1, -1);
    tree.threshold.push(0, 0);
    tree.decrease.push(0, 0);
    tree.left.push(0, 0);
    tree.feature[node] = best.feature;
    tree.threshold[node] = middle < lowest[best.high]! ? middle : highest[best.low]!;
    tree.left[node] = left;
    tree.decrease[node] = best.score - purity(here);
    grow(
      left,
      rows.filter((i) => bins[i]! <= best.low),
      depth + 1,
    );
    grow(
      left + 1,
      rows.filter((i) => bins[i]! > best.low),
      depth + 1,
    );
  };
  grow(
    0,
    Array.from(drawn.keys()).filter((i) => drawn[i]! > 0),
    0,
  );
  return {
    feature: Int32Array.from(tree.feature),
    threshold: Float32Array.from(tree.threshold),
    left: Int32Array.from(tree.left),
    decrease: Float64Array.from(tree.decrease),
    leaves: Float32Array.from(tree.leaves),
  };
}
