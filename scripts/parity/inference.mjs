// Regressions with tests, and survival statistics, against R.
import { leastSquares, predictLeastSquares } from '../../dist/index.js';
import { anovaPower } from '../../dist/numeric/association/anova-power.js';
import { contingencyTest } from '../../dist/numeric/association/contingency-test.js';
import { hypergeometricTails } from '../../dist/numeric/association/hypergeometric-tail.js';
import { kruskalWallis } from '../../dist/numeric/association/kruskal-wallis.js';
import { oneWayAnova } from '../../dist/numeric/association/one-way-anova.js';
import { rankSumTail } from '../../dist/numeric/association/rank-sum-tail.js';
import { welchT } from '../../dist/numeric/association/welch-t.js';
import { benjaminiHochberg } from '../../dist/numeric/benjamini-hochberg.js';
import { chiSquareCdf, chiSquareTail } from '../../dist/numeric/special/chi-square.js';
import { fTail } from '../../dist/numeric/special/f-distribution.js';
import { noncentralFTail } from '../../dist/numeric/special/noncentral-f.js';
import { normalQuantile, normalTail } from '../../dist/numeric/special/normal.js';
import { studentTQuantile, studentTTail } from '../../dist/numeric/special/student-t.js';
import {
  coxDifferences,
  curveDifferences,
  linearDifferences,
  logisticDifferences,
  logRankDifference,
} from './differences.mjs';
import { apart, golden, size } from './support.mjs';

const doubles = (columns) => columns.map((x) => Float64Array.from(x));

function regressions() {
  const { versions, longley, data, linear, logistic } = golden('regression');
  const [columns, aliased, weights] = [doubles(data.columns), doubles(data.aliased), Float64Array.from(data.weights)];
  const problems = { plain: { columns }, weighted: { columns, weights }, aliased: { columns: aliased } };
  const most = (of, y, differences) =>
    Math.max(...Object.entries(problems).map(([name, problem]) => differences({ ...problem, y }, of[name])));
  const intervals = ['plain', 'weighted'].flatMap((name) => {
    const fit = leastSquares({ ...problems[name], y: data.y });
    return ['confidence', 'prediction'].map((interval) => {
      const got = predictLeastSquares(
        fit,
        columns.map((x) => x.subarray(0, 5)),
        interval,
        0.9,
      );
      const wanted = linear[name].intervals[interval];
      return Math.max(...['values', 'lower', 'upper'].map((side) => apart(got[side], wanted[side], 'relative')));
    });
  });
  const reference = `R ${versions.R}`;
  const simulated = `simulated, ${size(data.y.length, columns.length)}; plain, weights some of which are 0, dependent columns`;
  const compared = 'coefficients, errors, t, p, covariance, R², F, relative';
  // The values that NIST certifies (StRD, Longley), to the digits given.
  const certified = [
    -3482.25863459582, 0.0150618722713733, -0.035819179292591, -0.0202022980381683, -0.0103322686717359,
    -0.0511041056535807, 1.82915146461355,
  ];
  const fit = leastSquares({ columns: doubles(longley.columns), y: longley.y });
  const longleySize = size(longley.y.length, longley.columns.length);
  return [
    {
      work: 'least squares',
      reference: `${reference} lm`,
      data: simulated,
      compared,
      difference: most(linear, data.y, linearDifferences),
      tolerance: 1e-8,
    },
    {
      ...{
        work: 'least squares',
        reference: `${reference} lm`,
        data: `Longley, ${longleySize}`,
        compared,
        tolerance: 1e-8,
      },
      difference: linearDifferences({ columns: doubles(longley.columns), y: longley.y }, longley),
    },
    {
      ...{
        work: 'least squares',
        reference: 'NIST StRD',
        data: `Longley, ${longleySize}`,
        compared: 'certified coefficients, relative to each',
      },
      ...{ difference: apart(fit.coefficients, certified, 'wholly relative'), tolerance: 1e-9 },
    },
    {
      ...{
        work: 'intervals of least squares',
        reference: `${reference} predict.lm`,
        data: `simulated, ${size(data.y.length, columns.length)}`,
      },
      ...{
        compared: 'confidence and prediction limits, relative',
        difference: Math.max(...intervals),
        tolerance: 1e-8,
      },
    },
    {
      ...{
        work: 'logistic regression',
        reference: `${reference} glm`,
        data: simulated,
        compared: 'coefficients, errors, z, deviance; p and odds ratio limits, relative',
      },
      ...{ difference: most(logistic, data.class, logisticDifferences), tolerance: 1e-7 },
    },
  ];
}

