import type { GrowingNode } from './boosting-tree.ts';
import type { Scope } from './scope.ts';

const KEEP_ROWS = 2048; // of a node: with fewer, passing over all bins of both children in main memory costs more than summing the larger one
const LEAST_BYTES = 1 << 24;

export interface SlotProblem {
  readonly nRows: number;
  readonly nFeatures: number;
  readonly nOutputs: number;
  readonly maxBins: number;
  readonly maxDepth: number;
}

/** A node to search. */
export interface Searched {
  readonly node: GrowingNode;
  /** Its slot holds the histograms of its parent: its own are these minus those of the node before it. */
  readonly derived: boolean;
}

/**
 * Where histograms of large nodes are kept, so that only the smaller of two children is summed. A slot holds those of one node, [features
 * of the round, maxBins, 2] float64. There are as many as 2 bytes per value of the table pay for, or 16 MiB; a node that finds none free is
 * summed, at no other loss: the histograms are the same to the bit.
 */
export function openSlots(scope: Scope, { nRows, nFeatures, nOutputs, maxBins, maxDepth }: SlotProblem) {
  const budget = Math.max(LEAST_BYTES, 2 * nRows * nFeatures);
  const useful = maxDepth > 1 ? nOutputs * Math.floor(nRows / KEEP_ROWS) : 0;
  let at = 0;
  let bytes = 0;
  let free: number[] = [];
  const release = (slot: number) => {
    if (slot >= 0) free.push(slot);
  };
  const isLarge = ({ from, to, depth }: GrowingNode) => to - from >= KEEP_ROWS && depth + 1 < maxDepth;
  const place = (node: GrowingNode) => {
    node.slot = isLarge(node) ? (free.pop() ?? -1) : -1;
    return node;
  };
  return {
    /** A round begins: all slots are free, for this many features; or there are none, when nodes do not share their features. */
    open(listLength: number, shared: boolean): number {
      const slotBytes = 16 * maxBins * listLength;
      const count = shared ? Math.min(useful, Math.floor(budget / slotBytes)) : 0;
      free = Array.from({ length: count }, (_, slot) => slot);
      if (count * slotBytes > bytes) {
        bytes = count * slotBytes;
        at = scope.allocate(bytes);
      }
      return at;
    },
    /** How to come by the histograms of a node's children, of which `able` are to be searched. */
    plan(parentSlot: number, able: readonly GrowingNode[]): Searched[] {
      const [left, right] = able;
      if (parentSlot < 0 || !left || !right) {
        release(parentSlot);
        return able.map((node) => ({ node: place(node), derived: false }));
      }
      const [small, large] = left.to - left.from <= right.to - right.from ? [left, right] : [right, left];
      large.slot = parentSlot;
      return [
        { node: place(small), derived: false },
        { node: large, derived: true },
      ];
    },
    /** After the search of a node: its histograms stay only if its children will want them. */
    settle(node: GrowingNode): void {
      if (node.slot < 0 || (node.cut && isLarge(node))) return;
      release(node.slot);
      node.slot = -1;
    },
  };
}

export type Slots = ReturnType<typeof openSlots>;
