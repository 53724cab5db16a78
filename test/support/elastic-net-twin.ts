import type { ElasticNetProblem, PathPoint } from '../../src/kernels/elastic-net.ts';

/** The parts of the problem that the objective needs, at one penalty. */
export type OnePenalty = Pick<ElasticNetProblem, 'X' | 'codes' | 'nClasses' | 'weights' | 'l1Ratio'> & {
  readonly lambda: number;
};

/** Intercepts and coefficients as lists: [predictors], [predictors][p]. */
export interface Coefficients {
  readonly intercepts: readonly number[];
  readonly coefficients: readonly (readonly number[])[];
}

export function dense({ intercepts, indices, values }: PathPoint, p: number): Coefficients {
  const coefficients = Array.from(intercepts, () => new Array<number>(p).fill(0));
  indices.forEach((at, e) => {
    coefficients[Math.floor(at / p)]![at % p] = values[e]!;
  });
  return { intercepts: [...intercepts], coefficients };
}

/** Σ wᵢ·(−log p(yᵢ|xᵢ)) + λ·(α‖B‖₁ + (1−α)/2·‖B‖²), written down as it stands. */
export function objective(problem: OnePenalty, b: Coefficients): number {
  const { lambda, l1Ratio } = problem;
  const loss = probabilities(problem, b).reduce(
    (sum, row, i) => sum - problem.weights[i]! * Math.log(row[problem.codes[i]!]!),
    0,
  );
  const penalty = b.coefficients
    .flat()
    .reduce((sum, value) => sum + l1Ratio * Math.abs(value) + ((1 - l1Ratio) / 2) * value ** 2, 0);
  return loss + lambda * penalty;
}

/**
 * How far the point is from satisfying the optimality (Karush–Kuhn–Tucker) conditions: the largest distance of 0 from the
 * subdifferential, over intercepts and coefficients.
 */
export function optimalityViolation(problem: OnePenalty, b: Coefficients): number {
  const { X, codes, weights, lambda, l1Ratio } = problem;
  const p = probabilities(problem, b);
  let worst = 0;
  b.coefficients.forEach((row, q) => {
    const k = b.coefficients.length === 1 ? 1 : q;
    const residual = p.map((shares, i) => weights[i]! * ((codes[i] === k ? 1 : 0) - shares[k]!));
    worst = Math.max(worst, Math.abs(residual.reduce((sum, r) => sum + r, 0)));
    row.forEach((value, j) => {
      const gradient = residual.reduce((sum, r, i) => sum + r * X.data[j * X.nRows + i]!, 0);
      const smooth = gradient - lambda * (1 - l1Ratio) * value;
      const over = value === 0 ? Math.abs(smooth) - lambda * l1Ratio : smooth - Math.sign(value) * lambda * l1Ratio;
      worst = Math.max(worst, value === 0 ? over : Math.abs(over));
    });
  });
  return worst;
}

/** [n][nClasses] */
function probabilities({ X, nClasses }: OnePenalty, { intercepts, coefficients }: Coefficients): number[][] {
  return Array.from({ length: X.nRows }, (_, i) => {
    const scores = coefficients.map((row, q) =>
      row.reduce((sum, value, j) => sum + value * X.data[j * X.nRows + i]!, intercepts[q]!),
    );
    const eta = scores.length === 1 ? [0, scores[0]!] : scores;
    const largest = Math.max(...eta);
    const powers = eta.map((score) => Math.exp(score - largest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    if (powers.length !== nClasses) throw new Error(`${powers.length} predictors for ${nClasses} classes`);
    return powers.map((power) => power / total);
  });
}
