import { FormatError } from '../../base/errors.ts';
import type { Annotations } from '../../table/annotations.ts';
import { readTableBelow } from '../delimited/read-table.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { tableToAnnotations } from '../table-to-annotations.ts';
import { tableToBlock } from '../table-to-block.ts';
import { GctHead } from './gct-head.ts';

export { write } from './write-gct.ts';

/**
 * A GCT file: `#1.2`, numbers of rows and samples, a header (`NAME`, `Description`, samples), a row for each gene; `#1.3` adds columns about rows
 * and rows about samples. Columns about rows become the block's features, rows about samples its samples. Fields are not quoted.
 * @throws {FormatError} sizes on line 2 that the file does not have, a cut line. @throws {DataError} text among numbers, a row name twice.
 * Source: GenePattern file formats guide, "GCT"; Connectivity Map, "GCT format 1.3" (cmapPy). Cost: one pass; memory the table twice.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const head = new GctHead(source.name);
  const table = await readTableBelow(source, options, (line, number) => head.take(line, number));
  if (table.nRows !== head.rows) {
    throw new FormatError({
      where: source.name,
      problem: `${head.rows} rows expected, as line 2 says, got ${table.nRows}`,
      hint: table.nRows < head.rows ? 'the file is cut short: get it again' : 'correct the number on line 2',
    });
  }
  const id = head.names[0]!;
  const about = head.names.slice(1, 1 + head.rowFacts);
  const { name = 'expression', kind = 'expression' } = options.block ?? {};
  const columns = head.sampleNames;
  const warn = options.warn ? { warn: options.warn } : {};
  const block = tableToBlock(table, { name, kind, rows: 'features', id, columns, ...warn });
  const features = tableToAnnotations(table, { id, ids: block.features, columns: about });
  const samples: Annotations = { ids: block.ids, columns: head.columns };
  const content = {
    holds: 'blocks',
    blocks: [{ block, features }],
    ...(head.version === '1.3' ? { samples } : {}),
  } as const;
  return {
    content,
    facts: { version: head.version },
    problems: markedMissing([...features.columns, ...samples.columns]),
  };
}

/** LINCS writes −666 where nothing is known. */
function markedMissing(columns: Annotations['columns']): string[] {
  const marked = columns.filter(({ values }) => [...values].some((value) => value === -666 || value === '-666'));
  if (marked.length === 0) return [];
  const names = marked.slice(0, 5).map(({ name }) => `'${name}'`);
  return [`annotations with the value -666, the mark of LINCS for a missing one, kept as written: ${names.join(', ')}`];
}
