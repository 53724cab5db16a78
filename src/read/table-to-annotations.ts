import type { AnnotationColumn, Annotations } from '../table/annotations.ts';
import type { DelimitedTable } from './delimited/table.ts';
import { inferIdColumn } from './infer-id-column.ts';
import { uniqueIds } from './sample-ids.ts';

/**
 * A sample sheet: ids and typed columns, missing words as NaN or null. Numbers have the precision of the table: float64 below
 * 1000 columns, above that float32 unless the column was read with `exact`.
 * @param options.id the column of sample ids; inferred when absent. @param options.ids of the rows, in place of a column.
 * @param options.columns the columns to take; all but the ids when absent.
 * @throws {DataError} empty or repeated ids, with lines. @throws {NotFoundError} a column is not there, or no id column.
 */
export function tableToAnnotations(
  table: DelimitedTable,
  options: { readonly id?: string; readonly ids?: readonly string[]; readonly columns?: readonly string[] } = {},
): Annotations {
  const { ids } = options;
  const id = ids ? -1 : options.id === undefined ? inferIdColumn(table).index : table.columnIndex(options.id);
  const taken =
    options.columns?.map((name) => table.columnIndex(name)) ?? [...table.columns.keys()].filter((j) => j !== id);
  const columns = taken.map((j): AnnotationColumn => {
    const { name, type } = table.columns[j]!;
    return type === 'text' ? { name, type, values: table.texts(j) } : { name, type, values: table.numbers(j) };
  });
  return { ids: ids ?? uniqueIds(table, id, 'sample id'), columns };
}
