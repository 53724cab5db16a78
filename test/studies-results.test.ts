import { describe, expect, test } from 'vitest';

// Plain scripts without types of their own.
const load = async (name: string) => import(new URL(`../scripts/studies/${name}.mjs`, import.meta.url).href);
const { judge } = await load('judge');
const { resultsPage } = await load('results-page');
const { pickStudies } = await load('list-studies');

type Scores = Readonly<Record<string, number>>;
const metrics = (scores: Scores) =>
  Object.fromEntries(
    Object.entries(scores).map(([name, value]) => [name, { value, low: value - 0.05, high: value + 0.05 }]),
  );
const run = (seed: number, results: Record<string, Scores>, baselines: Record<string, Scores> = {}, more = {}) => ({
  seed,
  earlier: seed > 2,
  record: {
    study: { task: 'classification', metric: 'macro-f1' },
    data: { samples: 60 },
    results: Object.entries(results).map(([learner, scores]) => ({ learner, metrics: metrics(scores) })),
    baselines: Object.entries(baselines).map(([name, scores]) => ({ name, metrics: metrics(scores) })),
    seconds: { total: 10 + seed },
    ...more,
  },
});
const runs = [
  run(1, { forest: { accuracy: 0.8, rmse: 9 }, boosting: { accuracy: 0.88, rmse: 12 } }, { majority: { rmse: 30 } }),
  run(2, { forest: { accuracy: 0.9, rmse: 9 }, boosting: { accuracy: 0.84, rmse: 12 } }, { majority: { rmse: 34 } }),
];

describe('an expectation beside the runs', () => {
  test('is judged by the mean over the seeds, with the interval of the first', () => {
    const verdict = judge({ learner: 'forest', metric: 'accuracy', 'at-least': 0.86 }, runs);
    expect(verdict.score).toMatchObject({ learner: 'forest', values: [0.8, 0.9], low: 0.75, high: 0.8 + 0.05 });
    expect(verdict.score.mean).toBeCloseTo(0.85, 12);
    expect(verdict.short).toBeCloseTo(0.01, 12);
    expect(verdict.inside).toBe(false); // 0.85 does not reach 0.86
    expect(judge({ learner: 'forest', metric: 'accuracy', 'at-least': 0.85 }, runs).short).toBe(0);
  });

  test('of the best learner: the highest mean, the lowest of a loss', () => {
    expect(judge({ learner: 'best', metric: 'accuracy' }, runs).score).toMatchObject({ learner: 'boosting' });
    const loss = judge({ learner: 'best', metric: 'rmse', 'at-most-of-baseline': 0.25 }, runs);
    expect(loss).toMatchObject({ goal: 8, short: 1, score: { learner: 'forest' }, baseline: { mean: 32 } });
  });

  test('of several targets: by its place in run.json', () => {
    const many = [run(1, {}, {}, { summary: { 'median-pearson': { value: 0.56, low: 0.54, high: 0.58 } } })];
    expect(judge({ at: 'summary.median-pearson', 'at-least': 0.57 }, many)).toMatchObject({ inside: true });
    const located = [
      { name: 'svm', km: { value: 400 } },
      { name: 'region-mean', km: { value: 1300 } },
    ];
    const placed = [run(1, {}, {}, { locations: { scores: located } })];
    const third = { 'baseline-at': 'locations.scores.region-mean.km', 'at-most-of-baseline': 0.25 };
    expect(judge({ at: 'locations.scores.svm.km', ...third }, placed)).toMatchObject({ goal: 325, short: 75 });
    expect(judge({ at: 'summary.median-r2', 'at-least': 0.57 }, many).score).toBeUndefined();
  });

  test('without a run, or without a goal, nothing is met or missed', () => {
    expect(judge({ learner: 'forest', metric: 'accuracy', 'at-least': 0.9 }, []).short).toBeUndefined();
    expect(judge({ learner: 'forest', metric: 'accuracy', reference: 0.9 }, runs).short).toBeUndefined();
  });
});

test('the page says what was met, by how much not, and what was not run', () => {
  const entries = {
    pam50: [
      { learner: 'forest', metric: 'accuracy', 'at-least': 0.86, reference: 0.842, of: 'scikit-learn' },
      { learner: 'boosting', metric: 'accuracy', 'at-least': 0.86 },
    ],
    splice: [{ learner: 'best', metric: 'accuracy', 'at-least': 0.955 }],
  };
  const verdicts = Object.entries(entries).flatMap(([name, all]) => {
    const own = name === 'pam50' ? runs : [];
    return all.map((entry) => ({ name, runs: own, ...judge(entry, own) }));
  });
  const page: string = resultsPage([{ study: { name: 'pam50' }, runs }], verdicts);
  expect(page).toContain('| [pam50](../studies/pam50/README.md) | forest | accuracy | 0.850 (0.75–0.85) |');
  expect(page).toContain('| ≥ 0.860 | 0.842 scikit-learn | missed by 0.010 |');
  expect(page).toMatch(/boosting \| accuracy \| 0\.860 .* \| met \|/);
  expect(page).toContain('Not run here: splice.');
  expect(page).toContain('| 60 | 1, 2 | 11 | forest | accuracy 0.850 (0.75–0.85) |');
});

test('a study that was not run again keeps its lines of the page, marked once', () => {
  const verdictsOf = (name: string, own: typeof runs) => [
    { name, runs: own, ...judge({ learner: 'forest', metric: 'accuracy', 'at-least': 0.8 }, own) },
  ];
  const measured = (pam50: typeof runs, splice: typeof runs) => [
    { study: { name: 'pam50' }, runs: pam50 },
    { study: { name: 'splice' }, runs: splice },
  ];
  const both = [...verdictsOf('pam50', runs), ...verdictsOf('splice', runs)];
  const first: string = resultsPage(measured(runs, runs), both);
  const left = [...verdictsOf('pam50', []), ...verdictsOf('splice', runs)];
  const second: string = resultsPage(measured([], runs), left, first);
  const line = '[pam50](../studies/pam50/README.md)';
  expect(second).toBe(`${first.replaceAll(line, `${line} †`)}† by an earlier build or study file.\n`);
  expect(resultsPage(measured([], runs), left, second)).toBe(second);
});

test('a folder stands for all its studies, and an unknown name is told', () => {
  const studies = ['ancestry', 'ancestry/population', 'pam50'].map((name) => ({ name }));
  expect(pickStudies(studies, ['ancestry'])).toHaveLength(2);
  expect(pickStudies(studies, [])).toBe(studies);
  expect(() => pickStudies(studies, ['pam'])).toThrow('no study pam; there are: ancestry');
});