function cox() {
  const { versions, data: table, fits } = golden('cox');
  const bare = {
    columns: doubles(table.columns),
    times: Float64Array.from(table.time),
    events: Uint8Array.from(table.status),
  };
  const worst = fits.map((g) =>
    coxDifferences(
      {
        ...bare,
        ...(g.weighted ? { weights: Float64Array.from(table.weights) } : {}),
        ...(g.stratified ? { strata: Int32Array.from(table.strata) } : {}),
        ...(g.entered ? { entry: Float64Array.from(table.entry) } : {}),
      },
      g,
    ),
  );
  const reference = `R ${versions.R} survival ${versions.survival}`;
  const data = `simulated, ${size(table.time.length, 3)}; Efron and Breslow; weights, strata, left truncation`;
  return [
    {
      ...{
        work: 'Cox regression',
        reference: `${reference} coxph`,
        data,
        compared: 'coefficients, errors, tests, baseline hazard, martingale residuals, relative',
      },
      ...{
        difference: Math.max(...worst.map((one) => one.fit)),
        tolerance: 1e-8,
        certificate: 'gradient against central differences',
      },
    },
    {
      ...{
        work: 'proportional hazards test',
        reference: `${reference} cox.zph`,
        data,
        compared: 'χ² and p on four scales of time, relative',
      },
      ...{ difference: Math.max(...worst.map((one) => one.zph)), tolerance: 1e-7 },
    },
  ];
}

function curves() {
  const { versions, freireich, ties, level, flat } = golden('survival-curves');
  const of = (group) => {
    const rows = [...freireich.group.keys()].filter((i) => freireich.group[i] === group);
    return [rows.map((i) => freireich.time[i]), rows.map((i) => freireich.status[i])];
  };
  const cases = {
    'Freireich 1963': [
      [...of(0), freireich.treated],
      [...of(1), freireich.placebo],
    ],
    'level curves': [
      [level.time, level.status, level.curve],
      [flat.time, flat.status, flat.curve],
    ],
    'ties, weights, left truncation': [
      [ties.time, ties.status, ties.plain],
      [
        ties.time,
        ties.status,
        ties.weighted,
        { weights: Float64Array.from(ties.weight, (weight) => Math.max(weight, 1)) },
      ],
      [ties.time, ties.status, ties.entered, { entry: Float64Array.from(ties.entry) }],
    ],
  };
  const all = Object.values(cases)
    .flat()
    .map(([time, status, g, options = {}]) =>
      curveDifferences.golden(Float64Array.from(time), Uint8Array.from(status), g, options),
    );
  const reference = `R ${versions.R} survival ${versions.survival}`;
  const data = Object.keys(cases).join('; ');
  const groups = (table) => [
    Float64Array.from(table.time),
    Uint8Array.from(table.status),
    Int32Array.from(table.group),
  ];
  const tests = [
    logRankDifference(groups(freireich), freireich.logRank),
    logRankDifference(groups(ties), ties.logRank),
    logRankDifference([...groups(ties), Int32Array.from(ties.stratum)], ties.stratified),
  ];
  return [
    {
      ...{
        work: 'Kaplan–Meier',
        reference: `${reference} survfit`,
        data,
        compared: 'curve, error, three kinds of limits, relative; quartiles equal',
      },
      ...{ difference: Math.max(...all.map((one) => one.kaplanMeier)), tolerance: 1e-12 },
    },
    {
      ...{ work: 'Nelson–Aalen', reference: `${reference} survfit`, data, compared: 'hazard and error, relative' },
      ...{ difference: Math.max(...all.map((one) => one.nelsonAalen)), tolerance: 1e-12 },
    },
    {
      ...{
        work: 'log-rank',
        reference: `${reference} survdiff`,
        data: 'Freireich 1963; four groups with ties; strata',
        compared: 'χ², p, expected, covariance, relative',
      },
      ...{ difference: Math.max(...tests), tolerance: 1e-12 },
    },
  ];
}

function distributions() {
  const { versions, ...of } = golden('distributions');
  const functions = { normalTail, normalQuantile, studentTTail, studentTQuantile, chiSquareCdf, chiSquareTail, fTail };
  return Object.entries(functions).map(([name, f]) => ({
    ...{
      work: name,
      reference: `R ${versions.R}`,
      data: `${of[name].length} points, far tails too`,
      compared: 'value, relative to it',
    },
    difference: apart(
      of[name].map((row) => f(...row.slice(0, -1))),
      of[name].map((row) => row.at(-1)),
      'wholly relative',
    ),
    tolerance: 1e-12,
  }));
}

