import { NotFoundError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';

/** One column of a sample sheet. Missing is NaN or null. */
export type AnnotationColumn =
  | { readonly name: string; readonly type: 'number'; readonly values: Float64Array }
  | { readonly name: string; readonly type: 'text'; readonly values: readonly (string | null)[] };

/** What is known of the samples besides the measurements: label, patient, age, site. */
export interface Annotations {
  /** Sample ids, [n], unique. */
  readonly ids: readonly string[];
  readonly columns: readonly AnnotationColumn[];
}

/** @throws {NotFoundError} naming the nearest column. */
export function findColumn(annotations: Annotations, name: string, where: string): AnnotationColumn {
  const found = annotations.columns.find((column) => column.name === name);
  if (found) return found;
  const names = annotations.columns.map((column) => column.name);
  const near = nearest(name, names);
  const shown = names.slice(0, 12).join(', ') + (names.length > 12 ? `, … (${names.length} in all)` : '');
  throw new NotFoundError({
    where,
    problem: `no column '${name}'`,
    hint: near ? `did you mean '${near}'?` : `the columns are: ${shown}`,
  });
}

/** Values as text; a number is written in its shortest form. Missing is null. */
export function textValues(column: AnnotationColumn): (string | null)[] {
  if (column.type === 'text') return [...column.values];
  return Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value)));
}

/** The same samples in another order, or fewer. */
export function takeAnnotationRows(annotations: Annotations, rows: ArrayLike<number>): Annotations {
  return {
    ids: Array.from(rows, (i) => annotations.ids[i]!),
    columns: annotations.columns.map((column) => takeColumnRows(column, rows)),
  };
}

export function takeColumnRows(column: AnnotationColumn, rows: ArrayLike<number>): AnnotationColumn {
  return column.type === 'number'
    ? { ...column, values: Float64Array.from(rows, (i) => column.values[i]!) }
    : { ...column, values: Array.from(rows, (i) => column.values[i] ?? null) };
}
