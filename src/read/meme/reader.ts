import { DataError, FormatError } from '../../base/errors.ts';
import type { FileReading, NamedMotif, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { eachLine } from '../text/each-line.ts';

/**
 * Motifs of the minimal MEME format: of each its name (`MOTIF id name` gives `id name`) and the letter-probability matrix below it; URLs, background, sites and log-odds are passed over.
 * @throws {FormatError} a row of other than four shares that add up to 1, a matrix that ends before its width, no motif. @throws {DataError} another alphabet.
 * Source: MEME suite, "Minimal MEME Motif Format". Cost: one pass.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const motifs: NamedMotif[] = [];
  let [name, version] = ['', ''];
  let open: { name: string; shares: number[]; left: number } | undefined;
  const fail = (line: number, problem: string) => new FormatError({ where: `${source.name}:${line}`, problem });
  await eachLine(source, options, (text, line) => {
    const words = text.trim().split(/\s+/);
    if (open) {
      const shares = words.map(Number);
      const sum = shares.reduce((a, b) => a + b, 0);
      if (shares.length !== 4 || shares.some((v) => !(v >= 0)) || !(Math.abs(sum - 1) < 0.02)) {
        throw fail(line, `four shares that add up to 1 expected, got ${text.trim().slice(0, 60) || 'nothing'}`);
      }
      open.shares.push(...shares);
      open.left--;
      if (open.left > 0) return;
      motifs.push({ name: open.name, shares: open.shares });
      open = undefined;
      return;
    }
    if (words[0] === 'MEME') version = words[2] ?? '';
    if (/^ALPHABET/.test(text) && !/ACGT|DNA/.test(text)) {
      const problem = `reads motifs of DNA, got ${text.trim().slice(0, 60)}`;
      throw new DataError({ where: `${source.name}:${line}`, problem });
    }
    if (words[0] === 'MOTIF') {
      if (words.length < 2) throw fail(line, 'a motif must have a name, got none');
      name = words.slice(1).join(' ');
    }
    if (!/^\s*letter-probability matrix/.test(text)) return;
    const width = Number(/\bw=\s*(\d+)/.exec(text)?.[1]);
    if (!(width > 0)) throw fail(line, `the width of the matrix expected (w= 8), got ${text.trim().slice(0, 60)}`);
    if (name === '') throw fail(line, 'a line MOTIF must come before its matrix, got none');
    open = { name, shares: [], left: width };
    name = '';
  });
  if (open) {
    const problem = `${open.left} more rows of motif '${open.name}' expected, got the end of the file`;
    throw new FormatError({ where: source.name, problem, hint: 'is it whole?' });
  }
  if (motifs.length === 0) throw new FormatError({ where: source.name, problem: 'motifs expected, got none' });
  return { content: { holds: 'motifs', motifs }, facts: { version, motifs: motifs.length }, problems: [] };
}
