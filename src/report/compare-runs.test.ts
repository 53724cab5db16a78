import { expect, test } from 'vitest';
import { exampleInput } from '../../test/support/report-input.ts';
import { exampleRegression } from '../../test/support/report-input-regression.ts';
import { comparisonText } from '../cli/comparison-text.ts';
import { compareRuns } from './compare-runs.ts';

const { record } = exampleInput();
const forest = record.results.find(({ learner }) => learner === 'forest')!;
const settings = (seed: number) => ({
  study: { learners: [{ name: 'forest', candidates: [{ trees: 500 }] }], validate: { seed } },
});

test('scores stand side by side, and what differs is named', () => {
  const fewer = { ...record, results: [forest], chosen: 'forest' };
  const same = compareRuns([
    { run: 'a', record, settings: settings(1) },
    { run: 'b', record: fewer, settings: settings(1) },
  ]);
  expect(same.sameFolds).toBe(true);
  expect(same.differences).toEqual([]);
  expect(same.metrics[0]!.metric).toBe('macro-f1');
  const rows = Object.fromEntries(same.metrics[0]!.rows.map(({ name, scores }) => [name, scores]));
  expect(rows['elastic-net']).toEqual([record.results[0]!.metrics['macro-f1'], null]);
  expect(rows.forest![0]).toEqual(rows.forest![1]);
  expect(rows.majority).toHaveLength(2);

  const other = { ...fewer, study: { ...record.study, seed: 2 }, data: { ...record.data, samples: 900 } };
  const apart = compareRuns([
    { run: 'a', record, settings: settings(1) },
    { run: 'b', record: other, settings: settings(2) },
  ]);
  expect(apart.sameFolds).toBe(false);
  expect(apart.differences).toEqual([
    { what: 'data.samples', values: [String(record.data.samples), '900'] },
    { what: 'study.validate.seed', values: ['1', '2'] },
  ]);
  const text = comparisonText(apart);
  expect(text).toMatch(/elastic-net +› 0\.\d\d \(0\.\d\d–0\.\d\d\) +–\n/);
  expect(text).toContain('each interval speaks of its own run alone');
  expect(text).toMatch(/study\.validate\.seed +1 +2\n/);
});

test('runs of other tasks stand side by side too; one run is refused', () => {
  const { metrics } = compareRuns([
    { run: 'a', record },
    { run: 'b', record: exampleRegression().record },
  ]);
  expect(metrics.find(({ metric }) => metric === 'r2')!.rows.every(({ scores }) => scores[0] === null)).toBe(true);
  expect(() => compareRuns([{ run: 'a', record }])).toThrow('two runs or more expected, got 1');
});
