// The best cut so far of the node under search.

export let bestScore: f64 = 0;
export let bestFeature: i32 = -1;
/** The highest bin on the left | 256 when missing values go left. */
export let bestCut: i32 = 0;
let limit: f64 = 0;

export function openSearch(score: f64, feature: i32, cut: i32): void {
  bestScore = score;
  bestFeature = feature;
  bestCut = cut;
  limit = almost(score);
}

/** A little less than the score: what `betterThan` compares with, so that its roundings let no better cut go. */
export function almost(score: f64): f64 {
  return score * (1 - 1e-14);
}

/** Whether above / below may be a better score: a division is made for the few cuts that pass. */
// @ts-ignore: decorator
@inline export function betterThan(above: f64, below: f64): bool {
  return above > limit * below;
}

/** Takes the cut if its score is the larger; of equal ones the first stays. */
export function takeCut(score: f64, feature: i32, cut: i32): void {
  if (score > bestScore) openSearch(score, feature, cut);
}
