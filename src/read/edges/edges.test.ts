import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../test/support/tables.ts';
import { fileSource } from '../file-source.node.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';

async function read(text: string, params = {}) {
  const { content, facts, problems } = await readFile(
    memorySource('a.edges', new TextEncoder().encode(text)),
    { params },
    'edges',
  );
  if (content.holds !== 'network') throw new Error('a network expected');
  return { rows: content.edges.map(({ from, to, weight }) => [from, to, weight]), facts, problems };
}

describe('an edge list', () => {
  const scored = [
    ['TP53', 'MDM2', 0.9],
    ['MYC', 'MAX', 0],
  ];
  test.each([
    ['weights and a header', 'a b score\nTP53 MDM2 0.9\nMYC MAX 0\n', scored, 'a, b, score'],
    ['weights alone', 'TP53 MDM2 0.9\nMYC MAX 0\n', scored, 'none'],
    [
      'a header that begins with #',
      '#node1\tnode2\tscore\nTP53\tMDM2\t0.9\n# a remark\nMYC\tMAX\t0',
      scored,
      'node1, node2, score',
    ],
    ['commas and quotes', '"a","b","score"\r\n"TP53","MDM2",0.9\r\n"MYC","MAX",0\r\n', scored, 'a, b, score'],
    ['blanks of any number', 'TP53  MDM2   0.9\nMYC MAX 0\n', scored, 'none'],
    ['names and a header', 'a;b\nTP53;MDM2\n', [['TP53', 'MDM2', undefined]], 'a, b'],
    [
      'names alone',
      'TP53 MDM2\nMYC MAX\nMAX TP53\n',
      [
        ['TP53', 'MDM2', undefined],
        ['MYC', 'MAX', undefined],
        ['MAX', 'TP53', undefined],
      ],
      'none',
    ],
  ] as const)('of %s', async (_, text, rows, header) => {
    const found = await read(text);
    expect(found.rows).toEqual(rows);
    expect(found.facts).toEqual({ edges: rows.length, header });
  });

  test('of STRING has its columns chosen and its prefix taken off', async () => {
    const text = 'protein1 protein2 fusion combined_score\n9606.A 9606.B 0 900\n9606.B 9606.A 0 900\n';
    const columns = ['protein1', 'protein2', 'combined_score'];
    expect(await read(text, { columns, strip: '9606.' })).toEqual({
      rows: [
        ['A', 'B', 900],
        ['B', 'A', 900],
      ],
      facts: { edges: 2, header: 'protein1, protein2, fusion, combined_score' },
      problems: ['edges that come again, in either direction: 1'],
    });
    expect((await read(text, { columns })).problems[0]).toBe(
      "all names begin with '9606.', the number of the species: strip: '9606.' takes it off",
    );
  });

  test.each([
    [
      'a b s t\nA B 1 2\n',
      {},
      'a.edges: two columns of names and at most one of weights expected, got 4 columns; say which they are: columns: [a, b, t]',
    ],
    ['a b s\nA B 1\nA C -1\n', {}, 'a.edges:3: two names and a weight of at least 0 expected, got A, C, -1'],
    ['a b s\nA B 1\nA NA 1\n', {}, 'a.edges:3: two names and a weight of at least 0 expected, got A, nothing, 1'],
    [
      'a b s\nA B 1\nA C\n',
      {},
      'a.edges:3: 3 fields expected (as in the first line), got 2; the line is cut, or has a delimiter too many or too few',
    ],
    ['a b s\nA B 1\n', { columns: ['a', 'score'] }, "a.edges: no column 'score'; the columns are: a, b, s"],
    ['a b s\n', {}, 'a.edges: edges expected, got only a header of 3 columns'],
  ])('is refused by its place: %j', async (text, params, message) => {
    expect((await failureOf(read(text, params))).message).toBe(message);
  });
});

const file = '../shared/data/10_genesets/string_v11_cancer_genes_ppi.tsv.gz';
if (!existsSync(file)) console.log(`edges.test: the real file is skipped: ${file} is absent`);
test.skipIf(!existsSync(file))('STRING has the counts of its README, and is a table unless asked', async () => {
  const source = await fileSource(file);
  const { content } = await readFile(source, {}, 'edges');
  if (content.holds !== 'network') throw new Error('a network expected');
  const names = new Set(content.edges.flatMap(({ from, to }) => [from, to]));
  const weights = content.edges.map(({ weight }) => weight!);
  expect([content.edges.length, Math.min(...weights), Math.max(...weights)]).toEqual([55_140, 150, 999]);
  expect(names.size).toBe(697);
  expect((await readFile(source)).entry.word).toBe('delimited');
});
