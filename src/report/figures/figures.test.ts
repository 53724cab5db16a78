import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { exampleInput } from '../../../test/support/report-input.ts';
import { exampleRegression } from '../../../test/support/report-input-regression.ts';
import { exampleSurvival } from '../../../test/support/report-input-survival.ts';
import { exampleUncertainty } from '../../../test/support/report-input-uncertainty.ts';
import type { Prediction } from '../../table/prediction.ts';
import { type ClassTarget, requireTask, takeTargetRows, targetLength } from '../../table/target.ts';
import { judgeRanking } from '../../validate/decisions/judge-ranking.ts';
import type { ReportInput } from '../input.ts';
import { assaysSaved } from './assays-saved.ts';
import { aucOverTime } from './auc-over-time.ts';
import { calibrationOfSurvival } from './calibration-of-survival.ts';
import { confusion } from './confusion.ts';
import { errorsByPrediction } from './errors-by-prediction.ts';
import { type Figure, fitText, textWidth } from './figure.ts';
import { learningCurve } from './learning-curve.ts';
import { metricsAgainstBaseline } from './metrics-against-baseline.ts';
import { nomogram } from './nomogram.ts';
import { permutedScores } from './permuted-scores.ts';
import { powerBySize } from './power-by-size.ts';
import { precisionRecall } from './precision-recall.ts';
import { predictedAgainstMeasured } from './predicted-against-measured.ts';
import { reliabilityDiagram } from './reliability-diagram.ts';
import { roc } from './roc.ts';
import { sampleMap } from './sample-map.ts';
import { survivalOfRiskGroups } from './survival-of-risk-groups.ts';
import { topFeatures } from './top-features.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** An example with some of its samples: small enough to read its drawing. */
function thinned(input: ReportInput, stride: number): ReportInput {
  const kept = Array.from({ length: targetLength(input.target) }, (_, i) => i).filter((i) => i % stride === 0);
  const map = input.map!;
  const pick = <T>(values: ArrayLike<T>) => kept.map((i) => values[i]!);
  return {
    ...input,
    target: takeTargetRows(input.target, kept),
    predictions: input.predictions.map(({ learner, folds, prediction }) => ({
      learner,
      folds: Int32Array.from(pick(folds)),
      prediction: takeRows(prediction, kept),
    })),
    map: { ...map, x: pick(map.x), y: pick(map.y) },
    topFeatures: input.topFeatures.slice(0, 6),
  };
}

function takeRows(prediction: Prediction, rows: readonly number[]): Prediction {
  const matrix = (values: Float64Array, width: number) =>
    Float64Array.from(rows.flatMap((i) => [...values.subarray(i * width, (i + 1) * width)]));
  switch (prediction.task) {
    case 'classification':
      return { ...prediction, probabilities: matrix(prediction.probabilities, prediction.classes.length) };
    case 'regression':
      return { ...prediction, values: matrix(prediction.values, 1) };
    case 'survival':
      return {
        ...prediction,
        risks: matrix(prediction.risks, 1),
        survival: matrix(prediction.survival, prediction.times.length),
      };
    case 'clustering':
      return prediction;
  }
}

/** With a ranking, of which the lowest tenth is looked for. */
function ranked(input: ReportInput): ReportInput {
  const { target, record, predictions } = input;
  const chosen = predictions.find(({ learner }) => learner === record.chosen)!;
  const { values: truth } = requireTask(target, 'regression', 'test');
  const { values: predicted } = requireTask(chosen.prediction, 'regression', 'test');
  const ranking = judgeRanking(truth, predicted, { best: 0.1, good: 'low' });
  return { ...input, record: { ...record, decisions: { learner: record.chosen, ranking } } };
}

