import { atRiskWeights, deathTimes, type ForestResponse, timeRanks } from './forest-response.ts';
import type { BinnedTree } from './thresholds.ts';

export interface Tree {
  /** Feature of each node, [nNodes]; −1 for a leaf. Node 0 is the root. */
  readonly feature: Int32Array;
  /** A row goes left when its value is ≤ this, [nNodes]. */
  readonly threshold: Float32Array;
  /** Left child of a split, the right one being the next node; of a leaf its index among the leaves, [nNodes]. */
  readonly left: Int32Array;
  /** Gain of each split, [nNodes], 0 for a leaf: the decrease of the weighted Gini impurity or sum of squares; the log-rank statistic. */
  readonly decrease: Float64Array;
  /** Weight of the training rows in each node, a row as often as it was drawn, [nNodes]. */
  readonly cover: Float32Array;
  /** Class shares of each leaf, [nLeaves·nClasses] float32; or its mean, or its mortality, [nLeaves] float64. */
  readonly leaves: Float32Array | Float64Array;
  /** For survival. */
  readonly hazards?: Hazards;
}

/** Nelson–Aalen estimates of the leaves of a tree, one after another. */
export interface Hazards {
  /** Where the steps of each leaf end, [nLeaves]. */
  readonly ends: Uint32Array;
  /** Index among the death times of the training rows, ascending within a leaf, [nSteps]. */
  readonly at: Uint32Array;
  /** Deaths / rows at risk, [nSteps]. */
  readonly steps: Float32Array;
}

/** A tree as the kernel leaves it: cuts between bins. */
export type GrownTree = Tree & BinnedTree;

export const NODE_BYTES = 32;

/** Turns what the kernel wrote for the leaves of a tree into what a model keeps. */
export type LeafReader = (numbers: Float64Array) => Pick<Tree, 'leaves' | 'hazards'>;

export function leafReader(response: ForestResponse): LeafReader {
  if (response.kind === 'values') return (numbers) => ({ leaves: numbers.slice() });
  if (response.kind === 'classes') {
    return (numbers) => {
      const leaves = new Float32Array(numbers.length);
      for (let at = 0; at < numbers.length; at += response.nClasses) {
        let total = 0;
        for (let k = 0; k < response.nClasses; k++) total += numbers[at + k]!;
        for (let k = 0; k < response.nClasses; k++) leaves[at + k] = numbers[at + k]! / total;
      }
      return { leaves };
    };
  }
  const deaths = deathTimes(response);
  const atRisk = atRiskWeights(timeRanks(response, deaths), deaths.length, response.weights);
  return (numbers) => readHazards(numbers, atRisk);
}

/**
 * The mortality of a leaf is the sum over the training rows of its cumulative hazard at their times: the deaths to be expected if all of them
 * fared as this leaf (Ishwaran et al. 2008, eq. 4.1). A step at a death time counts once for every row still at risk then, a row by its weight.
 */
function readHazards(numbers: Float64Array, atRisk: Float64Array): Pick<Tree, 'leaves' | 'hazards'> {
  const leaves: number[] = [];
  const ends: number[] = [];
  const at: number[] = [];
  const steps: number[] = [];
  for (let i = 0; i < numbers.length; ) {
    let mortality = 0;
    for (const end = i + 2 * numbers[i++]!; i < end; i += 2) {
      const k = numbers[i]!;
      const step = Math.fround(numbers[i + 1]!);
      at.push(k);
      steps.push(step);
      mortality += step * atRisk[k]!;
    }
    leaves.push(mortality);
    ends.push(at.length);
  }
  return {
    leaves: Float64Array.from(leaves),
    hazards: { ends: Uint32Array.from(ends), at: Uint32Array.from(at), steps: Float32Array.from(steps) },
  };
}

/** Copies a tree out of kernel memory. The thresholds are not known yet: kernels see bins, not values. */
export function readTree(words: Int32Array, leafNumbers: Float64Array, read: LeafReader): GrownTree {
  const nNodes = (words.length * 4) / NODE_BYTES;
  const tree = {
    feature: new Int32Array(nNodes),
    cut: new Uint16Array(nNodes),
    threshold: new Float32Array(nNodes),
    left: new Int32Array(nNodes),
    decrease: new Float64Array(nNodes),
    cover: new Float32Array(nNodes),
    ...read(leafNumbers),
  };
  const drawn = new Float32Array(words.buffer, words.byteOffset, words.length);
  const numbers = new Float64Array(words.buffer, words.byteOffset, 4 * nNodes);
  for (let node = 0; node < nNodes; node++) {
    tree.feature[node] = words[8 * node]!;
    tree.cut[node] = words[8 * node + 1]!;
    tree.left[node] = words[8 * node + 2]!;
    tree.threshold[node] = drawn[8 * node + 3]!;
    tree.decrease[node] = numbers[4 * node + 2]!;
    tree.cover[node] = numbers[4 * node + 3]!;
  }
  return tree;
}
