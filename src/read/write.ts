import type { Delimiter } from './delimited/dialect.ts';

export type Field = string | number | null;

/**
 * Rows as delimited text with LF line ends, a header being simply the first row. A field is quoted (RFC 4180) when the
 * delimiter, a quote or a line end is in it, or blanks at its ends, which a reader would drop. Numbers in shortest form; null and NaN are empty.
 * `readTable` reads it back as it was, but for texts that are missing words.
 */
export function writeDelimited(rows: Iterable<readonly Field[]>, delimiter: Delimiter = '\t'): string {
  let out = '';
  for (const row of rows) {
    // A lone empty field would be a blank line.
    out += row.length === 1 && isEmpty(row[0]!) ? '""' : row.map((field) => quote(field, delimiter)).join(delimiter);
    out += '\n';
  }
  return out;
}

function isEmpty(field: Field): boolean {
  return field === null || field === '' || Number.isNaN(field);
}

function quote(field: Field, delimiter: Delimiter): string {
  if (isEmpty(field)) return '';
  const text = String(field);
  return text.includes(delimiter) || /["\r\n]|^ | $|^\uFEFF/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
