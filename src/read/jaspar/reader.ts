import { FormatError } from '../../base/errors.ts';
import type { FileReading, NamedMotif, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { eachLine } from '../text/each-line.ts';

const LETTERS = 'ACGT';

/**
 * Motifs of JASPAR's PFM: `>id name`, then the rows A, C, G, T of counts in brackets. Counts become shares of their column.
 * @throws {FormatError} rows in another order or of different widths, a column without counts, an end before T, no motif.
 * Source: JASPAR documentation, "File formats". Cost: one pass.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const motifs: NamedMotif[] = [];
  let open: { name: string; rows: number[][] } | undefined;
  const fail = (line: number, problem: string) => new FormatError({ where: `${source.name}:${line}`, problem });
  await eachLine(source, options, (text, line) => {
    if (text.trim() === '') return;
    const shown = text.trim().slice(0, 60);
    if (!open) {
      const name = /^>\s*(\S.*)/.exec(text)?.[1]?.trim().replace(/\s+/g, ' ');
      if (!name) throw fail(line, `a motif must begin with > and its name, got ${shown}`);
      open = { name, rows: [] };
      return;
    }
    const letter = LETTERS[open.rows.length]!;
    const [, found, inside] = /^\s*([A-Za-z])\s*\[([^\]]*)\]\s*$/.exec(text) ?? [];
    const counts = inside?.trim().split(/\s+/).map(Number) ?? [];
    const width = open.rows[0]?.length ?? counts.length;
    if (found !== letter || counts.length !== width || counts.some((v) => !(v >= 0 && v < Number.POSITIVE_INFINITY))) {
      throw fail(
        line,
        `the counts of ${letter} in brackets${open.rows[0] ? `, ${width} of them` : ''} expected, got ${shown}`,
      );
    }
    open.rows.push(counts);
    if (open.rows.length < 4) return;
    motifs.push({ name: open.name, shares: sharesOf(open.rows, () => fail(line, 'a column without counts')) });
    open = undefined;
  });
  if (open) {
    const problem = `the counts of ${LETTERS[open.rows.length]} of motif '${open.name}' expected, got the end of the file`;
    throw new FormatError({ where: source.name, problem, hint: 'is it whole?' });
  }
  if (motifs.length === 0) throw new FormatError({ where: source.name, problem: 'motifs expected, got an empty file' });
  return { content: { holds: 'motifs', motifs }, facts: { motifs: motifs.length }, problems: [] };
}

function sharesOf(rows: readonly (readonly number[])[], empty: () => FormatError): number[] {
  return rows[0]!.flatMap((_, w) => {
    const counts = rows.map((row) => row[w]!);
    const sum = counts.reduce((a, b) => a + b, 0);
    if (!(sum > 0)) throw empty();
    return counts.map((count) => count / sum);
  });
}
