import { expect, test } from 'vitest';
import { exampleClustering } from '../../test/support/report-input-clustering.ts';
import type { ReportInput } from './input.ts';
import type { Interval, Metrics } from './record.ts';
import { summarySentences } from './summary-sentences.ts';

const around = (value: number, half: number): Interval => ({ value, low: value - half, high: value + half });

/** The example, with these metrics of the chosen learner and this silhouette of shuffled data. */
function withMetrics(metrics: Metrics, shuffled = around(0.02, 0.004)): ReportInput {
  const input = exampleClustering();
  const [chosen, ...others] = input.record.results;
  const results = [{ ...chosen!, metrics: { ...chosen!.metrics, ...metrics } }, ...others];
  const baselines = [{ name: 'shuffled-features', metrics: { silhouette: shuffled } }];
  return { ...input, record: { ...input.record, results, baselines } };
}
const said = (input: ReportInput) => summarySentences(input).join(' ').replaceAll('\u00a0', ' ');

test('groups further apart than in shuffled data are said so, with their number, sizes, stability and agreement', () => {
  const text = said(exampleClustering());
  expect(text).toContain('K-means finds 3 groups with silhouette 0.16 (95 % interval 0.15–0.17)');
  expect(text).toContain('against 0.02 in shuffled data, where there is nothing to find');
  expect(text).toContain('The groups have 520, 260 and 140 samples; 14 samples belong to none.');
  expect(text).toContain('stability of 0.91 (95 % interval 0.88–0.94)');
  expect(text).toContain('The groups agree with PAM50, which had no part in finding them, with ARI 0.41');
  expect(text).toContain('the closest of 2 columns compared');
});

test('a small silhouette is called a continuum, a large one is not', () => {
  expect(said(exampleClustering())).toContain('parts of a continuum');
  expect(said(withMetrics({ silhouette: around(0.6, 0.02) }))).not.toContain('continuum');
});

test('an interval that overlaps with that of shuffled data shows nothing yet; one that does not clear its value, nothing at all', () => {
  const metrics = { silhouette: around(0.03, 0.008) };
  expect(said(withMetrics(metrics))).toContain('that there are groups is likely rather than shown');
  expect(said(withMetrics(metrics, around(0.025, 0.01)))).toContain(
    'this study is no evidence that the samples fall into groups',
  );
});

test('a group whose samples lie nearer to another is said not to hold together', () => {
  const input = exampleClustering();
  expect(said(input)).not.toContain('hold together');
  const silhouettes = input.clusters!.silhouettes.map((value, i) => (i >= 520 && i < 780 ? -0.05 : value));
  expect(said({ ...input, clusters: { ...input.clusters!, silhouettes } })).toContain('Group 2 does not hold together');
});

test('an agreement whose interval holds 0 is chance', () => {
  const chance = withMetrics({ 'ari-PAM50': around(0.02, 0.03), 'ari-tissue source site': around(0.0, 0.02) });
  expect(said(chance)).toContain('The groups agree with PAM50 no more than chance would');
});

test('one group, or none, is no grouping', () => {
  const count = (value: number) => ({ clusters: { value, low: Number.NaN, high: Number.NaN } });
  expect(said(withMetrics(count(1)))).toContain('K-means finds one group only');
  expect(said(withMetrics(count(0)))).toContain('K-means finds no group');
});

test('nothing is said to have been predicted, unseen or out of fold', () => {
  expect(said(exampleClustering())).not.toMatch(/predict|had not seen|out of fold/);
});
