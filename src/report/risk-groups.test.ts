import { expect, test } from 'vitest';
import { exampleSurvival } from '../../test/support/report-input-survival.ts';
import type { ReportInput } from './input.ts';
import { riskGroups, survivalOf } from './risk-groups.ts';
import { survivalCalibration } from './survival-calibration.ts';

const example = exampleSurvival();

/** The example with other truth and risks. */
function survivalInput(times: number[], events: number[], risks: number[], folds: number[]): ReportInput {
  const prediction = {
    task: 'survival' as const,
    risks: Float64Array.from(risks),
    times: Float64Array.of(2),
    survival: Float64Array.from(risks, (risk) => 1 - risk / 10),
  };
  return {
    ...example,
    target: { task: 'survival', times: Float64Array.from(times), events: Uint8Array.from(events) },
    predictions: [{ learner: example.record.chosen, folds: Int32Array.from(folds), prediction }],
  };
}

test('thirds are cut within a fold: a shift of all the risks of one fold changes nothing', () => {
  const shifted = example.predictions.map((entry) => {
    if (entry.prediction.task !== 'survival') throw new Error('the example is of survival');
    const risks = entry.prediction.risks.map((risk, i) => risk + 100 * entry.folds[i]!);
    return { ...entry, prediction: { ...entry.prediction, risks } };
  });
  expect(riskGroups({ ...example, predictions: shifted })).toEqual(riskGroups(example));
});

test('six samples in two folds: members, events and median by hand', () => {
  const found = riskGroups(
    survivalInput([5, 3, 1, 6, 4, 2], [0, 1, 1, 1, 1, 1], [1, 2, 3, 11, 12, 13], [0, 0, 0, 1, 1, 1]),
  )!;
  expect(found.groups.map(({ name, size, events, median }) => [name, size, events, median])).toEqual([
    ['lowest', 2, 1, 6], // censored at 5, event at 6
    ['middle', 2, 2, 3.5], // events at 3 and 4: level at one half between them
    ['highest', 2, 2, 1.5],
  ]);
  expect(found.medianTime).toBe(3.5);
});

test('equal risks stay together, and one group is no comparison', () => {
  expect(riskGroups(survivalInput([1, 2, 3, 4], [1, 1, 1, 1], [7, 7, 7, 7], [0, 0, 0, 0]))).toBeNull();
  const halves = riskGroups(survivalInput([1, 2, 3, 4], [1, 1, 1, 1], [9, 9, 1, 1], [0, 0, 0, 0]))!;
  expect(halves.groups.map(({ name, size }) => [name, size])).toEqual([
    ['lowest', 2],
    ['highest', 2],
  ]);
});

test('a curve is read off as a step function, and not beyond the last who was censored', () => {
  const { groups } = riskGroups(
    survivalInput([1, 2, 3, 8, 9, 7], [1, 1, 0, 1, 1, 1], [3, 3, 3, 1, 1, 1], [0, 0, 0, 0, 0, 0]),
  )!;
  const high = groups.at(-1)!.curve;
  expect([0.5, 1, 1.9, 2, 3].map((time) => survivalOf(high, time).survival)).toEqual([
    1,
    2 / 3,
    2 / 3,
    expect.closeTo(1 / 3, 12),
    expect.closeTo(1 / 3, 12),
  ]);
  expect(survivalOf(high, 3.1).survival).toBeNaN();
});

test('calibration: mean predicted beside Kaplan–Meier, at the median event time', () => {
  // Of 40 with predicted 0.9, 4 have the event at 2; of 40 with predicted 0.4, 24.
  const n = 80;
  const rows = Array.from({ length: n }, (_, i) => i);
  const had = (i: number) => (i < 40 ? i < 4 : i < 64);
  const found = survivalCalibration(
    survivalInput(
      rows.map((i) => (had(i) ? 2 : 5)),
      rows.map((i) => Number(had(i))),
      rows.map((i) => (i < 40 ? 1 : 6)),
      rows.map(() => 0),
    ),
  )!;
  expect(found.time).toBe(2);
  expect(found.points.map(({ size }) => size)).toEqual([20, 20, 20, 20]);
  expect(found.points.map(({ predicted }) => predicted)).toEqual(
    [0.4, 0.4, 0.9, 0.9].map((p) => expect.closeTo(p, 12)),
  );
  const observed = found.points.map((point) => point.observed * point.size);
  expect(observed[0]! + observed[1]!).toBeCloseTo(16, 10);
  expect(observed[2]! + observed[3]!).toBeCloseTo(36, 10);
});
