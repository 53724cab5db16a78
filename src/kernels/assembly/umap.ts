// Stochastic gradient descent of UMAP (McInnes, Healy & Melville 2018, arXiv 1802.03426, §3.2): each edge is drawn in proportion to its weight,
// its ends attract each other, and a few rows drawn at random are pushed away from its head. One thread: the order of the steps is the result.
import { below, openStream } from './philox';

// @ts-ignore: decorator
@inline function f(base: usize, i: i32): f64 { return load<f64>(base + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline function set(base: usize, i: i32, value: f64): void { store<f64>(base + (<usize>i << 3), value); }
// @ts-ignore: decorator
@inline function clip(v: f64): f64 { return max<f64>(-4, min<f64>(4, v)); }

/**
 * Epochs [from, to) of `epochs`.
 * @param heads, tails [m] int32: the edges. @param ys [·, 2] float64: coordinates of the heads, moved. @param zs [nTails, 2] float64: of the tails;
 * the same address as `ys` when the tails move too. @param every [m] float64: epochs between two draws of an edge.
 * @param next, nextNegative [m] float64: epoch of the next draw, and of the next push. @returns 0, or −1 when cancelled.
 */
export function umapEpochs(heads: usize, tails: usize, m: i32, ys: usize, zs: usize, nTails: i32, every: usize, next: usize, nextNegative: usize,
  from: i32, to: i32, epochs: i32, a: f64, b: f64, rate: f64, negatives: f64, key0: u32, key1: u32, cancel: usize): i32 {
  openStream(key0, key1);
  const moving = ys == zs;
  for (let epoch = from; epoch < to; epoch++) {
    if (atomic.load<i32>(cancel)) return -1;
    const alpha = rate * (1 - <f64>epoch / <f64>epochs);
    for (let e = 0; e < m; e++) {
      if (f(next, e) > <f64>epoch) continue;
      const head = load<i32>(heads + (<usize>e << 2)), tail = load<i32>(tails + (<usize>e << 2));
      let x = f(ys, 2 * head), y = f(ys, 2 * head + 1);
      let dx = x - f(zs, 2 * tail), dy = y - f(zs, 2 * tail + 1), d = dx * dx + dy * dy;
      if (d > 0) {
        const p = Math.exp(b * Math.log(d)), g = -2 * a * b * p / d / (a * p + 1);
        const gx = clip(g * dx) * alpha, gy = clip(g * dy) * alpha;
        x += gx;
        y += gy;
        if (moving) {
          set(zs, 2 * tail, f(zs, 2 * tail) - gx);
          set(zs, 2 * tail + 1, f(zs, 2 * tail + 1) - gy);
        }
      }
      set(next, e, f(next, e) + f(every, e));
      const pause = f(every, e) / negatives, due = <i32>((<f64>epoch - f(nextNegative, e)) / pause);
      for (let q = 0; q < due; q++) {
        const other = <i32>below(nTails);
        if (moving && other == head) continue;
        dx = x - f(zs, 2 * other);
        dy = y - f(zs, 2 * other + 1);
        d = dx * dx + dy * dy;
        if (d == 0) continue;
        const p = Math.exp(b * Math.log(d)), g = 2 * b / (0.001 + d) / (a * p + 1);
        x += clip(g * dx) * alpha;
        y += clip(g * dy) * alpha;
      }
      set(nextNegative, e, f(nextNegative, e) + <f64>due * pause);
      set(ys, 2 * head, x);
      set(ys, 2 * head + 1, y);
    }
  }
  return 0;
}
