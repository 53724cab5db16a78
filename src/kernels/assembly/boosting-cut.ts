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
