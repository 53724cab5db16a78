// The best cut of a feature whose bins are categories. Of all 2^(k−1) − 1 partitions of k categories, the one that lowers the squared error
// most is among the k − 1 cuts of the categories in the order of their means (Fisher 1958, JASA 53, 789; Breiman et al. 1984, §4.2): with
// gradients, of G / H. Smoothing in the denominator keeps categories of few rows from the ends of the order, where they would be picked out
// for their noise (Ke et al. 2017, NIPS; cat_smooth of LightGBM; XGBoost takes lambda for it).
import { bestScore, limitOf, tryCut } from './boosting-cut';

let keys: usize, order: usize;

/** Takes workspace from `at` and returns the address after it. */
export function bindCategories(at: usize): usize {
  keys = at; at += 256 * 8;
  order = at; at += 256;
  return at;
}

/**
 * Tries the cuts of feature j, whose bins are in h: categories in the order of G / (H + smooth), those with the largest to the left; with
 * flag 4 instead each alone against all others. Missing values (flag 1, the last bin) are tried on both sides, and against all categories.
 * totalH is the node's Σh + 2·lambda, `least` the least Σh + lambda of a side. When a cut is taken, writes to `subset` a bit for each category
 * that goes left, 32 bytes, and one for each that goes right.
 */
export function scanCategories(
  h: usize, j: u32, nBins: i32, flags: i32, g: f64, totalH: f64, lambda: f64, l1: f64, least: f64, smooth: f64, subset: usize,
): void {
  const last = nBins - (flags & 1), missingBin = h + (<usize>last << 4);
  const missingG: f64 = flags & 1 ? load<f64>(missingBin) : 0, missingH: f64 = flags & 1 ? load<f64>(missingBin, 8) : 0;
  const k = sorted(h, last, smooth), alone = (flags & 4) != 0;
  let limit = limitOf(), held = bestScore, chosen = -1;
  let sumG: f64 = 0, sumH: f64 = 0;
  for (let q = 0; q < k; q++) {
    const bin = h + (<usize>load<u8>(order + q) << 4);
    sumG = (alone ? 0 : sumG) + load<f64>(bin);
    sumH = (alone ? 0 : sumH) + load<f64>(bin, 8);
    if (alone ? k > 1 || missingH > 0 : q + 1 < k) {
      limit = tryCut(sumG, sumH + lambda, g, totalH, l1, least, limit, j, 0);
      if (missingH > 0 && k > 1) limit = tryCut(sumG + missingG, sumH + missingH + lambda, g, totalH, l1, least, limit, j, 256);
    }
    if (bestScore > held) { held = bestScore; chosen = q; }
  }
  if (missingH > 0 && k > 0) {
    tryCut(g - missingG, totalH - missingH - lambda, g, totalH, l1, least, limit, j, 0);
    if (bestScore > held) { held = bestScore; chosen = k; }
  }
  if (chosen < 0) return;
  memory.fill(subset, 0, 64);
  for (let q = 0; q < k; q++) {
    const isLeft = chosen == k || (alone ? q == chosen : q <= chosen), b = <usize>load<u8>(order + q);
    const word = subset + (isLeft ? 0 : 32) + ((b >> 5) << 2);
    store<u32>(word, load<u32>(word) | (<u32>1 << <u32>(b & 31)));
  }
}

/** Fills `order` with the bins that have rows, the largest G / (H + smooth) first, of equal ones the lower bin; how many there are. */
function sorted(h: usize, last: i32, smooth: f64): i32 {
  let k = 0;
  for (let b = 0; b < last; b++) {
    const bin = h + (<usize>b << 4), weight = load<f64>(bin, 8);
    if (weight == 0) continue;
    const key = load<f64>(bin) / (weight + smooth);
    let at = k++;
    for (; at > 0 && load<f64>(keys + (<usize>(at - 1) << 3)) < key; at--) {
      store<f64>(keys + (<usize>at << 3), load<f64>(keys + (<usize>(at - 1) << 3)));
      store<u8>(order + at, load<u8>(order + at - 1));
    }
    store<f64>(keys + (<usize>at << 3), key);
    store<u8>(order + at, <u8>b);
  }
  return k;
}
