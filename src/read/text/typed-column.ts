import type { AnnotationColumn } from '../../table/annotations.ts';
import { isMissingText } from '../delimited/missing-words.ts';
import { numberOf } from '../delimited/parse-number.ts';

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
