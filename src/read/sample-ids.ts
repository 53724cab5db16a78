import { DataError } from '../base/errors.ts';
import type { DelimitedTable } from './delimited/table.ts';

/**
 * Column j as ids, [nRows], as written in the file. `what` is what errors call them: sample id, feature name.
 * @throws {DataError} an empty id, or ids that occur twice, with their lines.
 */
export function uniqueIds(table: DelimitedTable, j: number, what: string): string[] {
  const column = table.columns[j]!.name;
  const seen = new Map<string, number>();
  const repeated: string[] = [];
  let place = '';
  const ids = table.texts(j).map((id, i) => {
    const line = table.lineOf(i);
    if (id === null) {
      throw new DataError({
        where: `${table.name}:${line}:${j + 1}`,
        problem: `a ${what} expected in column '${column}', got an empty or missing one`,
        hint: `give every row a ${what} of its own`,
      });
    }
    const before = seen.get(id);
    if (before === undefined) seen.set(id, line);
    else {
      place ||= `${table.name}:${line}:${j + 1}`;
      repeated.push(`'${id}' on lines ${before} and ${line}`);
    }
    return id;
  });
  if (repeated.length > 0) {
    const more = repeated.length > 5 ? ` and ${repeated.length - 5} more` : '';
    throw new DataError({
      where: place,
      problem: `each ${what} in column '${column}' must occur once, got ${repeated.slice(0, 5).join(', ')}${more}`,
      hint: 'remove or rename the repeated rows, or choose another id column',
    });
  }
  return ids;
}
