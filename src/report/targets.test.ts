import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { exampleTargets } from '../../test/support/report-input-targets.ts';
import { targetsAgainstBaseline } from './figures/targets-against-baseline.ts';
import { renderReport } from './render-report.ts';
import { renderSummaryText } from './render-summary-text.ts';
import { targetSentences, targetVerdicts } from './targets-verdict.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

test('a target is beyond its baselines when every paired difference and the way from chance leave no doubt', () => {
  const { record } = exampleTargets();
  const verdicts = targetVerdicts(record);
  expect(verdicts.map(({ score }) => score.value)).toEqual(
    verdicts.map(({ score }) => score.value).sort((a, b) => b - a),
  );
  expect(verdicts.filter(({ beyond }) => beyond)).toHaveLength(6);
  // Lower is better: the same gain is then a loss.
  const turned = { ...record, study: { ...record.study, metric: 'rmse' } };
  expect(targetVerdicts(turned).filter(({ beyond }) => beyond)).toHaveLength(0);
  // At chance, whatever it beats.
  const [first, ...others] = record.targets!;
  const weak = { value: 0.02, low: -0.05, high: 0.1 };
  const results = [{ ...first!.results[0]!, metrics: { pearson: weak } }];
  const comparisons = first!.comparisons.map((one) => ({ ...one, low: 0.1 }));
  const atChance = { ...record, targets: [{ ...first!, results, comparisons }, ...others] };
  expect(targetVerdicts(atChance).at(-1)).toMatchObject({ beyond: false, score: weak });
});

test('the result in sentences', () => {
  expect(targetSentences(exampleTargets().record)).toMatchInlineSnapshot(`
    [
      "Over 9 targets the median Pearson correlation is 0.50 (95 % interval 0.45–0.55); half of the targets lie between 0.50 and 0.60.",
      "Best predicted: DRUG7 0.65, A drug <of a long name> in trial 0.64, DRUG5 0.60; least: DRUG4 0.50, DRUG6 0.40, DRUG1 0.30.",
      "For 6 of 9 the learner chosen is beyond every baseline by more than chance; for the others nothing is shown beyond what a baseline says.",
      "Medians of the baselines: site alone 0.40 (0.35–0.45).",
      "Each target was judged by itself. The interval of the median says how it would change with other targets, not with other samples.",
    ]
  `);
});

test.each([9, 60])('the figure of %i targets is drawn as before', async (n) => {
  const { svg, width } = targetsAgainstBaseline(exampleTargets(n).record, document)!;
  expect(width).toBe(420);
  const standalone = `${svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')}\n`;
  await expect(standalone).toMatchFileSnapshot(`figures/__snapshots__/targets-${n}.svg`);
});

test('the report names every target, escapes it, and shows no sample', () => {
  const input = exampleTargets();
  const text = renderReport(input);
  expect(text).toContain('A drug &lt;of a long name&gt; in trial');
  expect(text).not.toContain('<of a long');
  expect(text).not.toContain(input.ids[0]);
  expect(text).toContain('What to conclude');
  expect(text).not.toMatch(/undefined|NaN|\{[a-z]+\}(?![^<]*<\/style>)/);
});

test('the terminal shows the medians and how many are beyond their baselines', () => {
  const text = renderSummaryText(exampleTargets().record, { colour: false });
  expect(text).toContain('median over targets');
  expect(text.split('\n').find((line) => line.includes('site-alone'))).toContain('0.40 (0.35–0.45)');
  expect(text.replace(/\s+/g, ' ')).toContain('For 6 of 9 the learner chosen is beyond every baseline');
});
