import type { BoostedTree } from '../../kernels/boosting-tree.ts';
import type { Loss } from './loss/loss.ts';

/** The margins of some rows of a table as trees are added, and their loss. @param rows ascending. @param loss of these, in this order. */
export function openMargins(start: Float64Array, rows: Uint32Array, loss: Loss) {
  const { nOutputs } = loss;
  const count = rows.length;
  const margins = new Float64Array(count * nOutputs);
  for (let at = 0; at < count; at++) margins.set(start, at * nOutputs);
  const own = new Float32Array(2 * count * nOutputs);
  return {
    value: () => loss.value(margins),
    /** Writes those of these rows to `out`, [nOutputs, n, 2]; other rows stay as they are. */
    gradients(out: Float32Array, n: number): void {
      if (count === n) {
        loss.gradients(margins, out);
        return;
      }
      loss.gradients(margins, own);
      for (let k = 0; k < nOutputs; k++) {
        for (let at = 0; at < count; at++) {
          const to = 2 * (k * n + rows[at]!);
          out[to] = own[2 * (k * count + at)]!;
          out[to + 1] = own[2 * (k * count + at) + 1]!;
        }
      }
    },
    /** Values of the leaves as the loss wants them, for the rows that the tree learned from. Other nodes keep theirs. */
    leafValues(tree: BoostedTree, leafOf: Uint32Array, sampled: Uint32Array): Float64Array {
      const members = new Map<number, number[]>();
      for (let at = 0, s = 0; s < sampled.length; at++) {
        if (rows[at] !== sampled[s]) continue;
        const leaf = leafOf[sampled[s++]!]!;
        const list = members.get(leaf);
        if (list) list.push(at);
        else members.set(leaf, [at]);
      }
      return tree.value.map((value, leaf) => {
        const list = members.get(leaf);
        return list ? loss.leafValue!(list, margins) : value;
      });
    },
    /** Adds a tree. @param leafOf of every row of the table. @param values of its nodes. */
    add(leafOf: Uint32Array, values: Float64Array, output: number): void {
      for (let at = 0; at < count; at++) margins[at * nOutputs + output]! += values[leafOf[rows[at]!]!]!;
    },
  };
}
