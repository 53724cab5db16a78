import { expect, test } from 'vitest';
import { exampleInput } from '../../test/support/report-input.ts';
import { exampleSurvival } from '../../test/support/report-input-survival.ts';
import { learners } from '../learn/registry.ts';
import { metricByName, metrics } from '../metric/registry.ts';
import { learnerName, mainMetrics, metricsOf, metricWords, spanInWords, taskInWords, timeInWords } from './words.ts';

test('every metric has words, which agree with it on what is better', () => {
  for (const metric of [...metrics, metricByName('td-auc@30')]) {
    const words = metricWords(metric.name);
    expect(words.meaning, metric.name).not.toBe('');
    expect(words.lowerIsBetter === true, metric.name).toBe(!metric.greaterIsBetter);
    expect(words.chance ?? metric.range[0], metric.name).toBeGreaterThanOrEqual(metric.range[0]);
  }
});

test('the AUC at a time is named by its time and comes in the order of the times', () => {
  expect(metricWords('td-auc@1200')).toMatchObject({ name: 'AUC at 1,200', short: 'AUC@1,200', chance: 0.5 });
  const { record } = exampleSurvival();
  const timed = metricsOf(record).filter((metric) => metric.startsWith('td-auc'));
  expect(timed).toEqual([...timed].sort((a, b) => Number(a.slice(7)) - Number(b.slice(7))));
  expect(timed.length).toBeGreaterThan(1);
  expect(mainMetrics(record)).toEqual(['c-index', 'integrated-brier', ...timed]);
});

test('no learner of the registry is shown by a word that only the study file knows', () => {
  const plain = ['elastic-net', 'lasso', 'tree', 'k-means'];
  for (const { word } of learners) {
    if (!plain.includes(word)) expect(learnerName(word), word).not.toBe(word);
  }
});

test('the head names the task, and a time has the unit that its column names', () => {
  const { study } = exampleSurvival().record;
  expect([taskInWords(exampleInput().record.study), taskInWords(study)]).toEqual([
    'classification of PAM50',
    'survival: days to death',
  ]);
  const without = { ...study, samples: { survival: { time: 'OS.time', event: 'OS' } } };
  expect([timeInWords(study, 1200), timeInWords(without, 1200)]).toEqual(['1,200\u00a0days', 'time\u00a01,200']);
  expect([spanInWords(study, 2.5), spanInWords(without, 2.5)]).toEqual(['2.50\u00a0days', '2.50']);
});
