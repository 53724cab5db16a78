import { NotFoundError } from '../base/errors.ts';
import type { DelimitedTable } from './delimited/table.ts';

export interface IdColumn {
  /** Index of the column. */
  readonly index: number;
  readonly name: string;
  /** One sentence on why. */
  readonly message: string;
}

/**
 * The id column of a table: the first whose values are unique text. A first column without a name, as R and pandas write row names,
 * is one even when its values are numbers.
 * @param except columns that cannot be it, such as sequences. @throws {NotFoundError} no column qualifies, naming the one that comes closest.
 */
export function inferIdColumn(table: DelimitedTable, except: readonly string[] = []): IdColumn {
  const index = table.columns.findIndex((column, j) => {
    if (except.includes(column.name)) return false;
    const unique = column.missing === 0 && column.words?.length === table.nRows;
    return unique && (column.type === 'text' || (j === 0 && column.name === ''));
  });
  if (index >= 0) {
    const { name } = table.columns[index]!;
    const which = name === '' ? 'the first column, which has no name' : `column '${name}'`;
    return { index, name, message: `ids are taken from ${which}: the first with ${table.nRows} different texts` };
  }
  throw new NotFoundError({
    where: table.name,
    problem: `no id column: no text column has a different value in each of the ${table.nRows} rows`,
    hint: closest(table, except),
  });
}

/** For a person who has no ids to give. */
const NONE = ' (no ids at all: id: row, or --id row)';

function closest(table: DelimitedTable, except: readonly string[]): string {
  const first = table.columns[0]!;
  if (first.type === 'number' && first.missing === 0 && first.words?.length === table.nRows) {
    return `column '${first.name}' has a different number in each row: if these are ids, name it (id: ${first.name}, or --id ${first.name})`;
  }
  const text = table.columns.filter(({ name, type }) => type === 'text' && !except.includes(name));
  const best = text.sort((a, b) => b.words!.length - a.words!.length)[0];
  if (!best) return `all columns are numbers: name the one that holds the ids${NONE}`;
  const missing = best.missing > 0 ? ` and ${best.missing} missing` : '';
  return `column '${best.name}' comes closest with ${best.words!.length} different values${missing}: are samples repeated?${NONE}`;
}
