import { FormatError } from '../../base/errors.ts';
import { readTable } from '../delimited/read-table.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { tableToAnnotations } from '../table-to-annotations.ts';
import { tableToBlock } from '../table-to-block.ts';

/** After the gene symbol. */
const ABOUT = 2;

/**
 * Copy number of genes, samples × genes, with the id and the cytoband of each gene: log2 ratios of all_data_by_genes.txt, or −2 (deep deletion)
 * to 2 (high amplification) of all_thresholded.by_genes.txt, which the facts tell apart.
 * @throws {FormatError} other columns. @throws {DataError} a gene twice, text among numbers. Source: GISTIC 2.0 documentation, "Output files".
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const table = await readTable(source, { ...options, text: ['Gene ID', 'Locus ID', 'Cytoband'], exact: [] });
  const names = table.columns.map(({ name }) => name);
  if (names[0] !== 'Gene Symbol' || names[2] !== 'Cytoband' || names.length < 2 + ABOUT) {
    throw new FormatError({
      where: source.name,
      problem: `the columns Gene Symbol, Gene ID, Cytoband and samples expected, got ${names.slice(0, 4).join(', ').slice(0, 80)}`,
      hint: 'is it all_data_by_genes.txt or all_thresholded.by_genes.txt?',
    });
  }
  const { name = 'copy-number', kind = 'copy-number' } = options.block ?? {};
  const warn = options.warn ? { warn: options.warn } : {};
  const columns = names.slice(1 + ABOUT);
  const block = tableToBlock(table, { name, kind, rows: 'features', id: names[0], columns, ...warn });
  const features = tableToAnnotations(table, { ids: block.features, columns: names.slice(1, 1 + ABOUT) });
  const { data } = block.matrix;
  const thresholded = data.every((value) => Number.isNaN(value) || (Number.isInteger(value) && Math.abs(value) <= 2));
  const values = thresholded ? 'thresholded, -2 to 2' : 'log2 ratios';
  return { content: { holds: 'blocks', blocks: [{ block, features }] }, facts: { values }, problems: [] };
}
