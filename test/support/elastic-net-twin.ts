import type { ElasticNetProblem, PathPoint } from '../../src/kernels/elastic-net.ts';

/** The problem at one penalty. */
export type OnePenalty = ElasticNetProblem & { readonly lambda: number };

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

/** The loss plus λ·Σ fⱼ·(α|bⱼ| + (1−α)/2·bⱼ²), written down as it stands. */
export function objective(problem: OnePenalty, b: Coefficients): number {
  const { lambda, l1Ratio, penaltyFactors } = problem;
  const penalty = b.coefficients
    .flatMap((row) =>
      row.map(
        (value, j) => (penaltyFactors?.[j] ?? 1) * (l1Ratio * Math.abs(value) + ((1 - l1Ratio) / 2) * value ** 2),
      ),
    )
    .reduce((sum, value) => sum + value, 0);
  return lossAndResiduals(problem, b).loss + lambda * penalty;
}

/**
 * How far the point is from satisfying the optimality (Karush–Kuhn–Tucker) conditions: the largest distance of 0 from the
 * subdifferential, over intercepts and coefficients.
 */
export function optimalityViolation(problem: OnePenalty, b: Coefficients): number {
  const { X, lambda, l1Ratio, penaltyFactors } = problem;
  const { residuals } = lossAndResiduals(problem, b);
  let worst = 0;
  b.coefficients.forEach((row, q) => {
    const residual = residuals[q]!;
    worst = Math.max(worst, Math.abs(residual.reduce((sum, r) => sum + r, 0)));
    row.forEach((value, j) => {
      const factor = lambda * (penaltyFactors?.[j] ?? 1);
      const gradient = residual.reduce((sum, r, i) => sum + r * X.data[j * X.nRows + i]!, 0);
      const smooth = gradient - factor * (1 - l1Ratio) * value;
      const over = value === 0 ? Math.abs(smooth) - factor * l1Ratio : smooth - Math.sign(value) * factor * l1Ratio;
      worst = Math.max(worst, value === 0 ? over : Math.abs(over));
    });
  });
  return worst;
}

/** The loss, counted from that of a saturated model, and for each predictor −∂ loss/∂η of each row. */
export function lossAndResiduals(problem: ElasticNetProblem, b: Coefficients): { loss: number; residuals: number[][] } {
  const { X, weights: w } = problem;
  const n = X.nRows;
  const scores = b.coefficients.map((row, q) =>
    Array.from({ length: n }, (_, i) =>
      row.reduce((sum, value, j) => sum + value * X.data[j * n + i]!, b.intercepts[q]!),
    ),
  );
  const eta = scores[0]!;
  const rows = Array.from({ length: n }, (_, i) => i);
  const sum = (of: readonly number[], term: (i: number) => number) => of.reduce((total, i) => total + term(i), 0);
  switch (problem.family) {
    case 'gaussian': {
      const residual = rows.map((i) => problem.y[i]! - eta[i]!);
      return {
        loss: sum(rows, (i) => (w[i]! * residual[i]! ** 2) / 2),
        residuals: [residual.map((r, i) => w[i]! * r)],
      };
    }
    case 'poisson': {
      const half = (y: number, e: number) => Math.exp(e) - y * e - (y > 0 ? y - y * Math.log(y) : 0);
      return {
        loss: sum(rows, (i) => w[i]! * half(problem.y[i]!, eta[i]!)),
        residuals: [rows.map((i) => w[i]! * (problem.y[i]! - Math.exp(eta[i]!)))],
      };
    }
    case 'cox': {
      const { times, events } = problem;
      const residual = rows.map((i) => (events[i] ? w[i]! : 0));
      let loss = 0;
      for (const time of new Set(rows.filter((i) => events[i]).map((i) => times[i]!))) {
        const atRisk = rows.filter((i) => times[i]! >= time);
        const died = rows.filter((i) => times[i] === time && events[i]);
        const weight = sum(died, (i) => w[i]!);
        if (weight === 0) continue;
        const total = sum(atRisk, (i) => w[i]! * Math.exp(eta[i]!));
        loss += weight * Math.log(total) - sum(died, (i) => w[i]! * eta[i]!) - weight * Math.log(weight);
        for (const i of atRisk) residual[i]! -= (weight * w[i]! * Math.exp(eta[i]!)) / total;
      }
      return { loss, residuals: [residual] };
    }
    case 'multinomial': {
      const all = scores.length === 1 ? [rows.map(() => 0), eta] : scores;
      if (all.length !== problem.nClasses) throw new Error(`${all.length} predictors for ${problem.nClasses} classes`);
      const shares = rows.map((i) => {
        const largest = Math.max(...all.map((list) => list[i]!));
        const powers = all.map((list) => Math.exp(list[i]! - largest));
        const total = powers.reduce((s, power) => s + power, 0);
        return powers.map((power) => power / total);
      });
      const code = problem.codes;
      const known = scores.length === 1 ? [1] : all.map((_, k) => k);
      return {
        loss: -sum(rows, (i) => w[i]! * Math.log(shares[i]![code[i]!]!)),
        residuals: known.map((k) => rows.map((i) => w[i]! * ((code[i] === k ? 1 : 0) - shares[i]![k]!))),
      };
    }
  }
}
