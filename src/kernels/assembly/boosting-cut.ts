// The best cut so far of the node under search.

export let bestScore: f64 = 0;
export let bestFeature: i32 = -1;
/** The highest bin on the left | 256 when missing values go left. */
export let bestCut: i32 = 0;

export function openSearch(score: f64, feature: i32, cut: i32): void {
  bestScore = score;
  bestFeature = feature;
  bestCut = cut;
}

/**
 * A little less than a score. A cut whose above / below may exceed the score has above > almost(score)·below, whatever the roundings: so
 * that a division is made only for the few that pass.
 */
export function almost(score: f64): f64 {
  return score * (1 - 1e-14);
}

/** Takes the cut if its score is the larger; of equal ones the first stays. */
export function takeCut(score: f64, feature: i32, cut: i32): void {
  if (score > bestScore) openSearch(score, feature, cut);
}

/** What a cut has to exceed to be looked at. */
// @ts-ignore: decorator
@inline export function limitOf(): f64 {
  return almost(bestScore);
}

/** Takes the cut if it is better than `limit` says; returns the limit from then on. H of a side with lambda, h of both with two. */
// @ts-ignore: decorator
@inline export function tryCut(leftG: f64, leftH: f64, g: f64, h: f64, l1: f64, leastH: f64, limit: f64, j: u32, cut: i32): f64 {
  const rightH = h - leftH, left = max(abs(leftG) - l1, 0), right = max(abs(g - leftG) - l1, 0);
  const above = left * left * rightH + right * right * leftH, below = leftH * rightH;
  if (!(above > limit * below && leftH >= leastH && rightH >= leastH)) return limit;
  takeCut(above / below, j, cut);
  return almost(bestScore);
}
