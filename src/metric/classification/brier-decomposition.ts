import { massBins } from '../mass-bins.ts';
import { type ClassInput, positiveClass } from './class-metric.ts';

/** Parts of the Brier score; brier = reliability − resolution + uncertainty + withinBinVariance − withinBinCovariance. */
export interface BrierDecomposition {
  readonly brier: number;
  /** Σ_b w_b (p̄_b − ȳ_b)²/w: what calibration could still mend; 0 is perfect. */
  readonly reliability: number;
  /** Σ_b w_b (ȳ_b − ȳ)²/w: how far the bins are told apart; the more the better. */
  readonly resolution: number;
  /** ȳ(1 − ȳ): the score of always stating the share of the class. A property of the samples. */
  readonly uncertainty: number;
  /** Σ_i w_i (p_i − p̄_b)²/w, and 2 Σ_i w_i (p_i − p̄_b)(y_i − ȳ_b)/w: what bins of probabilities that differ leave over. */
  readonly withinBinVariance: number;
  readonly withinBinCovariance: number;
}

/**
 * The Brier score in parts, over `nBins` bins of equal weight of the predicted probability (`massBins`: equal probabilities are never divided). Two
 * classes: of the positive class; more: each class against the rest, summed, as `brier` is. With the within-bin terms the sum is exact, whatever the
 * bins. Weights count as copies. NaN in every part when no sample has weight.
 * @param nBins default 10. Cost O(K · n log n).
 * Source: Murphy 1973, J. Appl. Meteorol. 12, 595; within-bin terms Stephenson, Coelho & Jolliffe 2008, Weather Forecast. 23, 752. Checked by its sum
 * and against the formula in NumPy.
 */
export function brierDecomposition(input: ClassInput, nBins = 10): BrierDecomposition {
  const { truth, probabilities, nClasses, weights } = input;
  const classes = nClasses === 2 ? [positiveClass(input)] : Array.from({ length: nClasses }, (_, k) => k);
  const parts = classes.map((k) =>
    ofClass(
      Float64Array.from(truth, (_, i) => probabilities[i * nClasses + k]!),
      Float64Array.from(truth, (code) => (code === k ? 1 : 0)),
      weights,
      nBins,
    ),
  );
  const sum = (part: keyof BrierDecomposition) => parts.reduce((total, one) => total + one[part], 0);
  return {
    brier: sum('brier'),
    reliability: sum('reliability'),
    resolution: sum('resolution'),
    uncertainty: sum('uncertainty'),
    withinBinVariance: sum('withinBinVariance'),
    withinBinCovariance: sum('withinBinCovariance'),
  };
}

function ofClass(
  p: Float64Array,
  y: Float64Array,
  weights: Float64Array | undefined,
  nBins: number,
): BrierDecomposition {
  const bins = massBins(p, weights, nBins);
  const mass = new Float64Array(nBins);
  const meanP = new Float64Array(nBins);
  const meanY = new Float64Array(nBins);
  const weightOf = (i: number) => (weights ? weights[i]! : 1);
  for (let i = 0; i < p.length; i++) {
    const b = bins[i]!;
    mass[b]! += weightOf(i);
    meanP[b]! += weightOf(i) * p[i]!;
    meanY[b]! += weightOf(i) * y[i]!;
  }
  const total = mass.reduce((sum, w) => sum + w, 0);
  const share = meanY.reduce((sum, w) => sum + w, 0) / total;
  let reliability = 0;
  let resolution = 0;
  for (let b = 0; b < nBins; b++) {
    if (mass[b] === 0) continue;
    meanP[b]! /= mass[b]!;
    meanY[b]! /= mass[b]!;
    reliability += mass[b]! * (meanP[b]! - meanY[b]!) ** 2;
    resolution += mass[b]! * (meanY[b]! - share) ** 2;
  }
  let brier = 0;
  let variance = 0;
  let covariance = 0;
  for (let i = 0; i < p.length; i++) {
    const away = p[i]! - meanP[bins[i]!]!;
    brier += weightOf(i) * (p[i]! - y[i]!) ** 2;
    variance += weightOf(i) * away * away;
    covariance += 2 * weightOf(i) * away * (y[i]! - meanY[bins[i]!]!);
  }
  return {
    brier: brier / total,
    reliability: reliability / total,
    resolution: resolution / total,
    uncertainty: share * (1 - share),
    withinBinVariance: variance / total,
    withinBinCovariance: covariance / total,
  };
}
