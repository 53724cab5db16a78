import { FormatError } from '../../base/errors.ts';

export type Delimiter = '\t' | ',' | ';';

export interface Dialect {
  readonly delimiter: Delimiter;
  /** Bytes of a byte order mark to skip. */
  readonly skip: number;
}

/** Bytes at the start of a file that its dialect is judged by. */
export const HEAD_BYTES = 1 << 16;

const QUOTE = 34;
const LF = 10;
const CR = 13;

/**
 * How a table is written, from its first bytes: the delimiter is a tab when the header line has one outside quotes, else
 * whichever of comma and semicolon it has more of; when it has none of them, the next line is asked (a header of row names has one field
 * less), then it is a table of one column.
 * @throws {FormatError} UTF-16, a zip or Excel file, PDF, HTML, or other bytes that are no text.
 */
export function sniffDialect(head: Uint8Array, name: string): Dialect {
  refuseOther(head, name);
  const skip = startsWith(head, [0xef, 0xbb, 0xbf]) ? 3 : 0;
  let delimiter: Delimiter | undefined;
  let from = skip;
  for (let line = 0; line < 2 && !delimiter && from < head.length; line++) {
    const counts = { 9: 0, 44: 0, 59: 0 } as Record<number, number>;
    let quoted = false;
    let at = from;
    for (; at < head.length; at++) {
      const c = head[at]!;
      if (c === QUOTE) quoted = !quoted;
      else if (!quoted) {
        if (c === LF || c === CR) break;
        if (c in counts) counts[c]!++;
      }
    }
    while (head[at] === LF || head[at] === CR) at++;
    // Blank lines before the header do not count as lines.
    if (at > from && (head[from] === LF || head[from] === CR)) line--;
    from = at;
    if (counts[9]! > 0) delimiter = '\t';
    else if (counts[44]! + counts[59]! > 0) delimiter = counts[59]! > counts[44]! ? ';' : ',';
  }
  return { delimiter: delimiter ?? '\t', skip };
}

function refuseOther(head: Uint8Array, name: string): void {
  const refuse = (problem: string, hint: string): never => {
    throw new FormatError({ where: name, problem: `a delimited text table expected, got ${problem}`, hint });
  };
  if (startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff])) {
    refuse('UTF-16 text', 'save it as UTF-8, for example `iconv -f UTF-16 -t UTF-8`');
  }
  if (startsWith(head, [0x50, 0x4b, 3, 4]))
    refuse('a zip or Excel file', 'unpack it, or save the sheet as .tsv or .csv');
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0])) refuse('an old Excel file', 'save the sheet as .tsv or .csv');
  if (startsWith(head, [0x25, 0x50, 0x44, 0x46])) refuse('a PDF file', 'get the table itself as .tsv or .csv');
  if (/^\s*<(!doctype|html)/i.test(String.fromCharCode(...head.subarray(0, 64)))) {
    refuse('a web page', 'the download answered with a page instead of the file; fetch it again');
  }
  const zero = head.indexOf(0);
  if (zero >= 0) refuse(`binary data (a zero byte at offset ${zero})`, 'give a .tsv, .csv or .txt file in UTF-8');
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}
