import type { ForestResponse } from '../../kernels/forest-response.ts';
import { deathTimes, timeRanks } from '../../kernels/forest-response.ts';
import { leafReader, type Tree } from '../../kernels/forest-tree.ts';
import type { Matrix } from '../../table/matrix.ts';
import { joinTrees, visitLeaves } from './forest-arrays.ts';

/**
 * The smallest subtree that maximises Σ gain − α·(number of splits), where α is `share` of what all splits of the tree gain: minimal
 * cost-complexity pruning (Breiman et al. 1984, §3.3), since for classes and values Σ gain is the risk of the root less that of the leaves; for
 * survival split-complexity pruning with log-rank statistics (LeBlanc and Crowley 1993, JASA 88). One pass from the leaves up.
 * @param X the rows that the tree was grown on, each once; they fill the new leaves.
 */
export function pruneTree(tree: Tree, share: number, response: ForestResponse, X: Matrix): Tree {
  const nNodes = tree.feature.length;
  const alpha = share * tree.decrease.reduce((sum, gain) => sum + gain, 0);
  // What the branch below each node is worth; 0: it goes. Children come after their parent.
  const worth = new Float64Array(nNodes);
  for (let node = nNodes - 1; node >= 0; node--) {
    if (tree.feature[node]! < 0) continue;
    const left = tree.left[node]!;
    worth[node] = Math.max(0, tree.decrease[node]! - alpha + worth[left]! + worth[left + 1]!);
  }
  const kept: number[] = [0]; // nodes of the old tree, in the order of the new one
  const lefts: number[] = [];
  let nLeaves = 0;
  for (let node = 0; node < kept.length; node++) {
    const old = kept[node]!;
    if (worth[old] === 0) {
      lefts.push(nLeaves++);
    } else {
      lefts.push(kept.length);
      kept.push(tree.left[old]!, tree.left[old]! + 1);
    }
  }
  const pick = <T>(values: ArrayLike<T>, otherwise: T) =>
    kept.map((old) => (worth[old] === 0 ? otherwise : values[old]!));
  const pruned = {
    feature: Int32Array.from(pick(tree.feature, -1)),
    threshold: Float32Array.from(pick(tree.threshold, 0)),
    left: Int32Array.from(lefts),
    decrease: Float64Array.from(pick(tree.decrease, 0)),
    cover: Float32Array.from(kept, (old) => tree.cover[old]!),
  };
  return { ...pruned, ...leafReader(response)(leafNumbers(pruned, nLeaves, response, X)) };
}

/** What the kernel would write for the leaves of a tree that was grown on every row once. */
function leafNumbers(tree: Omit<Tree, 'leaves'>, nLeaves: number, response: ForestResponse, X: Matrix): Float64Array {
  const rowsOf: number[][] = Array.from({ length: nLeaves }, () => []);
  const everyRow = Uint32Array.from({ length: X.nRows }, (_, i) => i);
  visitLeaves(
    joinTrees([{ ...tree, leaves: new Float32Array(nLeaves) }], 1),
    0,
    X,
    everyRow,
    (leaf, rows, from, to) => {
      rowsOf[leaf]!.push(...rows.subarray(from, to).sort());
    },
  );
  return Float64Array.from(rowsOf.flatMap(summaryOf(response)));
}

function summaryOf(response: ForestResponse): (rows: readonly number[]) => readonly number[] {
  const weightOf = (i: number) => response.weights?.[i] ?? 1;
  const total = (rows: readonly number[]) => rows.reduce((sum, i) => sum + weightOf(i), 0);
  if (response.kind === 'classes') {
    return (rows) => {
      const counts = new Array<number>(response.nClasses).fill(0);
      for (const i of rows) counts[response.codes[i]!]! += weightOf(i);
      return counts;
    };
  }
  if (response.kind === 'values') {
    return (rows) => [rows.reduce((sum, i) => sum + weightOf(i) * response.values[i]!, 0) / total(rows)];
  }
  const deaths = deathTimes(response);
  const ranks = timeRanks(response, deaths);
  return (rows) => {
    const died = new Map<number, number>();
    for (const i of rows) if (response.events[i] === 1) died.set(ranks[i]!, (died.get(ranks[i]!) ?? 0) + weightOf(i));
    const steps = [...died].sort(([a], [b]) => a - b);
    return [
      steps.length,
      ...steps.flatMap(([rank, count]) => [rank - 1, count / total(rows.filter((i) => ranks[i]! >= rank))]),
    ];
  };
}
