import { parseHTML } from 'linkedom';
import { beforeAll, expect, test } from 'vitest';
import { exampleInput } from '../../test/support/report-input.ts';
import { exampleExploration } from '../../test/support/report-input-exploration.ts';
import { classDistributions } from './figures/class-distributions.ts';
import { effectsByEvidence } from './figures/effects-by-evidence.ts';
import { heatMap } from './figures/heat-map.ts';
import { zeroAndMissing } from './figures/zero-and-missing.ts';
import type { ReportInput } from './input.ts';
import { renderReport } from './render-report.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const figures = { heatMap, effectsByEvidence, classDistributions, zeroAndMissing };
let input: ReportInput;
beforeAll(async () => {
  input = await exampleExploration();
});

test.each(Object.entries(figures))('%s is drawn as before', async (name, draw) => {
  const { svg } = draw(input, document)!;
  const standalone = `${svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')}\n`;
  await expect(standalone).toMatchFileSnapshot(`figures/__snapshots__/${name}.svg`);
});

test('each says in words what it shows, and carries the values', () => {
  expect(heatMap(input, document)!.sentence).toMatch(
    /rise and fall together, GENE\d+ and GENE\d+ first\. The strip above/,
  );
  const { found, strongest } = input.exploration!.tests!;
  expect(found).toBeGreaterThan(3);
  expect(effectsByEvidence(input, document)!.sentence).toContain(`${found} of 16 lie above the dashed line`);
  expect(classDistributions(input, document)!.alt).toContain(`${strongest[0]!.feature}: Basal`);
  expect(zeroAndMissing(input, document)!.alt).toContain(
    'missing: none 15, to 5 % 0, to 20 % 0, to 50 % 1, more 0, all 0',
  );
});

test('nothing found is said, and nothing missing draws nothing', () => {
  const { exploration } = input;
  const tests = { ...exploration!.tests!, threshold: 0, found: 0, foundByRanks: 0 };
  const none = {
    ...input,
    exploration: { ...exploration!, tests, quality: [{ ...exploration!.quality[0]!, missing: 0, zero: 0 }] },
  };
  expect(effectsByEvidence(none, document)!.sentence).toContain(
    'None of 16 has a false discovery rate of at most 0.05.',
  );
  expect(zeroAndMissing(none, document)).toBeNull();
  expect(Object.values(figures).map((draw) => draw(exampleInput(), document))).toEqual([null, null, null, null]);
});

test('the section stands in a report that has it, says that it is a description, and holds the map of the samples once', () => {
  const page = renderReport(input);
  expect(page).toContain('<h2 id="glance-heading">The data at a glance</h2>');
  expect(page).toContain('No model is told of it');
  expect(page.match(/Map of the samples<\/h3>/g)).toHaveLength(1);
  expect(page).toMatch(/one feature chosen beforehand with 80 % chance if it has an η² of 0\.\d\d/);
  expect(page).toContain('<th scope="row">Age</th>');
  expect(renderReport(exampleInput())).not.toContain('glance');
});
