import { expect, test } from 'vitest';
import { exampleExplained } from '../../test/support/report-input-explained.ts';
import { exampleTargets } from '../../test/support/report-input-targets.ts';
import type { ReportInput } from './input.ts';
import { renderReport } from './render-report.ts';
import { ambiguousNames, namesShown, shortName } from './short-names.ts';
import type { TargetsInput } from './targets-input.ts';

const blocks = [
  { name: 'rna', features: ['TP53', 'ESR1', 'x:y'] },
  { name: 'copies', features: ['TP53', 'ERBB2'] },
];

test('a name keeps its block where another block has it, whether it is shown or not', () => {
  const shown = ['rna:TP53', 'rna:ESR1', 'copies:ERBB2', 'rna:x:y', 'rna:PC1', 'copies:PC1', 'rna:PC2'];
  const ambiguous = ambiguousNames(shown, blocks, ['PC2', 'PC3']);
  expect(ambiguous).toEqual(['PC1', 'PC2', 'TP53']);
  const nameOf = shortName(['rna', 'copies'], ambiguous);
  expect(shown.map(nameOf)).toEqual(['rna:TP53', 'ESR1', 'ERBB2', 'x:y', 'rna:PC1', 'copies:PC1', 'rna:PC2']);
});

test('nothing is shortened with one block, or where it is not known what the blocks hold', () => {
  expect(shortName(['rna'], [])('rna:TP53')).toBe('rna:TP53');
  expect(shortName(['rna', 'copies'])('rna:ESR1')).toBe('rna:ESR1');
  expect(shortName(['rna', 'copies'], [])('other:ESR1')).toBe('other:ESR1');
});

/** The explained example with g0 … g4 in two blocks. */
function inTwoBlocks(): ReportInput {
  const text = JSON.stringify(exampleExplained().record.explanation).replaceAll(/"g(\d)"/g, '"rna:g$1"');
  const { record, attributions, ...input } = exampleExplained();
  const { signature: _, network: __, ...rest } = record;
  const [block] = Object.values(record.data.blocks);
  const data = { ...record.data, blocks: { rna: block!, copies: block! } };
  return {
    ...input,
    record: { ...rest, data, explanation: JSON.parse(text) },
    attributions: attributions!.map((fold) => ({ ...fold, features: fold.features.map((name) => `rna:${name}`) })),
    topFeatures: [{ feature: 'rna:g0', weight: 1, folds: 2, of: 2 }],
  };
}

test('the report says short names in figures, tables and sentences, and the record keeps the full ones', () => {
  const input = inTwoBlocks();
  expect(namesShown(input).sort()).toEqual(['rna:g0', 'rna:g1', 'rna:g2', 'rna:g3', 'rna:g4']);
  expect(renderReport(input)).toContain('rna:g1');
  const html = renderReport({ ...input, ambiguous: ['g0'] });
  expect(html).toContain('rna:g0');
  expect(html).not.toMatch(/rna:g[1-4]/);
  // Values of single samples are found under the new names: the figures that need them are there.
  for (const title of ['What drives it', 'Typical cases', 'Features that could be replaced'])
    expect(html).toContain(title);
  expect(html.match(/<svg/g)).toHaveLength(renderReport(input).match(/<svg/g)!.length);
  expect(input.record.explanation!.features[0]!.feature).toMatch(/^rna:/);
});

test('drivers of several targets too', () => {
  const input: TargetsInput = exampleTargets();
  const [first, ...others] = input.record.targets!;
  const driver = { feature: 'rna:ESR1', importance: 1, share: 0.5, frequency: 1, direction: 1 };
  const [block] = Object.values(input.record.data.blocks);
  const data = { ...input.record.data, blocks: { rna: block!, copies: block! } };
  const record = { ...input.record, data, targets: [{ ...first!, drivers: [driver] }, ...others] };
  expect(renderReport({ ...input, record })).toContain('rna:ESR1');
  const html = renderReport({ ...input, record, ambiguous: [] });
  expect(html).toContain('ESR1');
  expect(html).not.toContain('rna:ESR1');
});
