import type { BinnedTree } from './thresholds.ts';

export interface Cut {
  readonly feature: number;
  /** Rows with bins up to this go left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  /** Of a categorical feature, whose `bin` means nothing. */
  readonly categories?: CategorySides;
  readonly score: number;
}

/** A bit for each category, of 256 in 8 words: those of the node's rows that go left, and right. */
interface CategorySides {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

export interface GrowingNode {
  readonly tree: GrowingTree;
  readonly id: number;
  /** Splits above it. */
  readonly depth: number;
  /** Its entries in the row list. */
  readonly from: number;
  readonly to: number;
  /** Σg and Σh of its rows. */
  readonly g: number;
  readonly h: number;
  /** T(g)² / (h + lambda): what its children's scores must exceed together. */
  readonly score: number;
  /** Where its histograms are kept; −1: nowhere. */
  slot: number;
  /** Its best cut, when it has been searched and there is one. */
  cut?: Cut;
}

/** What became of the rows of a node that was split. */
export interface Parting {
  /** Entry of the row list where the right side begins. */
  readonly middle: number;
  /** Σg and Σh of the left side. */
  readonly leftG: number;
  readonly leftH: number;
  /** Bins next to the cut that rows of the node fill; 256: there is none above it. */
  readonly low: number;
  readonly high: number;
  readonly anyMissing: boolean;
}

/** A grown tree, as prediction needs it. */
export interface BoostedTree {
  /** Feature of each node, [nNodes]; −1 for a leaf. Node 0 is the root, children come after their parent. */
  readonly feature: Int32Array;
  /** A row goes left when its value is ≤ this, [nNodes]. +∞ parts the missing values from all others. 0 where categories are parted. */
  readonly threshold: Float32Array;
  /** Where categories are parted, which of the `subsets` goes left, [nNodes]; else −1. */
  readonly subset: Int32Array;
  /** A bit for each category that goes left, 8 words a subset. Those without a row in their node go as missing values do. */
  readonly subsets: Uint32Array;
  /** 1 where rows with a missing value go left, [nNodes]. */
  readonly missingLeft: Uint8Array;
  /** Left child, the right one being the next node; 0 for a leaf, [nNodes]. */
  readonly left: Uint32Array;
  /** −T(G) / (H + lambda), [nNodes]: what minimises the penalised second-order loss of the node's rows. */
  readonly value: Float64Array;
  /** Decrease of the loss, twice, by each split: T(G_L)²/(H_L + λ) + T(G_R)²/(H_R + λ) − T(G)²/(H + λ), [nNodes]; 0 for a leaf. */
  readonly gain: Float64Array;
  /** Σh of each node, [nNodes]. */
  readonly cover: Float64Array;
}

/** As the booster keeps it until the thresholds are placed. */
export type GrownTree = BoostedTree & BinnedTree;

interface Split {
  readonly cut: Cut;
  readonly missingLeft: boolean;
  /** Bins next to the cut that rows of the node fill, low | high << 8. */
  readonly bins: number;
  /** Categories that go left, 8 words. */
  readonly subset?: Uint32Array;
  /** Id of the left child, the right one being the next. */
  readonly left: number;
}

/** On the value of a leaf. */
export interface Penalties {
  /** L2, ≥ 0. */
  readonly lambda: number;
  /** L1, ≥ 0. */
  readonly alpha: number;
}

/** A tree from its root to its last split. */
export class GrowingTree {
  /** Which of the trees of the round. */
  readonly output: number;
  readonly root: GrowingNode;
  private readonly nodes: GrowingNode[] = [];
  /** The split of each node, by its id; leaves have none. */
  private readonly splits: (Split | undefined)[] = [];
  private readonly penalties: Penalties;

  constructor(output: number, root: Pick<GrowingNode, 'from' | 'to' | 'g' | 'h'>, penalties: Penalties) {
    this.output = output;
    this.penalties = penalties;
    this.root = this.add(0, root.from, root.to, root.g, root.h);
  }

  get nLeaves(): number {
    return (this.nodes.length + 1) / 2;
  }