function association() {
  const { versions, kruskal, contingency, rankSum, hypergeometric } = golden('association');
  const reference = `R ${versions.R}`;
  const row = (work, by, data, compared, got, wanted) => ({
    ...{ work, reference: `${reference} ${by}`, data, compared },
    ...{ difference: apart(got.flat(), wanted.flat(), 'wholly relative'), tolerance: 1e-10 },
  });
  const tails = hypergeometric.map(([x, marked, drawn, total]) => hypergeometricTails(x, marked, drawn, total));
  return [
    row(
      ...['Kruskal–Wallis', 'kruskal.test', '2, 3 and 5 groups with ties', 'H and p, relative to them'],
      kruskal.map(({ values, groups }) => [kruskalWallis(values, groups).statistic, kruskalWallis(values, groups).p]),
      kruskal.map(({ statistic, p }) => [statistic, p]),
    ),
    row(
      ...['χ² of a table', 'chisq.test', '2 × 2 to 6 × 2', 'χ² and p, relative to them'],
      contingency.map(({ a, b }) => [contingencyTest(a, b).chiSquare, contingencyTest(a, b).p]),
      contingency.map(({ statistic, p }) => [statistic, p]),
    ),
    row(
      ...['Mann–Whitney tail', 'pwilcox', '1 to 961 pairs', 'P(AUC ≥ a), relative to it'],
      rankSum.map(([auc, m, n]) => rankSumTail(auc, m, n)),
      rankSum.map(([, , , p]) => p),
    ),
    row(
      ...['hypergeometric tails', 'phyper', '6 tables', 'both tails, relative to them'],
      tails.map(({ upper, lower }) => [upper, lower]),
      hypergeometric.map(([, , , , upper, lower]) => [upper, lower]),
    ),
  ];
}

function groupTests() {
  const { versions, anova, welch, power, adjusted } = golden('group-tests');
  const { versions: scipy, tails } = golden('noncentral-f');
  const reference = `R ${versions.R}`;
  const row = (work, by, data, compared, got, wanted, tolerance = 1e-10) => ({
    ...{ work, reference: by, data, compared, tolerance },
    difference: apart(got.flat(), wanted.flat(), 'wholly relative'),
  });
  const anovas = anova.map(({ values, groups }) => oneWayAnova(values, groups));
  const welches = welch.map(({ first, second }) => welchT(first, second));
  const keys = { anova: ['f', 'p', 'etaSquared', 'omegaSquared'], welch: ['t', 'df', 'p', 'low', 'high', 'hedgesG'] };
  const read = (all, names) => all.map((one) => names.map((name) => one[name]));
  return [
    row(
      ...['analysis of variance', `${reference} anova(lm)`, '2, 3 and 6 groups', 'F, p, η², ω², relative to them'],
      ...[read(anovas, keys.anova), read(anova, keys.anova)],
    ),
    row(
      ...['Welch’s t', `${reference} t.test`, '14 to 120 values', 't, degrees, p, limits, Hedges’ g, relative to them'],
      ...[read(welches, keys.welch), read(welch, keys.welch)],
    ),
    row(
      ...['noncentral F', `scipy ${scipy.scipy} ncf`, '64 tails', 'P(F > f), relative to it'],
      tails.map(([f, df1, df2, ncp]) => noncentralFTail(f, df1, df2, ncp)),
      tails.map(([, , , , tail]) => tail),
    ),
    row(
      ...[
        'power of an analysis of variance',
        `${reference} power.anova.test`,
        '2 and 5 groups',
        'power, relative to it',
      ],
      power.map(([k, n, between, alpha]) =>
        anovaPower(
          Math.sqrt((between * (k - 1)) / k),
          Array.from({ length: k }, () => n),
          alpha,
        ),
      ),
      power.map(([, , , , wanted]) => wanted),
      1e-8,
    ),
    row(
      ...['false discovery rate', `${reference} p.adjust`, '14 p values', 'q, relative to it'],
      [...benjaminiHochberg(adjusted.p)],
      adjusted.q,
    ),
  ];
}

export const title = 'Regressions, survival statistics, distributions';
export const rows = async () => [
  ...regressions(),
  ...cox(),
  ...curves(),
  ...distributions(),
  ...association(),
  ...groupTests(),
];
