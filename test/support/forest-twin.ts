import type { RandomKey, RandomStream } from '../../src/base/random.ts';
import type { ForestProblem } from '../../src/kernels/forest.ts';
import type { ForestResponse, TimeResponse } from '../../src/kernels/forest-response.ts';
import type { Tree } from '../../src/kernels/forest-tree.ts';
import { columnOf } from '../../src/table/matrix.ts';

/**
 * The forest written for clarity: no lanes, no incremental sums, no bounds, no workspace. What the kernels are checked against, bit for bit as
 * long as class weights and values are such that sums of them are exact.
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

/** What a kind of response asks of a tree. Rows are indices, each with a weight in `drawn`. */
interface Criterion {
  /** Nothing is left to tell apart. */
  done(rows: readonly number[]): boolean;
  /** Larger is better; NaN when nothing can be said. */
  score(left: readonly number[], right: readonly number[]): number;
  /** The score of the rows uncut. */
  base(rows: readonly number[]): number;
  addLeaf(rows: readonly number[]): void;
  leaves(): Pick<Tree, 'leaves' | 'hazards'>;
}

export function criterionOf(response: ForestResponse, counts: readonly number[]): Criterion {
  const drawn = counts.map((count, i) => count * (response.weights?.[i] ?? 1));
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  if (response.kind === 'times') return survivalCriterion(response, drawn, response.weights);
  if (response.kind === 'values') {
    const y = response.values;
    const total = (rows: readonly number[]) => sum(rows.map((i) => drawn[i]! * y[i]!));
    const weight = (rows: readonly number[]) => sum(rows.map((i) => drawn[i]!));
    const base = (rows: readonly number[]) => total(rows) ** 2 / weight(rows);
    const means: number[] = [];
    return {
      done: (rows) => new Set(rows.map((i) => y[i]!)).size === 1,
      score: (left, right) => base(left) + base(right),
      base,
      addLeaf: (rows) => means.push(total(rows) / weight(rows)),
      leaves: () => ({ leaves: Float64Array.from(means) }),
    };
  }
  const { codes, nClasses } = response;
  const totals = (rows: readonly number[]) => {
    const sums = new Array<number>(nClasses).fill(0);
    for (const i of rows) sums[codes[i]!]! += drawn[i]!;
    return sums;
  };
  /** Σ count² / Σ count: the node's weight times one minus its Gini impurity. */
  const base = (rows: readonly number[]) => {
    const sums = totals(rows);
    return sums.reduce((a, b) => a + b * b, 0) / sum(sums);
  };
  const shares: number[] = [];
  return {
    done: (rows) => totals(rows).filter((v) => v > 0).length <= 1,
    score: (left, right) => base(left) + base(right),
    base,
    addLeaf: (rows) => shares.push(...totals(rows).map((v) => v / sum(totals(rows)))),
    leaves: () => ({ leaves: Float32Array.from(shares) }),
  };
}

function survivalCriterion(
  { times, events }: TimeResponse,
  drawn: readonly number[],
  weights?: Float64Array,
): Criterion {
  const deathTimes = (rows: Iterable<number>) =>
    [...new Set([...rows].filter((i) => events[i] === 1).map((i) => times[i]!))].sort((a, b) => a - b);
  const grid = deathTimes(events.keys());
  const atRisk = (rows: readonly number[], t: number) =>
    rows.reduce((count, i) => count + (times[i]! >= t ? drawn[i]! : 0), 0);
  const dying = (rows: readonly number[], t: number) =>
    rows.reduce((count, i) => count + (times[i] === t && events[i] === 1 ? drawn[i]! : 0), 0);
  const leaves: number[] = [];
  const hazards = { ends: [] as number[], at: [] as number[], steps: [] as number[] };
  return {
    done: (rows) => deathTimes(rows).length === 0,
    base: () => 0,
    /** Log-rank, Σ over death times from the last to the first. */
    score(left, right) {
      const rows = [...left, ...right];
      let u = 0;
      let v = 0;
      for (const t of deathTimes(rows).reverse()) {
        const y = atRisk(rows, t);
        const d = dying(rows, t);
        const yLeft = atRisk(left, t);
        u += dying(left, t) - yLeft * (d / y);
        v += y > 1 ? ((d * (y - d)) / ((y - 1) * y * y)) * (yLeft * (y - yLeft)) : 0;
      }
      return v > 0 ? (u * u) / v : Number.NaN;
    },
    addLeaf(rows) {
      let mortality = 0;
      for (const t of deathTimes(rows)) {
        const step = Math.fround(dying(rows, t) / atRisk(rows, t));
        hazards.at.push(grid.indexOf(t));
        hazards.steps.push(step);
        mortality += step * times.reduce((sum, time, i) => sum + (time >= t ? (weights?.[i] ?? 1) : 0), 0);
      }
      leaves.push(mortality);
      hazards.ends.push(hazards.at.length);
    },
    leaves: () => ({
      leaves: Float64Array.from(leaves),
      hazards: {
        ends: Uint32Array.from(hazards.ends),
        at: Uint32Array.from(hazards.at),
        steps: Float32Array.from(hazards.steps),
      },
    }),
  };
}

