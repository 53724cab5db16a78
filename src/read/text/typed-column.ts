import type { AnnotationColumn } from '../../table/annotations.ts';
import { isMissing } from '../delimited/missing-words.ts';
import { parseNumber } from '../delimited/parse-number.ts';

const encoder = new TextEncoder();

/** Fields as written as a column: numbers when every field that is not a missing word is one, else text. Missing is NaN or null. */
export function typedColumn(name: string, fields: readonly (string | null)[]): AnnotationColumn {
  const numbers = new Float64Array(fields.length).fill(Number.NaN);
  const texts = fields.map((field) => (field === null || isMissingText(field) ? null : field));
  const numeric = texts.every((text, i) => {
    if (text === null) return true;
    numbers[i] = numberOf(text);
    return Number.isFinite(numbers[i]);
  });
  return numeric && texts.some((text) => text !== null)
    ? { name, type: 'number', values: numbers }
    : { name, type: 'text', values: texts };
}

/** The number that a field is, as tables read it; NaN: none. */
export function numberOf(field: string): number {
  const bytes = encoder.encode(field);
  return parseNumber(bytes, 0, bytes.length);
}

export function isMissingText(field: string): boolean {
  const bytes = encoder.encode(field);
  return isMissing(bytes, 0, bytes.length);
}
