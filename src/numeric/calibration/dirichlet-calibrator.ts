import { exp, log } from '../../base/elementary.ts';
import { ParamError } from '../../base/errors.ts';
import { generalisedCholesky, solveCholesky } from '../generalised-cholesky.ts';
import { newtonMaximum, runThrough } from '../newton-maximum.ts';
import {
  type CalibrationData,
  type CalibrationState,
  type Calibrator,
  checkCalibrationData,
  leastProbability,
  logProbabilities,
  softmaxRows,
} from './calibrator.ts';
import { doubts } from './doubts.ts';
import { fitSlope } from './softmax-slope.ts';

export interface DirichletState extends CalibrationState {
  readonly method: 'dirichlet';
  readonly nClasses: number;
  /** As `leastProbability`. */
  readonly least: number;
  /** [nClasses, nClasses] row-major: how much ln p of each class (column) adds to the score of each (row). */
  readonly weights: Float64Array;
  /** [nClasses]. */
  readonly intercepts: Float64Array;
}

export interface DirichletOptions {
  /** λ ≥ 0 on the weights off the diagonal; Infinity leaves them out: vector scaling. Default 0.01. */
  readonly offDiagonal?: number | undefined;
  /** μ ≥ 0 on the intercepts; default as `offDiagonal`, and 0.001 in vector scaling. */
  readonly intercept?: number | undefined;
}

const MAX_STEPS = 200;
/** On weights less those of the identity: keeps a class whose probability never moves from having any weight at all. */
const RIDGE = 1e-8;

/**
 * Dirichlet calibration: p' = softmax(W·ln p + b), the multinomial regression of the class on the log probabilities, with off-diagonal and
 * intercept regularisation (ODIR): minimises −(1/Σw) Σ w·ln p'(class) + λ/(K(K − 1)) Σ_{k≠l} W_kl² + μ/K Σ b_k². The diagonal is free. λ = ∞ is vector
 * scaling; two classes with λ = μ = 0 are beta calibration (Kull, Silva Filho & Flach 2017, AISTATS). Targets are Platt's, as in `fitSlope`,
 * so that there is a minimum even where the classes are told apart without error.
 * The answer may change, and a class that the model always favours may lose: what balanced class weights gained is taken back.
 * @throws {ParamError} a negative λ or μ.
 * Newton's method with step halving. Cost O(n·K²·(K + 1)² + K⁶) a step, about ten steps; vector scaling O(n·K² + K³). Source: Kull et al. 2019,
 * NeurIPS, §3 and eq. 3 of the supplement; vector scaling Guo et al. 2017, §4.2. Checked by the gradient at the solution against differences.
 */
export const dirichletCalibrator: Calibrator<DirichletState, DirichletOptions> = {
  method: 'dirichlet',
  doc: 'A regression of the class on the logarithms of all probabilities: what is mistaken for what can be put right.',
  fit(data, { offDiagonal = 0.01, intercept = Number.isFinite(offDiagonal) ? offDiagonal : 0.001 } = {}) {
    checkCalibrationData(data);
    if (!(offDiagonal >= 0) || !(intercept >= 0) || intercept === Number.POSITIVE_INFINITY) {
      const problem = `penalties must be ≥ 0, and that of the intercepts finite, got ${offDiagonal} and ${intercept}`;
      throw new ParamError({ where: 'dirichlet', problem });
    }
    const { nClasses: K } = data;
    const least = leastProbability(data);
    const problem = dirichletProblem(data, least, offDiagonal, intercept);
    // From the best temperature: where the model is certain of everything, the likelihood is flat and Newton's step means nothing.
    const slope = fitSlope(logProbabilities(data.probabilities, K, least), data.truth, data.weights);
    const beta = problem.identity.map((one) => slope * one);
    const point = problem.evaluate(beta);
    const { beta: best } = runThrough(newtonMaximum(problem, { beta, point }, MAX_STEPS, 'dirichlet'));
    const weights = new Float64Array(K * K);
    const intercepts = new Float64Array(K);
    problem.layout.forEach(({ k, x }, at) => {
      if (x === K) intercepts[k] = best[at]!;
      else weights[k * K + x] = best[at]!;
    });
    return { method: 'dirichlet', nClasses: K, least, weights, intercepts };
  },
  apply({ nClasses: K, least, weights, intercepts }, probabilities) {
    const scores = new Float64Array(probabilities.length);
    const logs = logProbabilities(probabilities, K, least);
    for (let row = 0, i = 0; row < scores.length; row += K, i++) {
      for (let k = 0; k < K; k++) {
        let score = intercepts[k]!;
        for (let l = 0; l < K; l++) score += weights[k * K + l]! * logs[l]![i]!;
        scores[row + k] = score;
      }
    }
    return softmaxRows(scores, K);
  },
};

/** One parameter: of class k, the weight of ln p of class x, or with x = K the intercept. */
interface Place {
  readonly k: number;
  readonly x: number;
}

