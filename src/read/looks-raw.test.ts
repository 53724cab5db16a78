import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import type { Block } from '../table/block.ts';
import { createMatrix } from '../table/matrix.ts';
import { readTable } from './delimited/read-table.ts';
import { fileSource } from './file-source.node.ts';
import { looksRaw } from './looks-raw.ts';
import { tableToBlock } from './table-to-block.ts';

const random = randomKey(1).stream();

function blockOf(draw: () => number, levels?: Block['levels']): Block {
  const matrix = createMatrix(50, 200);
  matrix.data.forEach((_, at) => {
    matrix.data[at] = draw();
  });
  const ids = Array.from({ length: 50 }, (_, i) => `s${i}`);
  const features = Array.from({ length: 200 }, (_, j) => `g${j}`);
  return { name: 'x', kind: 'expression', ids, features, matrix, ...(levels ? { levels } : {}) };
}

test.each([
  ['log2 expression up to 16', false, () => Math.min(16, Math.max(0, 7 + 3 * random.normal()))],
  ['log2 expression up to 20', false, () => 20 * random.uniform()],
  ['z-scores', false, () => random.normal()],
  ['z-scores with a huge outlier', false, () => (random.uniform() < 0.001 ? 40_000 : random.normal())],
  ['methylation beta values', false, () => random.uniform()],
  ['mutations', false, () => random.below(2)],
  ['read counts', true, () => random.below(5000)],
  ['sparse counts', true, () => (random.uniform() < 0.999 ? random.below(3) : 60 + random.below(900))],
  ['TPM', true, () => Math.exp(2 + 2 * random.normal())],
  ['intensities with negatives', true, () => 100 * random.normal() + 80],
])('%s: raw is %s', (_what, raw, draw) => {
  const verdict = looksRaw(blockOf(draw));
  expect(verdict.raw).toBe(raw);
  expect(verdict.evidence).toMatch(
    /^the values look like .*: the median is .*, the largest is .* whole numbers .* negative$/,
  );
});

test('words are not judged', () => {
  const levels = Array.from({ length: 200 }, () => ['a', 'b']);
  expect(looksRaw(blockOf(() => 1000, levels)).raw).toBe(false);
});

const data = '../shared/data';
if (!existsSync(data)) console.log(`looks-raw.test: ${data} is absent, real tables are not judged`);

describe.skipIf(!existsSync(data))('real tables', () => {
  test.each([
    ['02_expression_classification/singh.tsv.gz', true],
    ['02_expression_classification/khan.tsv.gz', false],
    ['02_expression_classification/su.tsv.gz', false],
    ['02_expression_classification/ccle_cell_lines_706genes_primary_site.tsv.gz', false],
    ['01_brca_pam50/tcga_brca_rnaseq_zscore_pam50.tsv.gz', false],
    ['01_brca_pam50/diablo_mirna.tsv.gz', false],
  ])('%s: raw is %s', async (file, raw) => {
    const table = await readTable(await fileSource(`${data}/${file}`));
    expect(looksRaw(tableToBlock(table, { name: 'x', kind: 'expression', rows: 'samples' })).raw).toBe(raw);
  });
});
