// The largest differences of regressions and survival statistics from what R wrote into test/golden: on simulated data and on real tables alike.
import {
  coxRegression,
  kaplanMeier,
  leastSquares,
  logisticRegression,
  logRank,
  martingaleResiduals,
  nelsonAalen,
  proportionalHazardsTest,
  survivalQuantile,
} from '../../dist/index.js';
import { apart } from './support.mjs';

const total = (values) => [...values].reduce((sum, v) => sum + Math.abs(v), 0);
const pick = (values, at) => at.map((j) => values[j]);

/** { fit, zph }: relative differences of everything that R's coxph and cox.zph give. */
export function coxDifferences(data, g) {
  const fit = coxRegression(data, { ties: g.ties });
  const { likelihoodRatioTest: ratio, waldTest: wald, scoreTest: score } = fit;
  // R gives the hazard of somebody whose columns are 0.
  const shift = Math.exp(-fit.coefficients.reduce((sum, b, j) => sum + b * fit.means[j], 0));
  const hazards = fit.baselines.map(({ hazard }) => hazard.cumulativeHazard.map((h) => h * shift));
  const pairs = [
    ...['coefficients', 'standardErrors', 'lower', 'upper', 'covariance'].map((name) => [fit[name], g[name]]),
    [[fit.nullLogLikelihood, fit.logLikelihood], g.logLikelihood],
    [[ratio.chiSquare, ratio.degreesOfFreedom, ratio.p], g.likelihoodRatio],
    [[score.chiSquare, score.degreesOfFreedom, score.p], g.score],
    [[wald.chiSquare], [g.wald].flat()],
    [hazards.map((h) => h.at(-1)), [g.lastHazard].flat()],
    [[total(hazards.flatMap((h) => [...h]))], [g.hazardSum]],
    ...(g.martingale ? [[martingaleResiduals(data, fit), g.martingale]] : []),
  ];
  const tests = ['km', 'identity', 'log', 'rank'].flatMap((transform) => {
    const test = proportionalHazardsTest(data, fit, transform);
    const all = [...test.columns, test.global];
    return [
      [all.map((one) => one.chiSquare), g.zph[transform].chiSquare],
      [all.map((one) => one.p), g.zph[transform].p],
    ];
  });
  const most = (of) => Math.max(...of.map(([a, b]) => apart(a, b, 'relative')));
  return { fit: most(pairs), zph: most(tests) };
}

export const curveDifferences = {
  /** { kaplanMeier, nelsonAalen } against survfit: the whole curve, limits on three scales, quartiles. */
  golden(times, events, g, options) {
    let most = 0;
    const see = (got, wanted) => {
      most = Math.max(most, apart(got, wanted, 'relative'));
    };
    for (const interval of ['log', 'log-log', 'plain']) {
      const curve = kaplanMeier(times, events, { ...options, interval });
      for (const name of ['times', 'atRisk', 'events', 'survival', 'standardError']) see(curve[name], g[name]);
      for (const side of ['lower', 'upper']) {
        // Before the first event R has no log-log limits; here they are 1 on all three scales.
        see(
          curve[side],
          g.limits[interval][side].map((v, s) => (curve.survival[s] === 1 ? 1 : v)),
        );
      }
      [0.25, 0.5, 0.75].forEach((q, at) => {
        const { value, lower, upper } = survivalQuantile(curve, q);
        if (![value, lower, upper].every((v, s) => v === g.quartiles[interval][at][s])) most = Number.POSITIVE_INFINITY;
      });
    }
    const hazard = nelsonAalen(times, events, options);
    const pairs = [
      [hazard.cumulativeHazard, g.cumulativeHazard],
      [hazard.standardError, g.hazardError],
    ];
    return { kaplanMeier: most, nelsonAalen: Math.max(...pairs.map(([a, b]) => apart(a, b, 'relative'))) };
  },
  /** { curve, logRank } where the golden keeps sums only. */
  real(times, events, group, g, test) {
    const curve = kaplanMeier(times, events);
    const sum = (values) => values.reduce((a, b) => a + (Number.isNaN(b) ? 0 : b), 0);
    const { value, lower, upper } = survivalQuantile(curve);
    const got = [...[curve.survival, curve.standardError, curve.lower].map(sum), value, lower, upper];
    const wanted = [g.survivalSum, g.errorSum, g.lowerSum, ...g.median];
    return { curve: apart(got, wanted, 'relative'), logRank: logRankDifference([times, events, group], test) };
  },
};

export function logRankDifference(data, g) {
  const got = logRank(...data);
  const pairs = [
    [
      [got.chiSquare, got.p],
      [g.chiSquare, g.p],
    ],
  ];
  for (const name of ['observed', 'expected', 'covariance']) pairs.push([got[name], g[name]]);
  return Math.max(...pairs.map(([a, b]) => apart(a, b, 'relative')));
}

/** Least squares beside R's lm, each number over max(1, |R's|). */
export function linearDifferences(problem, g) {
  const fit = leastSquares(problem);
  const size = fit.coefficients.length;
  const { residualStandardError, degreesOfFreedom, rSquared, adjustedRSquared, fTest } = fit;
  const pairs = [
    [fit.coefficients, g.coefficients],
    [pick(fit.standardErrors, g.known), g.errors],
    [pick(fit.t, g.known), g.t],
    [pick(fit.p, g.known), g.p],
    [g.known.flatMap((a) => g.known.map((b) => fit.covariance[a * size + b])), g.covariance],
    [
      [residualStandardError, degreesOfFreedom, rSquared, adjustedRSquared],
      [g.sigma, g.df, g.r2, g.adjusted],
    ],
    [
      [fTest.f, fTest.df1, fTest.df2, fTest.p],
      [...g.f, ...[g.fp].flat()],
    ],
  ];
  return Math.max(...pairs.map(([a, b]) => apart(a, b, 'relative')));
}

/** Unpenalised logistic regression beside R's glm. */
export function logisticDifferences(problem, g) {
  const fit = logisticRegression(problem);
  const half = g.limits.length / 2;
  const pairs = [
    [fit.coefficients, g.coefficients],
    [pick(fit.standardErrors, g.known), g.errors],
    [pick(fit.z, g.known), g.z],
    [pick(fit.p, g.known), g.p],
    [
      [fit.deviance, fit.nullDeviance, fit.degreesOfFreedom],
      [g.deviance, g.nullDeviance, g.df],
    ],
    [
      [fit.lower, fit.upper].flatMap((side) => pick(side, g.known)),
      [0, half].flatMap((from) => g.known.map((j) => g.limits[from + j])),
    ],
  ];
  return Math.max(...pairs.map(([a, b]) => apart(a, b, 'relative')));
}
