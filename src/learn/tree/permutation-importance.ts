import type { Context } from '../../base/context.ts';
import type { RowSampling } from '../../kernels/forest.ts';
import { cIndex } from '../../metric/survival/c-index.ts';
import { breathe } from '../../numeric/breathe.ts';
import type { Matrix } from '../../table/matrix.ts';
import type { Target } from '../../table/target.ts';
import type { Forest } from './forest-arrays.ts';
import { rowsOutOfBag } from './out-of-bag.ts';
import type { Outcome } from './response.ts';

/**
 * What a tree loses, on the rows that it did not draw, when the values of one feature are shuffled among them: accuracy, mean squared error
 * (in the square of the target's unit) or concordance index; the mean over the trees, [p]. A mean below 0, which is chance, is given as 0.
 * A feature that a tree does not use costs nothing, and a row is sent down again only when its way meets the feature: O(rows · depth²) a
 * tree, for survival + O(rows · log rows) for each feature used.
 * Source: Breiman 2001, Machine Learning 45, §10. Checked against shuffling by hand.
 */
export async function permutationImportance(
  forest: Forest,
  outcome: Outcome,
  { X, target }: { readonly X: Matrix; readonly target: Target },
  sampling: RowSampling,
  ctx: Context,
): Promise<Float64Array> {
  const sums = new Float64Array(X.nCols);
  for (let t = 0; t < forest.roots.length; t++) {
    if (t % 16 === 0) await breathe(ctx, 'forest');
    const rows = rowsOutOfBag(ctx.random, t, X.nRows, sampling);
    const way = waysOf(forest, t, X, rows);
    const loss = lossOf(forest, outcome, target, rows);
    const before = loss(way.leafOf);
    for (const [j, meeting] of way.meeting) {
      const partner = ctx.random.at('permute', t, j).stream().shuffle(Uint32Array.from(rows));
      const leafOf = way.leafOf.slice();
      for (const place of meeting) leafOf[place] = leafAfter(forest, t, X, rows[place]!, j, partner[place]!);
      const lost = loss(leafOf) - before;
      if (!Number.isNaN(lost)) sums[j]! += lost;
    }
  }
  return sums.map((sum) => Math.max(0, sum / forest.roots.length));
}

/** The leaf of each row, and for each feature of the tree the places in `rows` of those whose way meets it. */
function waysOf({ roots, feature, threshold, left }: Forest, t: number, X: Matrix, rows: Uint32Array) {
  const leafOf = new Uint32Array(rows.length);
  const meeting = new Map<number, number[]>();
  rows.forEach((row, place) => {
    let node = roots[t]!;
    while (feature[node]! >= 0) {
      const j = feature[node]!;
      const met = meeting.get(j);
      if (!met) meeting.set(j, [place]);
      else if (met.at(-1) !== place) met.push(place);
      node = left[node]! + (X.data[j * X.nRows + row]! <= threshold[node]! ? 0 : 1);
    }
    leafOf[place] = left[node]!;
  });
  return { leafOf, meeting };
}

/** The leaf of tree t that a row falls in when it has the partner's value of feature j. */
function leafAfter(forest: Forest, t: number, X: Matrix, row: number, j: number, partner: number): number {
  const { roots, feature, threshold, left } = forest;
  let node = roots[t]!;
  for (let own = feature[node]!; own >= 0; own = feature[node]!) {
    const value = X.data[own * X.nRows + (own === j ? partner : row)]!;
    node = left[node]! + (value <= threshold[node]! ? 0 : 1);
  }
  return left[node]!;
}

/** Error of one tree on `rows`, given the leaf of each; NaN when there is nothing to judge. */
function lossOf(forest: Forest, outcome: Outcome, target: Target, rows: Uint32Array): (leafOf: Uint32Array) => number {
  const { width, leaves } = forest;
  const mean = (leafOf: Uint32Array, loss: (row: number, leaf: number) => number) => {
    let sum = 0;
    for (let place = 0; place < rows.length; place++) sum += loss(rows[place]!, leafOf[place]!);
    return sum / rows.length;
  };
  if (target.task === 'classification') {
    const says = (leaf: number) => {
      let top = leaf * width;
      for (let k = top + 1; k < (leaf + 1) * width; k++) if (leaves[k]! > leaves[top]!) top = k;
      return top - leaf * width;
    };
    return (leafOf) => mean(leafOf, (row, leaf) => (says(leaf) === target.codes[row] ? 0 : 1));
  }
  if (target.task === 'regression' && outcome.task === 'regression') {
    return (leafOf) => mean(leafOf, (row, leaf) => (target.values[row]! - outcome.mean - leaves[leaf]!) ** 2);
  }
  if (target.task !== 'survival') return () => Number.NaN;
  const times = Float64Array.from(rows, (i) => target.times[i]!);
  const events = Uint8Array.from(rows, (i) => target.events[i]!);
  const none = new Float64Array(0);
  return (leafOf) => {
    const risks = Float64Array.from(leafOf, (leaf) => leaves[leaf]!);
    return 1 - cIndex.compute({ times, events, risks, curveTimes: none, survival: none });
  };
}
