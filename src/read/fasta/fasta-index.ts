import { FormatError } from '../../base/errors.ts';
import type { ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { eachLine } from '../text/each-line.ts';

/** Where a sequence lies in a FASTA file. All but `name` in bytes or bases; offsets count inflated bytes. */
export interface IndexedSequence {
  readonly name: string;
  readonly length: number;
  /** Of the first base. */
  readonly offset: number;
  /** Bases, and bytes with the line's end, of each full line. */
  readonly lineBases: number;
  readonly lineWidth: number;
}

const LARGEST = 2 ** 48;

/**
 * An index of FASTA (`.fai`, samtools faidx): name → place. @throws {FormatError} a line that is no five fields, numbers that do not fit
 * together, a name twice. Source: samtools faidx(5).
 */
export async function readFai(
  source: ByteSource,
  options: Pick<ReadOptions, 'signal' | 'progress'> = {},
): Promise<ReadonlyMap<string, IndexedSequence>> {
  const found = new Map<string, IndexedSequence>();
  await eachLine(source, options, (line, number) => {
    if (line === '') return;
    const [name = '', ...rest] = line.split('\t');
    const [length, offset, lineBases, lineWidth] = rest.map(Number) as [number, number, number, number];
    const whole = rest.length === 4 && rest.every((field) => /^\d{1,15}$/.test(field));
    // An empty sequence has no lines.
    const lines = length === 0 || (lineBases > 0 && lineWidth >= lineBases && lineWidth <= lineBases + 2);
    if (name === '' || !whole || !lines || length > LARGEST || offset > LARGEST || found.has(name)) {
      throw new FormatError({
        where: `${source.name}:${number}`,
        problem: `name, length, offset, bases and bytes of a line expected, each name once, got '${line.slice(0, 80)}'`,
        hint: 'make the index again: samtools faidx',
      });
    }
    found.set(name, { name, length, offset, lineBases, lineWidth });
  });
  if (found.size === 0)
    throw new FormatError({ where: source.name, problem: 'an index of sequences expected, got an empty file' });
  return found;
}

/**
 * The index of a FASTA file that has none beside it. @throws {FormatError} lines of a sequence that differ in length before its last: places in it
 * cannot be computed; no sequence. Cost: one pass over the file.
 */
export async function indexFasta(
  source: ByteSource,
  options: Pick<ReadOptions, 'signal'> = {},
): Promise<ReadonlyMap<string, IndexedSequence>> {
  const found = new Map<string, IndexedSequence>();
  let name: string | undefined;
  let [length, offset, lineBases, lineWidth, short] = [0, 0, 0, 0, false];
  const end = () => {
    if (name === undefined) return;
    if (found.has(name))
      throw new FormatError({
        where: source.name,
        problem: `each sequence must have a name of its own, got '${name.slice(0, 60)}' twice`,
      });
    found.set(name, { name, length, offset, lineBases, lineWidth });
  };
  let at = 0;
  let line = 1;
  let header = '';
  /** Bytes of the line so far, its last one, and whether it is a header. */
  let [width, last, isHeader] = [0, 0, false];
  const endLine = (newline: number) => {
    const bases = isHeader ? 0 : width - (last === 13 ? 1 : 0);
    if (isHeader) {
      name = header.trim().split(/\s/, 1)[0]!;
      [length, offset, lineBases, lineWidth, short] = [0, at + newline, 0, 0, false];
    } else if (bases > 0) {
      if (name === undefined)
        throw new FormatError({ where: `${source.name}:${line}`, problem: "a FASTA file must begin with '>'" });
      if (short || (lineBases > 0 && bases > lineBases)) {
        throw new FormatError({
          where: `${source.name}:${line}`,
          problem: `lines of one length expected in '${name.slice(0, 60)}', but for the last, got one of ${bases} after one of ${lineBases}`,
          hint: 'write its sequences with lines of one length',
        });
      }
      if (lineBases === 0) [lineBases, lineWidth] = [bases, width + newline];
      short = bases < lineBases || width + newline !== lineWidth;
      length += bases;
    } else if (name !== undefined && length > 0) short = true;
    line++;
    [width, last, isHeader, header] = [0, 0, false, ''];
  };
  for await (const chunk of source.chunks(options.signal)) {
    for (let k = 0; k < chunk.length; ) {
      if (width === 0 && chunk[k] === 62) {
        end();
        isHeader = true;
      }
      const next = chunk.indexOf(10, k);
      const to = next < 0 ? chunk.length : next;
      if (isHeader) header += new TextDecoder().decode(chunk.subarray(width === 0 ? k + 1 : k, to));
      if (to > k) last = chunk[to - 1]!;
      width += to - k;
      at += to - k;
      if (next >= 0) {
        endLine(1);
        at++;
      }
      k = to + 1;
    }
  }
  if (width > 0) endLine(0);
  end();
  if (found.size === 0)
    throw new FormatError({ where: source.name, problem: "a FASTA file must begin with '>', got no sequence" });
  return found;
}
