import { log } from '../../base/elementary.ts';
import { type CoxProblem, linearPredictor, type RiskSet, type Ties, tieTerms, walkRiskSets } from './risk-sets.ts';

export interface PartialLikelihood {
  readonly logLikelihood: number;
  /** Its gradient, [p]. */
  readonly score: Float64Array;
  /** Minus its Hessian, [p·p], symmetric. */
  readonly information: Float64Array;
}

/**
 * Cox's log partial likelihood, its gradient and its information in the standardised columns:
 * Σ over event times of Σ_dead wη − Σ_terms w·ln Σ_risk w·exp(η). Cost O(n·p² + events·p²).
 * Source: Cox 1972; ties Breslow 1974, Efron 1977 (with case weights as Therneau and Grambsch 2000, §3.3). Checked against finite differences.
 */
export function partialLikelihood(problem: CoxProblem, beta: Float64Array, ties: Ties): PartialLikelihood {
  const { nColumns: p, Z, data } = problem;
  const eta = linearPredictor(problem, beta);
  const score = new Float64Array(p);
  const information = new Float64Array(p * p);
  let logLikelihood = 0;
  walkRiskSets(problem, eta, 2, (set) => {
    for (const i of set.dead) {
      const weight = data.weights ? data.weights[i]! : 1;
      logLikelihood += weight * (eta[i]! - set.shift);
      for (let j = 0; j < p; j++) score[j]! += weight * Z[i * p + j]!;
    }
    logLikelihood -= addTies(set, ties, score, information);
  });
  for (let a = 0; a < p; a++) for (let b = 0; b < a; b++) information[b * p + a] = information[a * p + b]!;
  return { logLikelihood, score, information };
}

/**
 * Takes the terms of one event time from the score and adds them to the information (lower triangle); returns Σ w·ln total. With
 * S = all and D = ofDead, a term has mean (S₁ − gD₁)/total: the sums over the terms stand outside the p² loop, which runs once however
 * many are tied.
 */
function addTies(set: RiskSet, ties: Ties, score: Float64Array, information: Float64Array): number {
  const { all, ofDead } = set;
  const p = score.length;
  let logs = 0;
  const linear = [0, 0]; // Σ w·gᵐ / total
  const square = [0, 0, 0]; // Σ w·gᵐ / total²
  for (const { gone, weight } of tieTerms(set, ties)) {
    const total = all.zeroth - gone * ofDead.zeroth;
    logs += weight * log(total);
    linear[0]! += weight / total;
    linear[1]! += (weight * gone) / total;
    square[0]! += weight / (total * total);
    square[1]! += (weight * gone) / (total * total);
    square[2]! += (weight * gone * gone) / (total * total);
  }
  const [A, B] = linear as [number, number];
  const [c0, c1, c2] = square as [number, number, number];
  const [S1, S2, D1, D2] = [all.first, all.second, ofDead.first, ofDead.second];
  for (let a = 0; a < p; a++) {
    score[a]! -= A * S1[a]! - B * D1[a]!;
    const s = c0 * S1[a]! - c1 * D1[a]!;
    const d = c2 * D1[a]! - c1 * S1[a]!;
    const row = a * p;
    if (B === 0) {
      for (let b = 0; b <= a; b++) information[row + b]! += A * S2[row + b]! - s * S1[b]!;
    } else {
      for (let b = 0; b <= a; b++) {
        information[row + b]! += A * S2[row + b]! - B * D2[row + b]! - s * S1[b]! - d * D1[b]!;
      }
    }
  }
  return logs;
}

/** Weight and mean [p] of those at risk, when a share of the dead is gone. */
export function riskMean({ all, ofDead }: RiskSet, gone: number) {
  const total = all.zeroth - gone * ofDead.zeroth;
  return { total, mean: all.first.map((v, a) => (v - gone * ofDead.first[a]!) / total) };
}

/** The same, and their covariance [p·p, lower triangle]. */
export function riskMoments(set: RiskSet, gone: number) {
  const { total, mean } = riskMean(set, gone);
  const { all, ofDead } = set;
  const p = mean.length;
  const covariance = new Float64Array(p * p);
  for (let a = 0; a < p; a++) {
    for (let at = a * p, b = 0; b <= a; at++, b++) {
      covariance[at] = (all.second[at]! - gone * ofDead.second[at]!) / total - mean[a]! * mean[b]!;
    }
  }
  return { total, mean, covariance };
}
