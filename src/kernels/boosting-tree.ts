import type { BinnedTree } from './thresholds.ts';

/** Rows of the nodes under growth and their gradients: one stretch for each tree, within it one for each node. Kernels read it. */
export interface RowList {
  readonly rows: Uint32Array;
  /** g, h of each entry of `rows`. */
  readonly gradients: Float32Array;
  readonly spareRows: Uint32Array;
  readonly spareGradients: Float32Array;
}

export interface Cut {
  readonly feature: number;
  /** Rows with bins up to this go left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly score: number;
}

export interface GrowingNode {
  readonly tree: GrowingTree;
  readonly id: number;
  /** Its entries in the row list. */
  readonly from: number;
  readonly to: number;
  /** Σg and Σh of its rows. */
  readonly g: number;
  readonly h: number;
  /** T(g)² / (h + lambda): what its children's scores must exceed together. */
  readonly score: number;
}

/** A grown tree, as prediction needs it. */
export interface BoostedTree {
  /** Feature of each node, [nNodes]; −1 for a leaf. Node 0 is the root, children come after their parent. */
  readonly feature: Int32Array;
  /** A row goes left when its value is ≤ this, [nNodes]. +∞ parts the missing values from all others. */
  readonly threshold: Float32Array;
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

/** A tree from its root to its last split. Rows of a node stay in ascending order, so that sums over them are always made in one order. */
export class GrowingTree {
  readonly root: GrowingNode;
  private readonly nodes: GrowingNode[] = [];
  /** The split of each node, by its id; leaves have none. */
  private readonly splits: (Split | undefined)[] = [];
  private readonly list: RowList;
  private readonly penalties: Penalties;

  /** Fills the stretch of the row list that begins at `from`. gradients [n, 2]. */
  constructor(list: RowList, from: number, rows: Uint32Array, gradients: Float32Array, penalties: Penalties) {
    this.list = list;
    this.penalties = penalties;
    let g = 0;
    let h = 0;
    rows.forEach((row, at) => {
      list.rows[from + at] = row;
      g += list.gradients[2 * (from + at)] = gradients[2 * row]!;
      h += list.gradients[2 * (from + at) + 1] = gradients[2 * row + 1]!;
    });
    this.root = this.add(from, from + rows.length, g, h);
  }

  private add(from: number, to: number, g: number, h: number): GrowingNode {
    const shrunk = shrink(g, this.penalties.alpha);
    const score = (shrunk * shrunk) / (h + this.penalties.lambda);
    const node = { tree: this, id: this.nodes.length, from, to, g, h, score };
    this.nodes.push(node);
    return node;
  }

  /** Parts the rows of a node, `column` being the bins of the cut's feature. @returns the children. */
  split(node: GrowingNode, cut: Cut, column: Uint8Array, missingBin: number): [GrowingNode, GrowingNode] {
    const { rows, gradients, spareRows, spareGradients } = this.list;
    let middle = node.from;
    let nRight = 0;
    let [leftG, leftH, rightG, rightH] = [0, 0, 0, 0];
    let low = 0;
    let high = 256;
    let anyMissing = false;
    for (let at = node.from; at < node.to; at++) {
      const row = rows[at]!;
      const g = gradients[2 * at]!;
      const h = gradients[2 * at + 1]!;
      const bin = column[row]!;
      const isMissing = bin === missingBin;
      const goesLeft = isMissing ? cut.missingLeft : bin <= cut.bin;
      if (isMissing) anyMissing = true;
      else if (goesLeft) low = Math.max(low, bin);
      else high = Math.min(high, bin);
      if (goesLeft) {
        rows[middle] = row;
        gradients[2 * middle] = g;
        gradients[2 * middle + 1] = h;
        middle++;
        leftG += g;
        leftH += h;
      } else {
        spareRows[nRight] = row;
        spareGradients[2 * nRight] = g;
        spareGradients[2 * nRight + 1] = h;
        nRight++;
        rightG += g;
        rightH += h;
      }
    }
    rows.set(spareRows.subarray(0, nRight), middle);
    gradients.set(spareGradients.subarray(0, 2 * nRight), 2 * middle);
    this.splits[node.id] = {
      cut,
      missingLeft: anyMissing ? cut.missingLeft : leftH >= rightH,
      bins: low | ((high === 256 ? low : high) << 8),
      left: this.nodes.length,
    };
    return [this.add(node.from, middle, leftG, leftH), this.add(middle, node.to, rightG, rightH)];
  }

  /** The tree as arrays. */
  finish(): GrownTree {
    const { nodes, splits } = this;
    const { lambda, alpha } = this.penalties;
    return {
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

  /** The leaf of every row of the table: rows that were not sampled are sent down the tree too, by their bins. */
  leaves(bins: Uint8Array, n: number, missingBin: (feature: number) => number): Uint32Array {
    return Uint32Array.from({ length: n }, (_, i) => {
      let id = 0;
      for (let split = this.splits[0]; split; split = this.splits[id]) {
        const { feature, bin: last } = split.cut;
        const bin = bins[feature * n + i]!;
        id = split.left + Number(!(bin === missingBin(feature) ? split.missingLeft : bin <= last));
      }
      return id;
    });
  }
}

/** T(g): g moved towards 0 by alpha. */
function shrink(g: number, alpha: number): number {
  return g > alpha ? g - alpha : g < -alpha ? g + alpha : 0;
}
