import type { FileMetaData } from 'hyparquet';
import type { AnnotationColumn } from '../../table/annotations.ts';

/** pandas' name for a column of an index without one. */
const UNNAMED = /^__index_level_\d+__$/;

/**
 * Columns with the index that pandas kept among them, first: an index of text without a name is called `index`; one of numbers without a name is the
 * numbers of rows, which would be taken for a measurement, and is left out with a sentence. Source: pandas documentation, "Apache Parquet metadata".
 */
export function pandasIndex(
  { key_value_metadata: pairs }: FileMetaData,
  columns: readonly AnnotationColumn[],
  problems: string[],
): AnnotationColumn[] {
  const named = new Set<string>();
  try {
    const value = pairs?.find(({ key }) => key === 'pandas')?.value;
    const told: unknown = value ? JSON.parse(value)?.index_columns : undefined;
    if (Array.isArray(told)) for (const one of told) if (typeof one === 'string') named.add(one);
  } catch {
    problems.push('what pandas wrote of its index cannot be read: its columns are columns like others');
  }
  const first: AnnotationColumn[] = [];
  const others: AnnotationColumn[] = [];
  const taken = new Set(columns.map(({ name }) => name));
  for (const column of columns) {
    if (!named.has(column.name)) others.push(column);
    else if (!UNNAMED.test(column.name)) first.push(column);
    else if (column.type === 'number') problems.push('the index of pandas, numbers without a name, is left out');
    else first.push(taken.has('index') ? column : { ...column, name: 'index' });
  }
  return [...first, ...others];
}
