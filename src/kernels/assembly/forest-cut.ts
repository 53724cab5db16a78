// The best cut of the node under search. A cut's score is Σ_c L_c² / n_L + Σ_c R_c² / n_R (weighted class counts on the left and right):
// the largest score is the largest decrease of the Gini impurity. Of equal scores the first found stays.

export let cutScore: f64 = -1;
export let cutFeature: i32 = -1;
/** The bins next to the cut: the highest on its left and the lowest on its right that hold rows of the node. */
export let cutLow: i32 = 0;
export let cutHigh: i32 = 0;

export function forgetCut(): void {
  cutScore = -1;
  cutFeature = -1;
}

export function takeCut(score: f64, feature: i32, low: i32, high: i32): void {
  cutScore = score;
  cutFeature = feature;
  cutLow = low;
  cutHigh = high;
}