type Draw = (input: ReportInput, document: Document) => Figure | null;
const examples: readonly [ReportInput, number, Readonly<Record<string, Draw>>][] = [
  [
    exampleInput(),
    30,
    { metricsAgainstBaseline, confusion, roc, precisionRecall, reliabilityDiagram, sampleMap, topFeatures },
  ],
  [exampleRegression(), 20, { predictedAgainstMeasured, errorsByPrediction, sampleMap, metricsAgainstBaseline }],
  [ranked(exampleRegression()), 20, { assaysSaved }],
  [
    exampleSurvival(),
    8,
    { survivalOfRiskGroups, aucOverTime, calibrationOfSurvival, sampleMap, metricsAgainstBaseline, nomogram },
  ],
  [exampleUncertainty(), 30, { learningCurve, permutedScores, powerBySize }],
];
const drawings = examples.flatMap(([input, stride, figures]) =>
  Object.entries(figures).map(([name, draw]) => {
    const { task } = input.record.study;
    return { name: task === 'classification' ? name : `${task}-${name}`, draw, input, stride };
  }),
);

test.each(drawings)('$name is drawn as before', async ({ name, draw, input, stride }) => {
  const { svg } = draw(thinned(input, stride), document)!;
  // With the namespace the file opens by itself, in the light colours.
  const standalone = `${svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')}\n`;
  await expect(standalone).toMatchFileSnapshot(`__snapshots__/${name}.svg`);
});

test('each figure says in words what it shows', () => {
  const said = Object.fromEntries(drawings.map(({ name, draw, input }) => [name, draw(input, document)!.sentence]));
  expect(said).toMatchInlineSnapshot(`
    {
      "confusion": "Best recognised is Basal (recall 0.95), least well Normal (recall 0.45), most often taken for LumA (14 of 33).",
      "learningCurve": "Learned from 747 samples, macro-F1 is 0.81; the curve through the smaller parts expects 0.84 of twice as many, a gain of 0.02 (95 % interval 0.01–0.04): more samples would help. The law is continued beyond the data, so take it for a guide. Bars are 95 % intervals; hollow: expected, 0.80–0.88.",
      "metricsAgainstBaseline": "Elastic-net reaches macro-F1 0.81 (0.78–0.85); the best baseline, majority class, reaches 0.13: the two intervals are apart. No other learner's interval reaches into its own.",
      "permutedScores": "With PAM50 dealt out anew among the patients, 200 times, and everything learned again, elastic-net reaches macro-F1 0.20 on average and 0.22 or better in one of twenty; on the data as they are 0.81 (p = 0.005): that is more than chance gives. The p value does not pay for this learner having been picked as the best of 2; multiplied by 2 (p = 0.01) it does. No smaller p can come of 200 permutations.",
      "powerBySize": "If the difference seen here is the true one, a cohort of 934 patients shows elastic-net to be better than the best single feature with a chance of 61 %; about 1,500 reach 80 %. Assumed are patients like these and growth as on the learning curve. This is for planning the next study, not a second test of this one.",
      "precisionRecall": "The beginning of a curve are the samples it is surest of. Average precision: Basal 0.99 where guessing reaches 0.18, its share; Normal 0.49 where guessing reaches 0.04, its share (short line at the right). To find half of Normal, 49 % of those called so are so.",
      "regression-assaysSaved": "To find half of the 64 with the lowest ln_IC50, 44 of 640 are tested in the order of the predictions, about 316 in random order (dashes): 272 assays (86 %) are saved. Among the first 10 % a best one is met 6.4 times as often as by chance. Dots: the best order there could be. The model had not seen these samples; among others it may save more or fewer.",
      "regression-errorsByPrediction": "Where the predictions are lowest (one fifth of the samples) the median error is −0.78, where they are highest 0.17; 2 of 5 medians lie further from 0 than chance explains: there the answers are too high or too low. The errors are about as wide at both ends.",
      "regression-metricsAgainstBaseline": "Elastic-net reaches R² 0.49 (0.43–0.55); the best baseline, mean of all samples, reaches 0.00: the two intervals are apart. The interval of gradient boosting overlaps with its own, so the order of these learners is not settled.",
      "regression-predictedAgainstMeasured": "On the dashed line a prediction is right. Half of the samples lie within 0.82 of it, in units of ln_IC50; the predictions spread only 0.55 times as wide as the measured values, since what a model does not know it answers with the mean, so extremes are drawn towards the middle.",
      "regression-sampleMap": "The two strongest directions in the data, found without the outcome, hold 19 % of its variance. The correlation of ln_IC50 with them is 0.64 and 0.01; where a correlation is near 0, that direction says little of the outcome.",
      "reliabilityDiagram": "Of the 92 samples to which a probability of LumA around 65 % was given, 91 % (84–96) are of that class; on the dashed line the two are equal. 30 of 48 intervals do not reach it: there the probabilities are off, though the answers may be right. Bars beneath: how many samples got such a probability.",
      "roc": "A sample of Basal gets a higher probability of that class than a sample of another class with chance 0.998 (the AUC); for Normal, the hardest class, the chance is 0.94; 0.50 would be guessing.",
      "sampleMap": "The two strongest directions in the data, found without the labels, hold 21 % of its variance: Basal stands apart most clearly (99 % of its samples lie nearest to their own centre). Classes that overlap here may still differ in other directions.",
      "survival-aucOverTime": "Of one with an event by a time and one still without, the model gives the first the worse outlook with this chance: by 79.8 days 0.67 (0.50–0.84), by 2,503 days 0.78 (0.73–0.83); no change over time beyond what chance makes. The shade is 95 % limits; 0.5, dashed, is guessing.",
      "survival-calibrationOfSurvival": "Where the model gives the lowest chances to be free of the event at 783 days, 48 % on average, 52 % (41–61) were; where it gives the highest, 94 %, it was 95 % (88–98). All the intervals reach the diagonal: no sign that the probabilities are wrong.",
      "survival-metricsAgainstBaseline": "Cox regression reaches C-index 0.69 (0.65–0.72); the best baseline, Kaplan–Meier curve, reaches 0.50: the two intervals are apart. The interval of random forest overlaps with its own, so the order of these learners is not settled.",
      "survival-nomogram": "For one patient, read the points above the value of each variable, add them, and look below their sum. 83 points mean a chance to be free of the event of 89 % at 365 days and 56 % at 1,826 days. grade can move it most. The scales give the model's own probabilities to within a millionth; whether those hold is what the calibration out of fold says.",
      "survival-sampleMap": "The two strongest directions in the data, found without the outcome, hold 21 % of its variance. Component 1 alone would order the samples by risk with C-index 0.62 (0.50 is chance).",
      "survival-survivalOfRiskGroups": "Each sample was put into a third by the risk that a model which had not seen it gave it, compared within its fold. At 1,245 days (dashed line, the median time of observation) 47 % (39–55) of the highest third and 83 % (76–89) of the lowest third are free of the event; the curves differ by more than chance would do (log-rank p < 0.001, which takes the risks as known beforehand: the folds share samples to learn from and the learner was chosen on them, so a small p is a description, and a permutation test, validate.permutation, the proof). Shades are 95 % limits, crosses the censored.",
      "topFeatures": "ESR1, FOXA1 and ERBB2 weigh most in the final model. Of the 20 features shown, 9 were among the 50 strongest in all 5 folds; 3 in fewer than half of them, and those should not be leaned on.",
    }
  `);
});

