import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { exampleExplained } from '../../test/support/report-input-explained.ts';
import { attributed, strongestOf } from './attributed.ts';
import { driverBars } from './figures/driver-bars.ts';
import { driverBeeswarm } from './figures/driver-beeswarm.ts';
import { driverDependence } from './figures/driver-dependence.ts';
import { geneNetwork } from './figures/gene-network.ts';
import { signatureCurve } from './figures/signature-curve.ts';
import { kindsOf, typicalCase } from './figures/typical-case.ts';
import { driversSection } from './sections/drivers.ts';
import { motifsSection } from './sections/motifs.ts';
import { signatureSection } from './sections/signature.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const input = exampleExplained();
const typical = (k: number) => typicalCase(input, kindsOf(input)[k]!, document);

const drawings = {
  driverBars: () => driverBars(input, document),
  driverBeeswarm: () => driverBeeswarm(input, document, 1),
  driverDependence: () => driverDependence(input, document),
  typicalCase: () => typical(0),
  signatureCurve: () => signatureCurve(input, document),
  geneNetwork: () => geneNetwork(input, document),
};

test.each(Object.entries(drawings))('%s is drawn as before', async (name, draw) => {
  const svg = `${draw()!.svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')}\n`;
  await expect(svg).toMatchFileSnapshot(`figures/__snapshots__/${name}.svg`);
});

test('each says in words what it shows', () => {
  const said = Object.fromEntries(Object.entries(drawings).map(([name, draw]) => [name, draw()!.sentence]));
  expect(said).toMatchInlineSnapshot(`
    {
      "driverBars": "g0, g3 and g2 move the answers most, on samples that the model had not seen. Of the 5 features shown, 4 were among the first 4 in all 2 folds. Agreement of the folds on their first 4: 0.70 (1: the same features; 0: as by chance). Lines: the smallest and the largest of the folds.",
      "driverBeeswarm": "More of g2, g1 and g4 speaks for B, more of g0 speaks against B. Each point is one of 64 held-out samples: how far to the right or left the feature moved its answer; the colour says whether the sample has much or little of the feature. 1 of the features shown lack the samples of folds in which they were not among the first 4.",
      "driverDependence": "About a straight line: each step of the value counts the same. Points of one value at different heights: other features, or the model of another fold, have a say.",
      "geneNetwork": "Of 5 drivers 4 are in the network (string.tsv, edges of at least 700), with 2 edges among them, where random genes with as many edges of their own have 0.41 (p = 0.012): they lie together more than chance would have them. Filled: drivers, the larger the more they move the answers; hollow: genes between them. An edge says that two genes are known to have to do with one another, not that one drives the other. Without an edge to any of these: g3.",
      "signatureCurve": "In each fold the features were chosen on its training samples alone and scored on samples that had no part in it. Bars and the shade are 95 % intervals; the larger point is the signature named here.",
      "typicalCase": "The mean of 38 held-out samples, no patient's own: from 0.40, what is said of a sample of which nothing is known, to 1.53; g0 and g3 move it most. Single samples can look quite different.",
    }
  `);
});

test('samples of all folds stand side by side, and nothing of their answers is lost', () => {
  const found = attributed(input)!;
  // In the first fold g4 is not kept: what it adds is among the rest.
  const gap = found.features.indexOf('g4');
  expect(found.x[gap]!.slice(0, 30).every(Number.isNaN)).toBe(true);
  expect(found.x[gap]!.slice(30).some(Number.isNaN)).toBe(false);
  for (const k of [0, 1, 2]) {
    found.rows.forEach((row, s) => {
      const known = found.values[k]!.reduce((sum, own) => sum + (Number.isNaN(own[s]!) ? 0 : own[s]!), 0);
      const all = found.base[k]![s]! + known + found.rest[k]![s]!;
      expect(all).toBeCloseTo(input.answers[k]![row]!, 10);
    });
  }
  expect(strongestOf(found, 0, 2).map((f) => found.features[f])).toEqual(['g0', 'g3']);
});

test('a typical case is a mean, whose steps lead from what is known of nobody to the mean answer', () => {
  const kinds = kindsOf(input);
  // The third class has 4 samples.
  expect(kinds.map(({ name }) => name)).toEqual(['A', 'B']);
  const steps = typical(0)!.data!.rows as [string, number, number][];
  for (let i = 1; i < steps.length - 1; i++) expect(steps[i]![1]).toBeCloseTo(steps[i - 1]![2], 10);
  expect(steps.at(-1)![2]).toBeCloseTo(steps.at(-2)![2], 10);
  const own = kinds[0]!.samples.map((s) => input.answers[0]![attributed(input)!.rows[s]!]!);
  expect(steps.at(-1)![2]).toBeCloseTo(own.reduce((a, b) => a + b) / own.length, 10);
});

test('the sections hold no sample by name, and are left out or fall back without their data', () => {
  const body = String(driversSection(input, document).body);
  expect(body).toContain('not cause');
  expect(body).toContain('g1 (0.90)');
  expect(body).not.toMatch(/patient-\d/);
  const { explanation: _, signature: __, ...record } = input.record;
  const bare = { ...input, record };
  expect(String(driversSection(bare, document).body)).toContain('weigh most in the final model');
  expect(driverBars(bare, document)).toBeNull();
  expect(driverBeeswarm(bare, document)).toBeNull();
  expect(signatureSection(bare, document)).toBeNull();
  expect(motifsSection(bare)).toBeNull();
  const none = { learner: 'sequence-cnn', block: 'dna', output: 'A', method: 'letter-slopes', sequences: 600 } as const;
  const section = motifsSection({ ...input, record: { ...record, motifs: { ...none, seqlets: 3, motifs: [] } } });
  expect(String(section!.body)).toContain('do not make a motif');
});
