// The way of a block of rows down a tree: for each edge on it which rows take it, the share of training weight that does, and the products of the
// factors t·o + (1 − t)·z at the points of integration (see tree-shap.ts).
import { ROWS, earlierOf, featureOf, markLeft, shareOf } from './tree-shap-set';

let rows: usize, most: usize, sides: usize;
/** Of each depth: products [points, 64] float64; all ones for rows that satisfy all splits on the edge's feature so far, [64]; z, float64. */
export let products: usize, masks: usize, shares: usize;
/** Of the tree that is walked. */
export let points: usize, gauss: usize;
/** Bytes from the products of one depth to the next. */
export let level: usize;

// @ts-ignore: decorator
@inline export const BLOCK: usize = ROWS << 3; // bytes of a number for each row

/** Takes workspace from `at` for trees of `depth` splits and up to `mostPoints` points; returns the address after it. */
export function bindWay(at: usize, depth: usize, mostPoints: usize, rowsAt: usize): usize {
  most = mostPoints;
  rows = rowsAt;
  level = most * BLOCK;
  products = at; at += (depth + 2) * level;
  masks = at; at += (depth + 2) * BLOCK;
  sides = at; at += (depth + 2) * BLOCK;
  shares = at; at += (depth + 2) << 3;
  return (at + 15) & ~15;
}

/** @param tables points and weights: those of m points begin at number m(m − 1). */
export function openWay(count: usize, tables: usize): void {
  points = count;
  gauss = tables + ((count * (count - 1)) << 3);
  for (let i: usize = 0; i < points * ROWS; i++) store<f64>(products + (i << 3), 1);
}

/** Sorts the rows of the block at a split, before either edge is taken. */
export function sortRows(node: usize, depth: usize): void {
  markLeft(node, rows + ((<usize>featureOf(node) * BLOCK) >> 1), sides + depth * BLOCK);
}

/** Share of the training weight that satisfies the splits on this feature above the node. */
// @ts-ignore: decorator
@inline export function shareBefore(node: usize): f64 {
  const earlier = earlierOf(node);
  return earlier < 0 ? 1 : load<f64>(shares + (<usize>earlier << 3));
}

/** Takes an edge: its mask and share, and the products below it, the factor of its feature put in place of the one that an earlier split gave. */
export function takeEdge(node: usize, depth: usize, right: i32): void {
  const earlier = earlierOf(node), before = shareBefore(node), share = right ? 1 - shareOf(node) : shareOf(node);
  const side = sides + depth * BLOCK, mask = masks + depth * BLOCK, held = masks + <usize>max(earlier, 0) * BLOCK;
  const turn = i64x2.splat(right ? -1 : 0);
  store<f64>(shares + (depth << 3), before * share);
  for (let i: usize = 0; i < BLOCK; i += 16) {
    const here = v128.xor(v128.load(side + i), turn);
    v128.store(mask + i, earlier < 0 ? here : v128.and(v128.load(held + i), here));
  }
  let from = products + depth * level, to = from + level;
  for (let q: usize = 0; q < points; q++) {
    const t = load<f64>(gauss + (q << 3)), rest = (1 - t) * before, had = earlier < 0 ? 1 : t + rest;
    // It goes this way; it went this way at the earlier split; it did not.
    const yes = f64x2.splat((t + rest * share) / had), no = f64x2.splat(rest * share / had), never = f64x2.splat(share);
    for (let i: usize = 0; i < BLOCK; i += 16, from += 16, to += 16) {
      let factor = v128.bitselect(yes, no, v128.load(mask + i));
      if (earlier >= 0) factor = v128.bitselect(factor, never, v128.load(held + i));
      v128.store(to, f64x2.mul(v128.load(from), factor));
    }
  }
}
