export interface Spectrum {
  /** The largest eigenvalues of Z Zᵀ/m, decreasing: those asked about and, better, some more. */
  readonly values: Float64Array;
  /** Sum of all eigenvalues, and of their squares. */
  readonly trace: number;
  readonly squares: number;
  /** Samples; the rows of Z sum to 0. */
  readonly n: number;
}

/**
 * By how much the score of a new sample on a component is nearer to 0 than that of a training sample like it, since the axis fits the noise of the training
 * samples too. With unit noise in γ·n independent variants, a component of true variance ρ has a sample eigenvalue ℓ = ρ(1 + γ/(ρ − 1)), and new scores shrink
 * by (ρ − 1)/(ρ + γ − 1). Linked variants are fewer than they look: γ = mean²/variance of the eigenvalues that are noise (Patterson's effective number
 * of variants), those below the edge mean·(1 + 1/√γ)². A component at or below the edge cannot be told from noise: the value of the edge, 1/(1 + √γ).
 * @returns [values.length], in 0 … 1. Source: Lee, Zou & Wright 2010, Annals of Statistics 38(6): 3605, theorems 1 and 2; Patterson, Price & Reich 2006. Checked against new samples
 * from the simulated populations of the training samples, linked and not.
 */
export function projectionShrinkage({ values, trace, squares, n }: Spectrum): Float64Array {
  // The more components are signal, the less is noise, and the lower its edge: from none up until nothing more is above it.
  let [signal, mean, gamma] = [0, 0, 1];
  for (let before = -1; before < signal; ) {
    before = signal;
    let [rest, restSquares] = [trace, squares];
    for (let c = 0; c < signal; c++) {
      rest -= values[c]!;
      restSquares -= values[c]! ** 2;
    }
    const count = Math.max(1, n - 1 - signal);
    mean = rest / count;
    const variance = restSquares / count - mean * mean;
    gamma = variance > 0 ? (mean * mean) / variance : Number.POSITIVE_INFINITY;
    const edge = mean * (1 + 1 / Math.sqrt(gamma)) ** 2;
    while (signal < values.length && signal < n - 2 && values[signal]! > edge) signal++;
  }
  return values.map((value, c) => {
    if (!(mean > 0) || !Number.isFinite(gamma)) return 1;
    if (c >= signal) return 1 / (1 + Math.sqrt(gamma));
    const sample = (gamma * value) / mean;
    const half = (1 + sample - gamma) / 2;
    const rho = half + Math.sqrt(Math.max(0, half * half - sample));
    return Math.max(1 / (1 + Math.sqrt(gamma)), (rho - 1) / (rho + gamma - 1));
  });
}
