/** A support vector machine by the plainest means: first-order pairs, everything in float64, F computed anew for every step. */
export interface TwinProblem {
  readonly kernel: Float64Array;
  readonly targets: ArrayLike<number>;
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
  readonly epsilon: number;
}

/** ½βᵀKβ − zᵀβ + ε‖β‖₁. */
export function twinObjective({ kernel, targets, epsilon }: TwinProblem, beta: ArrayLike<number>): number {
  const n = beta.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let l = 0; l < n; l++) sum += 0.5 * beta[i]! * beta[l]! * kernel[i * n + l]!;
    sum += epsilon * Math.abs(beta[i]!) - targets[i]! * beta[i]!;
  }
  return sum;
}

/** β of the least objective over lower ≤ β ≤ upper with Σβ = 0, to `tolerance` of the optimality conditions. */
export function smoTwin(problem: TwinProblem, tolerance = 1e-9, maxSteps = 200_000): Float64Array {
  const { kernel, targets, lower, upper, epsilon } = problem;
  const n = targets.length;
  const beta = new Float64Array(n);
  for (let step = 0; step < maxSteps; step++) {
    let up = -1;
    let down = -1;
    let most = Number.NEGATIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < n; i++) {
      const b = beta[i]!;
      let F = 0;
      for (let l = 0; l < n; l++) F += kernel[i * n + l]! * beta[l]!;
      const rise = targets[i]! - F + (b >= 0 ? -epsilon : epsilon);
      const fall = targets[i]! - F + (b > 0 ? -epsilon : epsilon);
      if (b < upper[i]! && rise > most) [up, most] = [i, rise];
      if (b > lower[i]! && fall < least) [down, least] = [i, fall];
    }
    if (up < 0 || down < 0 || most - least <= tolerance) break;
    const curvature = kernel[up * n + up]! + kernel[down * n + down]! - 2 * kernel[up * n + down]!;
    const ceiling = epsilon > 0 && beta[up]! < 0 ? 0 : upper[up]!;
    const floor = epsilon > 0 && beta[down]! > 0 ? 0 : lower[down]!;
    const size = Math.min((most - least) / Math.max(curvature, 1e-12), ceiling - beta[up]!, beta[down]! - floor);
    beta[up] = size === ceiling - beta[up]! ? ceiling : beta[up]! + size;
    beta[down] = size === beta[down]! - floor ? floor : beta[down]! - size;
  }
  return beta;
}