/** How often each row is in a tree; the first draws of its stream. */
function drawRows({ sampling, X }: ForestProblem, stream: RandomStream): number[] {
  const n = X.nRows;
  const drawn = new Array<number>(n).fill(0);
  if (sampling.replace) {
    for (let i = 0; i < sampling.draws; i++) drawn[stream.below(n)]!++;
  } else if (sampling.draws === n) {
    drawn.fill(1);
  } else {
    const rows = Array.from(drawn.keys());
    for (let q = 0; q < sampling.draws; q++) {
      const pick = q + stream.below(n - q);
      [rows[q], rows[pick]] = [rows[pick]!, rows[q]!];
      drawn[rows[q]!] = 1;
    }
  }
  return drawn;
}

function growTree(problem: ForestProblem, features: readonly BinnedFeature[], stream: RandomStream): Tree {
  const { response, mtry, minSamplesLeaf, minSamplesSplit, maxDepth, randomCuts } = problem;
  const p = features.length;
  const drawn = drawRows(problem, stream);
  const criterion = criterionOf(response, drawn);
  const order = features.map((_, j) => j);
  const tree = { feature: [-1], threshold: [0], left: [0], decrease: [0], cover: [0] };
  let nLeaves = 0;

  const grow = (node: number, rows: readonly number[], depth: number): void => {
    let best = { score: -1, feature: -1, low: 0, threshold: 0 };
    tree.cover[node] = rows.reduce((sum, i) => sum + drawn[i]! * (response.weights?.[i] ?? 1), 0);
    const mayBeSplit = rows.length >= Math.max(minSamplesSplit, 2 * minSamplesLeaf) && depth < maxDepth;
    if (mayBeSplit && !criterion.done(rows)) {
      // As the kernel: mtry features are drawn at once, then one at a time. Random cuts draw between two draws of features.
      let known = 0;
      const draw = (upTo: number) => {
        for (; known < upTo; known++) {
          if (mtry >= p) continue;
          const pick = known + stream.below(p - known);
          [order[known], order[pick]] = [order[pick]!, order[known]!];
        }
      };
      for (let q = 0; q < p && (q < mtry || best.feature < 0); q++) {
        draw(q < mtry ? mtry : q + 1);
        const feature = order[q]!;
        const { bins, lowest, highest } = features[feature]!;
        const filled = [...new Set(rows.map((i) => bins[i]!))].sort((a, b) => a - b);
        const cuts = randomCuts ? randomCut(filled, lowest, highest, stream) : everyCut(filled, lowest, highest);
        for (const { low, threshold } of cuts) {
          const left = rows.filter((i) => bins[i]! <= low);
          const right = rows.filter((i) => bins[i]! > low);
          if (Math.min(left.length, right.length) < minSamplesLeaf) continue;
          const score = criterion.score(left, right);
          if (score > best.score) best = { score, feature, low, threshold };
        }
      }
    }
    if (best.feature < 0) {
      tree.feature[node] = -1;
      tree.left[node] = nLeaves++;
      criterion.addLeaf(rows);
      return;
    }
    const { bins } = features[best.feature]!;
    const left = tree.feature.length;
    tree.feature.push(-1, -1);
    tree.threshold.push(0, 0);
    tree.decrease.push(0, 0);
    tree.cover.push(0, 0);
    tree.left.push(0, 0);
    tree.feature[node] = best.feature;
    tree.threshold[node] = best.threshold;
    tree.left[node] = left;
    tree.decrease[node] = best.score - criterion.base(rows);
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
    cover: Float32Array.from(tree.cover),
    ...criterion.leaves(),
  };
}

interface Cut {
  readonly low: number;
  readonly threshold: number;
}

/** Between each two neighbours among the bins that hold rows of the node. */
function everyCut(filled: readonly number[], lowest: readonly number[], highest: readonly number[]): Cut[] {
  return filled.slice(0, -1).map((low, f) => {
    const next = lowest[filled[f + 1]!]!;
    const middle = Math.fround((highest[low]! + next) / 2);
    return { low, threshold: middle < next ? middle : highest[low]! };
  });
}

function randomCut(filled: readonly number[], lowest: readonly number[], highest: readonly number[], s: RandomStream) {
  if (filled.length < 2) return [];
  const from = lowest[filled[0]!]!;
  const last = filled.at(-1)!;
  const drawn = Math.fround(from + (lowest[last]! - from) * (s.uint32() / 2 ** 32));
  const low = lowest.findLastIndex((start, b) => b < last && start <= drawn);
  return [{ low, threshold: drawn > highest[low]! && drawn < lowest[low + 1]! ? drawn : highest[low]! }];
}
