import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { exampleInput } from '../../../test/support/report-input.ts';
import type { ReportInput } from '../input.ts';
import { confusion } from './confusion.ts';
import { fitText, textWidth } from './figure.ts';
import { metricsAgainstBaseline } from './metrics-against-baseline.ts';
import { roc } from './roc.ts';
import { sampleMap } from './sample-map.ts';
import { topFeatures } from './top-features.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** The example with every 30th sample: small enough to read its drawing. */
function thinned(): ReportInput {
  const input = exampleInput();
  const k = input.record.study.classes.length;
  const keep = <T>(values: ArrayLike<T>) => Array.from(values).filter((_, i) => i % 30 === 0);
  const { map } = input;
  return {
    ...input,
    predictions: input.predictions.map(({ learner, truth, probabilities }) => ({
      learner,
      truth: keep(truth),
      probabilities: Array.from(probabilities).filter((_, i) => Math.floor(i / k) % 30 === 0),
    })),
    map: { ...map!, x: keep(map!.x), y: keep(map!.y), ids: keep(map!.ids), truth: keep(map!.truth) },
    topFeatures: input.topFeatures.slice(0, 6),
  };
}

const figures = { metricsAgainstBaseline, confusion, roc, sampleMap, topFeatures };

test.each(Object.entries(figures))('%s is drawn as before', async (name, draw) => {
  const { svg } = draw(thinned(), document)!;
  // With the namespace the file opens by itself, in the light colours.
  const standalone = `${svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')}\n`;
  await expect(standalone).toMatchFileSnapshot(`__snapshots__/${name}.svg`);
});

test('each figure says in words what it shows', () => {
  const said = Object.fromEntries(
    Object.entries(figures).map(([name, draw]) => [name, draw(exampleInput(), document)!.sentence]),
  );
  expect(said).toMatchInlineSnapshot(`
    {
      "confusion": "Best recognised is Basal (recall 0.95), least well Normal (recall 0.45), most often taken for LumA (14 of 33).",
      "metricsAgainstBaseline": "Elastic-net reaches macro-F1 0.81 (0.78–0.85); the best baseline, majority class, reaches 0.13: the two intervals are apart. No other learner's interval reaches into its own.",
      "roc": "A sample of Basal gets a higher probability of that class than a sample of another class with chance 0.998 (the AUC); for Normal, the hardest class, the chance is 0.94; 0.50 would be guessing.",
      "sampleMap": "The two strongest directions in the data, found without the labels, hold 21 % of its variance: Basal stands apart most clearly (99 % of its samples lie nearest to their own centre). Classes that overlap here may still differ in other directions.",
      "topFeatures": "ESR1, FOXA1 and ERBB2 weigh most in the final model. Of the 20 features shown, 9 were among the 50 strongest in all 5 folds; 3 in fewer than half of them, and those should not be leaned on.",
    }
  `);
});

test('alternative text carries the values', () => {
  expect(confusion(exampleInput(), document).alt).toContain(
    'Normal: 15 of 33 samples right, most often taken for LumA (14)',
  );
  expect(roc(exampleInput(), document)!.alt).toContain('Basal 0.998');
});

test('a figure without its data is left out', () => {
  const { record } = exampleInput();
  const bare = { record, predictions: [], topFeatures: [] };
  expect([roc, sampleMap, topFeatures].map((draw) => draw(bare, document))).toEqual([null, null, null]);
});

test('a label is cut to its space, and left alone when it fits', () => {
  expect(fitText('LumA', 100)).toBe('LumA');
  const cut = fitText('a class with a very long name', 80);
  expect(cut).toMatch(/^a class.*…$/);
  expect(textWidth(cut)).toBeLessThanOrEqual(80);
});

test('a very large map is thinned within each class, and says so', () => {
  const input = exampleInput();
  const n = 12_000;
  const truth = Array.from({ length: n }, (_, i) => i % 5);
  const map = { x: truth, y: truth.map((k, i) => k + (i % 7)), explained: [0.3, 0.1] as const, ids: [], truth };
  const drawn = sampleMap({ ...input, map }, document)!;
  expect(drawn.sentence).toMatch(/one sample in 3 is drawn\.$/);
  expect(drawn.svg.match(/<path/g)!.length).toBeLessThan(4100);
});