  private add(depth: number, from: number, to: number, g: number, h: number): GrowingNode {
    const shrunk = shrink(g, this.penalties.alpha);
    const score = (shrunk * shrunk) / (h + this.penalties.lambda);
    const node = { tree: this, id: this.nodes.length, depth, from, to, g, h, score, slot: -1 };
    this.nodes.push(node);
    return node;
  }

  /** Splits a node at its cut. @returns the children. */
  split({ id, depth, from, to, g, h, cut }: GrowingNode, parting: Parting): [GrowingNode, GrowingNode] {
    const { middle, leftG, leftH, low, high, anyMissing } = parting;
    const missingLeft = anyMissing ? cut!.missingLeft : leftH >= h - leftH;
    const sides = cut!.categories;
    this.splits[id] = {
      ...{ cut: cut!, missingLeft },
      ...(sides ? { subset: Uint32Array.from(missingLeft ? sides.right.map((word) => ~word) : sides.left) } : {}),
      bins: low | ((high === 256 ? low : high) << 8),
      left: this.nodes.length,
    };
    return [this.add(depth + 1, from, middle, leftG, leftH), this.add(depth + 1, middle, to, g - leftG, h - leftH)];
  }

  /** The tree as arrays. */
  finish(): GrownTree {
    const { nodes, splits } = this;
    const { lambda, alpha } = this.penalties;
    const subsets = splits.flatMap((split) => split?.subset ?? []);
    let count = 0;
    return {
      subset: Int32Array.from(nodes, (_, id) => (splits[id]?.subset ? count++ : -1)),
      subsets: Uint32Array.from(subsets.flatMap((words) => [...words])),
      feature: Int32Array.from(nodes, (_, id) => splits[id]?.cut.feature ?? -1),
      threshold: new Float32Array(nodes.length),
      cut: Uint16Array.from(nodes, (_, id) => splits[id]?.bins ?? 0),
      missingLeft: Uint8Array.from(nodes, (_, id) => Number(splits[id]?.missingLeft ?? false)),
      left: Uint32Array.from(nodes, (_, id) => splits[id]?.left ?? 0),
      value: Float64Array.from(nodes, ({ g, h }) => (g === 0 ? 0 : -shrink(g, alpha) / (h + lambda))),
      gain: Float64Array.from(nodes, ({ score }, id) => (splits[id] ? splits[id].cut.score - score : 0)),
      cover: Float64Array.from(nodes, ({ h }) => h),
    };
  }

  /** The leaf of every row of the table, [n]: rows that were not sampled are sent down the tree by their bins. `rows`: the row list. */
  leaves(rows: Uint32Array, bins: Uint8Array, n: number, missingBin: (feature: number) => number): Uint32Array {
    const leafOf = new Uint32Array(n);
    const { from, to } = this.root;
    if (to - from < n) {
      leafOf.fill(ABSENT);
      for (let at = from; at < to; at++) leafOf[rows[at]!] = 0;
      for (let i = 0; i < n; i++) if (leafOf[i] === ABSENT) leafOf[i] = this.leafOf(i, bins, n, missingBin);
    }
    this.nodes.forEach((node, id) => {
      if (this.splits[id]) return;
      for (let at = node.from; at < node.to; at++) leafOf[rows[at]!] = id;
    });
    return leafOf;
  }

  private leafOf(i: number, bins: Uint8Array, n: number, missingBin: (feature: number) => number): number {
    let id = 0;
    for (let split = this.splits[0]; split; split = this.splits[id]) {
      const { feature, bin: last } = split.cut;
      const bin = bins[feature * n + i]!;
      const isLeft = split.subset ? isIn(split.subset, 0, bin) : bin <= last;
      id = split.left + Number(!(bin === missingBin(feature) ? split.missingLeft : isLeft));
    }
    return id;
  }
}

const ABSENT = 0xffffffff;

/** Whether a category, 0 … 255, goes left. @param at which of the subsets. */
export function isIn(subsets: Uint32Array, at: number, category: number): boolean {
  return ((subsets[8 * at + (category >> 5)]! >>> (category & 31)) & 1) === 1;
}

/** T(g): g moved towards 0 by alpha. */
function shrink(g: number, alpha: number): number {
  return g > alpha ? g - alpha : g < -alpha ? g + alpha : 0;
}
