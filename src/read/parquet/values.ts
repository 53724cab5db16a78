import type { SchemaElement } from 'hyparquet';
import type { AnnotationColumn } from '../../table/annotations.ts';
import { broken } from './errors.ts';

export interface ColumnPiece {
  readonly rowStart: number;
  readonly data: ArrayLike<unknown>;
}

/**
 * Decoded pieces as one column: numbers, booleans as text True and False, dates as ISO text. Undefined, with a sentence in `problems`: of a kind that
 * a table does not hold. @throws {FormatError} fewer or more values than rows.
 */
export function columnOf(
  element: SchemaElement,
  pieces: readonly ColumnPiece[],
  nRows: number,
  where: string,
  problems: string[],
): AnnotationColumn | undefined {
  const { name } = element;
  const sorted = [...pieces].sort((a, b) => a.rowStart - b.rowStart);
  let count = 0;
  for (const { rowStart, data } of sorted) {
    if (rowStart !== count)
      throw broken(where, `column '${name}': values from row ${count + 1} on expected, got ${rowStart + 1}`);
    count += data.length;
  }
  if (count !== nRows) throw broken(where, `column '${name}': ${nRows} values expected, got ${count}`);
  if (isNumber(element)) return numbersOf(name, sorted, nRows, where, problems);
  const values: (string | null)[] = [];
  for (const { data } of sorted) {
    for (let k = 0; k < data.length; k++) {
      const text = textOf(data[k]);
      if (text === undefined) {
        problems.push(`column '${name}' is left out: it holds ${kindOf(element)}`);
        return undefined;
      }
      values.push(text);
    }
  }
  return { name, type: 'text', values };
}

function isNumber({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  if (converted && /DATE|TIME/.test(converted)) return false;
  if (logical && /DATE|TIME/.test(logical.type)) return false;
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL' || logical?.type === 'FLOAT16') return true;
  return type === 'INT32' || type === 'INT64' || type === 'FLOAT' || type === 'DOUBLE';
}

function numbersOf(
  name: string,
  pieces: readonly ColumnPiece[],
  nRows: number,
  where: string,
  problems: string[],
): AnnotationColumn {
  const values = new Float64Array(nRows);
  let rounded = 0;
  for (const { rowStart, data } of pieces) {
    for (let k = 0; k < data.length; k++) {
      const value = data[k];
      if (typeof value === 'number') values[rowStart + k] = value;
      else if (value === null || value === undefined) values[rowStart + k] = Number.NaN;
      else if (typeof value === 'bigint') {
        values[rowStart + k] = Number(value);
        if (!Number.isSafeInteger(values[rowStart + k])) rounded++;
      } else throw broken(where, `column '${name}': numbers expected, got ${typeof value}`);
    }
  }
  if (rounded > 0)
    problems.push(`column '${name}': ${rounded} whole numbers beyond 2^53 are rounded; ids are better kept as text`);
  return { name, type: 'number', values };
}

/** Undefined: nothing that is text. */
function textOf(value: unknown): string | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? undefined : value.toISOString().replace(/T00:00:00\.000Z$/, '');
  if (typeof value === 'bigint' || typeof value === 'number') return String(value);
  return undefined;
}

function kindOf({ type, logical_type: logical, converted_type: converted }: SchemaElement): string {
  return (logical?.type ?? converted ?? type ?? 'values of no kind').toLowerCase().replaceAll('_', ' ');
}