interface DirichletPoint {
  readonly logLikelihood: number;
  readonly gradient: Float64Array;
  /** Negative Hessian, [size²], of which the lower triangle counts. */
  readonly information: Float64Array;
}

/** The penalised likelihood as a hill: parameters class after class, first the weights, then the intercept. */
function dirichletProblem(data: CalibrationData, least: number, offDiagonal: number, intercept: number) {
  const { probabilities, nClasses: K, truth } = data;
  const n = truth.length;
  const w = data.weights ?? new Float64Array(n).fill(1);
  const total = w.reduce((sum, weight) => sum + weight, 0);
  const doubt = doubts(truth, K, data.weights);
  const full = Number.isFinite(offDiagonal);
  const d = full ? K + 1 : 2;
  const size = K * d;
  const layout = Array.from({ length: size }, (_, at): Place => {
    const [k, a] = [Math.floor(at / d), at % d];
    return { k, x: a === d - 1 ? K : full ? a : k };
  });
  // What class k is scored by stands at (i·K + k)·d, or for all classes at i·d when they are scored by the same.
  const x = designOf(logProbabilities(probabilities, K, least), n, full);
  const at = full ? (i: number) => i * d : (i: number, k: number) => (i * K + k) * d;
  const identity = Float64Array.from(layout, (place) => Number(place.k === place.x));
  // Twice the penalty of half a square, in units of the summed likelihood.
  const penalties = Float64Array.from(layout, (place) => {
    if (place.x === K) return (2 * total * intercept) / K;
    return 2 * total * (RIDGE + (place.k === place.x ? 0 : offDiagonal / (K * (K - 1))));
  });

  const scoresAt = (beta: Float64Array, i: number, into: Float64Array) => {
    for (let k = 0; k < K; k++) {
      let score = 0;
      for (let a = 0, from = at(i, k); a < d; a++) score += beta[k * d + a]! * x[from + a]!;
      into[k] = score;
    }
  };
  const evaluate = (beta: Float64Array): DirichletPoint => {
    const gradient = new Float64Array(size);
    const information = new Float64Array(size * size);
    const p = new Float64Array(K);
    let logLikelihood = 0;
    for (let i = 0; i < n; i++) {
      const weight = w[i]!;
      if (weight === 0) continue;
      scoresAt(beta, i, p);
      const own = truth[i]!;
      const share = doubt[own]! / (K - 1);
      const wanted = (k: number) => (k === own ? 1 - doubt[own]! : share);
      let top = Number.NEGATIVE_INFINITY;
      let aim = 0;
      for (let k = 0; k < K; k++) {
        top = Math.max(top, p[k]!);
        aim += wanted(k) * p[k]!;
      }
      let sum = 0;
      for (let k = 0; k < K; k++) {
        p[k] = exp(p[k]! - top);
        sum += p[k]!;
      }
      logLikelihood += weight * (aim - top - log(sum));
      for (let k = 0; k < K; k++) p[k]! /= sum;
      for (let k = 0; k < K; k++) {
        const miss = weight * (wanted(k) - p[k]!);
        const fromK = at(i, k);
        for (let a = 0; a < d; a++) {
          gradient[k * d + a]! += miss * x[fromK + a]!;
          const row = (k * d + a) * size;
          for (let l = 0; l <= k; l++) {
            const curvature = weight * x[fromK + a]! * p[k]! * ((k === l ? 1 : 0) - p[l]!);
            const fromL = at(i, l);
            for (let b = 0; b < d; b++) information[row + l * d + b]! += curvature * x[fromL + b]!;
          }
        }
      }
    }
    for (let m = 0; m < size; m++) {
      const away = beta[m]! - identity[m]!;
      logLikelihood -= (penalties[m]! * away * away) / 2;
      gradient[m]! -= penalties[m]! * away;
      information[m * size + m]! += penalties[m]!;
    }
    return { logLikelihood, gradient, information };
  };
  return {
    layout,
    identity,
    evaluate,
    step: ({ information, gradient }: DirichletPoint) =>
      solveCholesky(generalisedCholesky(information, size, 1e-13), gradient),
    reach: (step: Float64Array) => {
      const scores = new Float64Array(K);
      let most = 0;
      for (let i = 0; i < n; i++) {
        scoresAt(step, i, scores);
        // What all classes share says nothing.
        let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
        for (const s of scores) [low, high] = [Math.min(low, s), Math.max(high, s)];
        most = Math.max(most, high - low);
      }
      return most;
    },
  };
}

/** Row-major: of each row all log probabilities and 1, or for each class its own and 1. */
function designOf(logs: readonly Float64Array[], n: number, full: boolean): Float64Array {
  const rows = Array.from({ length: n }, (_, i) =>
    full ? [...logs.map((column) => column[i]!), 1] : logs.flatMap((column) => [column[i]!, 1]),
  );
  return Float64Array.from(rows.flat());
}
