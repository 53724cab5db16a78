import { expect, test } from 'vitest';
import { failureOf } from '../../../test/support/tables.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';

const read = (text: string) =>
  readFile(memorySource('all_data_by_genes.txt', new TextEncoder().encode(text)), {}, 'gistic');

test.each([
  ['Gene ID', '-0.5\t0.125', 'log2 ratios'],
  ['Locus ID', '-2\t1', 'thresholded, -2 to 2'],
])('a block of copy numbers with what is known of its genes: %s', async (column, values, kind) => {
  const { content, facts } = await read(
    `Gene Symbol\t${column}\tCytoband\ts1\ts2\nTP53|chr17\t7157\t17p13.1\t${values}\n`,
  );
  if (content.holds !== 'blocks') throw new Error('blocks expected');
  const { block, features } = content.blocks[0]!;
  expect([block.kind, block.ids, block.features]).toEqual(['copy-number', ['s1', 's2'], ['TP53|chr17']]);
  expect([...block.matrix.data]).toEqual(values.split('\t').map(Number));
  expect(features!.columns).toEqual([
    { name: column, type: 'text', values: ['7157'] },
    { name: 'Cytoband', type: 'text', values: ['17p13.1'] },
  ]);
  expect(facts).toEqual({ values: kind });
});

test('the lesions are refused', async () => {
  expect((await failureOf(read('Unique Name\tDescriptor\tWide Peak Limits\ts1\na\tb\tc\t1\n'))).message).toBe(
    'all_data_by_genes.txt: the columns Gene Symbol, Gene ID, Cytoband and samples expected, got Unique Name, Descriptor, Wide Peak Limits, s1; is it all_data_by_genes.txt or all_thresholded.by_genes.txt?',
  );
});
