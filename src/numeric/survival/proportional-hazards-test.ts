import { log } from '../../base/elementary.ts';
import { generalisedCholesky, solveCholesky } from '../generalised-cholesky.ts';
import { chiSquareTail } from '../special/chi-square.ts';
import type { ChiSquareTest, CoxFit } from './cox-fit.ts';
import { schoenfeldResiduals } from './cox-residuals.ts';
import { kaplanMeier } from './kaplan-meier.ts';
import { riskMoments } from './partial-likelihood.ts';
import { type CoxData, coxProblem, linearPredictor, tieTerms, walkRiskSets } from './risk-sets.ts';
import { riskTable } from './risk-table.ts';

/** Scale of time on which a coefficient is asked to stay level: 1 − S(t−) of the pooled Kaplan–Meier curve, time, its logarithm, its rank. */
export type TimeTransform = 'km' | 'identity' | 'log' | 'rank';

export interface ProportionalHazardsTest {
  /** For each column, one degree of freedom; NaN where the column is aliased. */
  readonly columns: readonly ChiSquareTest[];
  /** All columns at once. */
  readonly global: ChiSquareTest;
  /** Transformed time of each event, [d], and scaled Schoenfeld residuals, [d, p] row-major: noisy estimates of β(t), to be plotted. */
  readonly time: Float64Array;
  readonly scaledResiduals: Float64Array;
}

/**
 * Test of proportional hazards: the score test that β(t) = β + θ·g(t) has θ = 0, for each column (the others held constant) and for all
 * together; g is the transformed time less its mean over the events. The scaled residuals are β + d·r·V, with r Schoenfeld's residual and V
 * the covariance of β̂.
 * @param transform default km.
 * Cost O(n·p² + p³·p). Source: Grambsch and Therneau 1994, Biometrika 81, 515; the score test as Therneau and Grambsch 2000, §6.2. Checked against R
 * survival 3.5 `cox.zph`.
 */
export function proportionalHazardsTest(
  data: CoxData,
  fit: CoxFit,
  transform: TimeTransform = 'km',
): ProportionalHazardsTest {
  const problem = coxProblem(data);
  const { nColumns: p, Z, scales } = problem;
  const scale = transformedTimes(data, transform);
  const dead = [...data.events.keys()].filter((i) => data.events[i]);
  const centre = dead.reduce((sum, i) => sum + scale[i]!, 0) / dead.length;
  const beta = fit.coefficients.map((b, j) => b * scales[j]!);
  // Score and information of (β, θ), columns of θ after those of β.
  const size = 2 * p;
  const score = new Float64Array(size);
  const information = new Float64Array(size * size);
  walkRiskSets(problem, linearPredictor(problem, beta), 2, (set) => {
    const g = scale[set.dead[0]!]! - centre;
    for (const i of set.dead) {
      for (let j = 0; j < p; j++) score[p + j]! += (data.weights ? data.weights[i]! : 1) * g * Z[i * p + j]!;
    }
    for (const { gone, weight } of tieTerms(set, fit.ties)) {
      const { mean, covariance } = riskMoments(set, gone);
      for (let a = 0; a < p; a++) {
        score[p + a]! -= weight * g * mean[a]!;
        for (let b = 0; b < p; b++) {
          const v = weight * covariance[Math.max(a, b) * p + Math.min(a, b)]!;
          information[a * size + b]! += v;
          information[(p + a) * size + b]! += g * v;
          information[(p + a) * size + p + b]! += g * g * v;
        }
      }
    }
  });
  const kept = [...scales.keys()].filter((j) => !fit.aliased.includes(j));
  const test = (columns: readonly number[]): ChiSquareTest => {
    const chosen = [...kept, ...columns.map((j) => p + j)];
    const part = Float64Array.from({ length: chosen.length ** 2 }, (_, at) => {
      const [a, b] = [chosen[Math.floor(at / chosen.length)]!, chosen[at % chosen.length]!];
      return information[Math.max(a, b) * size + Math.min(a, b)]!;
    });
    const u = Float64Array.from(chosen, (a) => (a < p ? 0 : score[a]!));
    const solved = solveCholesky(generalisedCholesky(part, chosen.length), u);
    const chiSquare = u.reduce((sum, v, a) => sum + v * solved[a]!, 0);
    return { chiSquare, degreesOfFreedom: columns.length, p: chiSquareTail(chiSquare, columns.length) };
  };
  const untested = { chiSquare: Number.NaN, degreesOfFreedom: 0, p: Number.NaN };
  const { samples, residuals } = schoenfeldResiduals(data, fit);
  return {
    columns: Array.from(scales, (_, j) => (kept.includes(j) ? test([j]) : untested)),
    global: kept.length > 0 ? test(kept) : untested,
    time: Float64Array.from(samples, (i) => scale[i]!),
    scaledResiduals: residuals.map((_, at) => {
      const j = at % p;
      let sum = 0;
      for (let a = 0; a < p; a++) sum += residuals[at - j + a]! * fit.covariance[a * p + j]!;
      return fit.coefficients[j]! + samples.length * sum;
    }),
  };
}

function transformedTimes(data: CoxData, transform: TimeTransform): Float64Array {
  const { times, events, entry } = data;
  if (transform === 'identity') return times;
  if (transform === 'log') return times.map(log);
  if (transform === 'rank') {
    const { times: distinct, events: dead, censored } = riskTable(times, events);
    let before = 0;
    const rank = new Map<number, number>();
    distinct.forEach((t, s) => {
      const tied = dead[s]! + censored[s]!;
      rank.set(t, before + (tied + 1) / 2); // the mean rank of equal times
      before += tied;
    });
    return times.map((t) => rank.get(t)!);
  }
  const curve = kaplanMeier(times, events, { entry });
  const place = new Map(Array.from(curve.times, (t, s) => [t, s]));
  return times.map((t) => 1 - (curve.survival[place.get(t)! - 1] ?? 1));
}