test('alternative text carries the values', () => {
  expect(confusion(exampleInput(), document)!.alt).toContain(
    'Normal: 15 of 33 samples right, most often taken for LumA (14)',
  );
  expect(roc(exampleInput(), document)!.alt).toContain('Basal 0.998');
  expect(predictedAgainstMeasured(exampleRegression(), document)!.alt).toContain('R² 0.49 (0.43–0.55). RMSE 1.11');
  expect(survivalOfRiskGroups(exampleSurvival(), document)!.alt).toContain('Lowest third: 175 samples, 40 events');
});

test('a figure without its data is left out', () => {
  for (const { record, target } of examples.map(([input]) => input)) {
    // What is drawn from the record alone needs nothing else.
    const bare = { record, target, ids: [], predictions: [], topFeatures: [] };
    const drawn = drawings.map(({ draw }) => draw(bare, document)?.title);
    const needNone = [
      ...['Metrics against the baseline', 'Confusion of elastic-net', 'Learning curve of elastic-net'],
      'Samples needed to show that elastic-net is better',
      'Assays that elastic-net saves',
    ];
    expect(drawn.filter((title) => title !== undefined && !needNone.includes(title))).toEqual([]);
  }
});

test('a figure of another task is left out', () => {
  const own = { classification: [confusion, roc], regression: [predictedAgainstMeasured, errorsByPrediction] };
  const survival = [survivalOfRiskGroups, calibrationOfSurvival];
  for (const [task, figures] of Object.entries({ ...own, survival })) {
    for (const [input] of examples) {
      const drawn = figures.map((draw) => draw(input, document) !== null);
      expect(drawn).toEqual(figures.map(() => input.target.task === task));
    }
  }
});

