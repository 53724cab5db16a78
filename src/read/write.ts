import type { Delimiter } from './delimited/dialect.ts';

export type Field = string | number | null;

/** A tab decides the delimiter when a table is read, so in tables of several columns nothing else can be mistaken for one. */
const SPECIAL_IN_TABS = /["\r\n\t]|^ | $|^\uFEFF/;
const SPECIAL = /["\r\n\t,;]|^ | $|^\uFEFF/;

/**
 * Rows as delimited text with LF line ends, a header being simply the first row. A field is quoted (RFC 4180) when a
 * delimiter, a quote or a line end is in it, or blanks at its ends, which a reader would drop. Numbers in shortest form; null and NaN are empty.
 * `readTable` reads it back as it was, but for texts that are missing words.
 */
export function writeDelimited(rows: Iterable<readonly Field[]>, delimiter: Delimiter = '\t'): string {
  let out = '';
  for (const row of rows) {
    const special = delimiter === '\t' && row.length > 1 ? SPECIAL_IN_TABS : SPECIAL;
    const line = row.map((field) => written(field, special)).join(delimiter);
    // One empty field alone would be a blank line.
    out += `${line || '""'}\n`;
  }
  return out;
}

function written(field: Field, special: RegExp): string {
  if (field === null || Number.isNaN(field)) return '';
  const text = String(field);
  return special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
