import { FormatError, UnsupportedError } from '../../base/errors.ts';

/** A text must fit into a string; a MUSE file has a quarter of a megabyte. */
const MOST_BYTES = 1e8;
/** A declaration is ASCII in every encoding that has ASCII for its first half. */
const DECLARED = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']/;
const HEAD_BYTES = 200;

/** What the first bytes say, by their byte order mark or by the zero beside the first `<`. Source: XML 1.0, appendix F. */
function marked(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be';
  return undefined;
}

export interface XmlText {
  readonly text: string;
  /** As declared, or as its first bytes say, in lower case. */
  readonly encoding: string;
}

/**
 * The text of an XML document in the encoding that its byte order mark or declaration says, else UTF-8. Bytes 128 … 159 of ISO-8859-1 are read as
 * Windows-1252, as browsers do. @throws {FormatError} other bytes than the encoding has, more than 100 MB. @throws {UnsupportedError} an encoding
 * that the platform does not know.
 */
export function decodeXml(bytes: Uint8Array, where: string): XmlText {
  if (bytes.length > MOST_BYTES)
    throw new FormatError({ where, problem: `at most 100 MB for one record expected, got ${bytes.length} bytes` });
  const head = String.fromCharCode(...bytes.subarray(0, HEAD_BYTES));
  const declared = DECLARED.exec(head)?.[1]?.toLowerCase();
  const encoding = marked(bytes) ?? declared ?? 'utf-8';
  if (encoding === declared && /^(utf-?(16|32)|ucs|iso-10646)/.test(encoding))
    throw new FormatError({
      where,
      problem: `text in ${encoding}, as declared, expected, got one byte a letter`,
      hint: 'if it was saved anew, let its first line say the encoding in which it was saved',
    });
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new UnsupportedError({
      where,
      problem: `an encoding such as UTF-8 or ISO-8859-1 expected, got '${encoding}'`,
      hint: 'save it as UTF-8',
    });
  }
  try {
    return { text: decoder.decode(bytes), encoding };
  } catch {
    throw new FormatError({
      where,
      problem: `bytes of the encoding ${encoding} expected, got others`,
      hint: 'it is damaged, or its first line says another encoding than it has',
    });
  }
}
