import { DataError } from '../base/errors.ts';
import type { DelimitedTable } from './delimited/table.ts';
import { examples } from './join-ids.ts';

export interface Orientation {
  readonly rows: 'samples' | 'features';
  /** How many of the sample ids were found. */
  readonly matched: number;
  /** One sentence with both counts. */
  readonly message: string;
}

/**
 * Whether the rows of a table are samples or features, by where the ids of the sample sheet are found:
 * in the id column (the first, or the one named) or in the header.
 * @throws {DataError} both places have equally many, none included. @throws {NotFoundError} `id` is not a column.
 */
export function inferOrientation(table: DelimitedTable, sampleIds: readonly string[], id?: string): Orientation {
  const idColumn = id === undefined ? 0 : table.columnIndex(id);
  const wanted = new Set(sampleIds);
  const rowNames = table.texts(idColumn).filter((name) => name !== null);
  const header = table.columns.map((column) => column.name);
  const inRows = count(rowNames, wanted);
  const inHeader = count(header, wanted);
  const found = `${inRows} of ${wanted.size} sample ids are in the ${id === undefined ? 'first column' : `column '${id}'`} and ${inHeader} in the header`;
  if (inRows === inHeader) {
    throw new DataError({
      where: table.name,
      problem: `rows that are samples or columns that are samples expected, but ${found}`,
      hint:
        inRows > 0
          ? 'say which they are with `rows: samples` or `rows: features`'
          : `the sheet has ${examples([...wanted])}; the first column ${examples(rowNames)}; the header ${examples(header.slice(1))}`,
    });
  }
  const rows = inRows > inHeader ? 'samples' : 'features';
  return { rows, matched: Math.max(inRows, inHeader), message: `rows are ${rows}: ${found}` };
}

function count(names: readonly string[], wanted: ReadonlySet<string>): number {
  return new Set(names.filter((name) => wanted.has(name))).size;
}
