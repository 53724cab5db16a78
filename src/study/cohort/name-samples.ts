import { NotFoundError } from '../../base/errors.ts';
import type { Warning } from '../../base/warning.ts';
import type { DelimitedTable } from '../../read/delimited/table.ts';
import { inferIdColumn } from '../../read/index.ts';

/** In place of a column of ids: each row is a sample of its own. A column that is called so is one all the same. */
export const ROW = 'row';

/** What the samples in the rows of a table are called: what stands in a column, or names made up for the rows, [nRows]. */
export type SampleNames = { readonly id: string } | { readonly ids: readonly string[] };

/** Who is told what was found: sentences, and what may be wrong. */
export interface Told {
  state?(sentence: string): void;
  warn(warning: Warning): void;
}

/**
 * What the samples of a table are called: the column that was asked for; where none was, the first of unique texts. Rows are called `row:<ordinal>`,
 * with the warning `rows-named`, where `row` is asked for, and where no column is of unique texts in a table of labels and sequences without ids, as they are
 * common. Not in others: a table whose ids repeat has samples in several rows, which nobody would be told of.
 * @param asked a column, or `row`. @param features columns that are features although each row may have another text; without one no names are made up unasked.
 * @throws {NotFoundError} no such column; nothing asked for and no column of ids.
 */
export function nameSamples(
  table: DelimitedTable,
  asked: string | undefined,
  features: readonly string[],
  told: Told,
): SampleNames {
  const named = (why: string) => {
    told.warn({ code: 'rows-named', message: `${why}: samples are called row:<ordinal>`, where: table.name });
    return { ids: Array.from({ length: table.nRows }, (_, i) => `row:${i + 1}`) };
  };
  if (asked !== undefined) {
    const asRows = asked === ROW && !table.columns.some(({ name }) => name === ROW);
    if (asRows)
      return named('each row is taken for a sample of its own, as asked; ids that repeat would not be noticed');
    return { id: table.columns[table.columnIndex(asked)]!.name };
  }
  try {
    const found = inferIdColumn(table, features);
    told.state?.(`${table.name}: ${found.message}`);
    return { id: found.name };
  } catch (error) {
    if (!(error instanceof NotFoundError) || features.length === 0) throw error;
    return named('no column has a different text in each row');
  }
}
