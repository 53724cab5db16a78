import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tableOf } from '../../test/support/tables.ts';
import { readTable } from './delimited/read-table.ts';
import { fileSource } from './file-source.node.ts';
import { geneNames, harmoniseGenes } from './harmonise-genes.ts';

const HGNC =
  'hgnc_id\tsymbol\tensembl_gene_id\talias_symbol\tprev_symbol\n' +
  'H1\tMARCHF1\tENSG00000145416\tRNF171\tMARCH1\n' +
  'H2\tTP53\tENSG00000141510\tp53|LFS1\t\n' +
  'H3\tA1\tENSG00000000001\tSAME, TP53\t\n' +
  'H4\tA2\tENSG00000000002\tSAME\t\n' +
  'H5\tTWO\tENSG00000000003\t\t\n' +
  'H6\tTWO\tENSG00000000004\t\t\n';

test('versions go, aliases become current, ids and symbols are exchanged, the rest is listed', async () => {
  const genes = geneNames(await tableOf(HGNC));
  const names = ['ENSG00000141510.18', 'p53', 'MARCH1', 'SAME', 'NOPE', 'TWO', 'AC012345.1'];
  const symbols = harmoniseGenes(names, genes, 'symbol');
  expect(symbols.names).toEqual(['TP53', 'TP53', 'MARCHF1', null, null, 'TWO', null]);
  expect(symbols.ambiguous).toEqual([{ name: 'SAME', candidates: ['A1', 'A2'] }]);
  expect(symbols.merged).toEqual([{ name: 'TP53', from: ['ENSG00000141510.18', 'p53'] }]);
  expect(symbols.statement).toBe(
    '7 gene names as symbols: 3 changed, 2 unknown (NOPE, AC012345.1), 1 ambiguous (SAME), 1 that several become (TP53)',
  );
  const ids = harmoniseGenes(['TP53', 'TWO', 'LFS1'], genes, 'id');
  expect(ids.names).toEqual(['ENSG00000141510', null, 'ENSG00000141510']);
  expect(ids.ambiguous).toEqual([{ name: 'TWO', candidates: ['ENSG00000000003', 'ENSG00000000004'] }]);
});

test('a table without symbols is refused', async () => {
  expect(geneNames.bind(null, await tableOf('id\tx\na\t1\n'))).toThrow(
    't.tsv: no column of gene symbols; it may be called symbol, gene_name, gene_symbol, gene name, approved symbol or hgnc_symbol',
  );
});

const folder = '../shared/data/10_genesets';
if (!existsSync(folder)) console.log(`harmonise-genes.test: GENCODE is skipped: ${folder} is absent`);
test.skipIf(!existsSync(folder))('the PAM50 genes are all found in GENCODE v19 and come back', async () => {
  const table = await readTable(await fileSource(`${folder}/gene_annotation_gencode_v19_hg19.tsv.gz`));
  expect(table.nRows).toBe(56_238);
  const genes = geneNames(table);
  const list = await readTable(await fileSource(`${folder}/pam50_genes.txt`)).catch(() => undefined);
  const names = list ? [list.columns[0]!.name, ...(list.texts(0) as string[])] : [];
  const ids = harmoniseGenes(names, genes, 'id');
  expect([names.length, ids.unknown, ids.ambiguous]).toEqual([50, [], []]);
  expect(harmoniseGenes(ids.names as string[], genes, 'symbol').names).toEqual(names);
});