test('a label is cut to its space, and left alone when it fits', () => {
  expect(fitText('LumA', 100)).toBe('LumA');
  const cut = fitText('a class with a very long name', 80);
  expect(cut).toMatch(/^a class.*…$/);
  expect(textWidth(cut)).toBeLessThanOrEqual(80);
});

test('a very large map is a picture of each class, and says so', () => {
  const input = exampleInput();
  const codes = Int32Array.from({ length: 12_000 }, (_, i) => i % 5);
  const map = { x: codes, y: codes.map((k, i) => k + (i % 7)), explained: [0.3, 0.1] as const };
  const drawn = sampleMap({ ...input, target: { ...input.target, codes } as ClassTarget, map }, document)!;
  expect(drawn.sentence).toMatch(/All 12,000 points are drawn; .* in small cells\.$/);
  expect(drawn.svg.match(/<mask/g)).toHaveLength(5);
});

test('points tell nothing of the order of the samples', () => {
  for (const [example, draw] of [
    [exampleInput(), sampleMap],
    [exampleRegression(), predictedAgainstMeasured],
    [exampleRegression(), errorsByPrediction],
  ] as const) {
    const input = thinned(example, 10);
    const n = targetLength(input.target);
    const turned = Array.from({ length: n }, (_, i) => n - 1 - i);
    const map = input.map!;
    const other = {
      ...input,
      target: takeTargetRows(input.target, turned),
      predictions: input.predictions.map((entry) => ({ ...entry, prediction: takeRows(entry.prediction, turned) })),
      map: { ...map, x: turned.map((i) => map.x[i]!), y: turned.map((i) => map.y[i]!) },
    };
    const [first, second] = [draw(input, document)!, draw(other, document)!];
    expect(first.svg.match(/<(circle|path)[^>]*>/g)).toEqual(second.svg.match(/<(circle|path)[^>]*>/g));
    expect(first.data).toEqual(second.data);
  }
});

test('a metric without a lower end is pointed at from the edge, and one that is a loss has no place on the axis', () => {
  const input = exampleRegression();
  const [first, second] = input.record.results;
  const poor = { ...second!, metrics: { ...second!.metrics, r2: { value: -3.2, low: -4.1, high: -2.4 } } };
  const drawn = metricsAgainstBaseline({ ...input, record: { ...input.record, results: [first!, poor] } }, document)!;
  expect(drawn.svg).toContain('◂');
  expect(drawn.svg).toContain('−3.20 (−4.10 to −2.40)');
  expect(drawn.alt).not.toMatch(/RMSE|absolute/);
  const lossOnly = input.record.results.map((result) => ({ ...result, metrics: { rmse: result.metrics.rmse! } }));
  const record = {
    ...input.record,
    study: { ...input.record.study, metric: 'rmse' },
    results: lossOnly,
    baselines: [],
  };
  expect(metricsAgainstBaseline({ ...input, record }, document)).toBeNull();
});

test('risks that are equal within each fold make no thirds, whatever the folds add to them', () => {
  const input = exampleSurvival();
  const [chosen, ...others] = input.predictions;
  const { prediction, folds } = chosen!;
  if (prediction.task !== 'survival') throw new Error('the example is of survival');
  const flat = { ...chosen!, prediction: { ...prediction, risks: Float64Array.from(folds) } };
  expect(survivalOfRiskGroups({ ...input, predictions: [flat, ...others] }, document)).toBeNull();
});

test('probabilities that are off are called so, though the order is right', () => {
  const input = exampleSurvival();
  const predictions = input.predictions.map((entry) => {
    if (entry.prediction.task !== 'survival') throw new Error('the example is of survival');
    return { ...entry, prediction: { ...entry.prediction, survival: entry.prediction.survival.map((s) => s ** 4) } };
  });
  expect(calibrationOfSurvival({ ...input, predictions }, document)!.sentence).toMatch(
    /5 of the 5 intervals do not reach the diagonal/,
  );
});
