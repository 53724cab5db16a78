import { DataError, FormatError, NotFoundError, throwIfCancelled, UnsupportedError } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';
import type { DelimitedTable } from '../delimited/table.ts';
import type { ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { bgzfRange, type ReadRange } from './bgzf-range.ts';
import { type IndexedSequence, indexFasta, readFai } from './fasta-index.ts';
import type { FastaFile } from './fasta-parser.ts';
import { reverseComplement } from './reverse-complement.ts';

/** All of them together. */
const MOST_BASES = 2 ** 31;

/**
 * Cuts intervals out of an indexed FASTA file, of which nothing else is read: plain with a `.fai` beside it (without one it is read once through),
 * or of bgzip with `.fai` and `.gzi`. On strand − the reverse complement. Letters keep their case.
 * @param intervals as the reader of BED gives them: chromosome, start, end (0-based, half-open), perhaps strand.
 * @returns as a FASTA file: ids `chr1:100-200`, with a strand `chr1:100-200(-)`, lines those of the intervals.
 * @throws {NotFoundError} a chromosome that the file lacks, an index of a compressed file. @throws {DataError} an interval beyond its chromosome, an empty one.
 * @throws {FormatError} an index that does not fit the file. Checked against bedtools 2.30 getfasta -s and samtools 1.16 faidx.
 */
export async function cutIntervals(
  fasta: ByteSource,
  intervals: DelimitedTable,
  options: Pick<ReadOptions, 'signal'> = {},
): Promise<FastaFile> {
  const { index, range, compressed } = await open(fasta, options);
  const chromosomes = intervals.texts(intervals.columnIndex('chromosome'));
  const [starts, ends] = ['start', 'end'].map((column) => intervals.numbers(intervals.columnIndex(column)));
  const stranded = intervals.columns.findIndex(({ name }) => name === 'strand');
  const strands = stranded < 0 ? [] : intervals.texts(stranded);
  const [ids, sequences, lines]: [string[], string[], number[]] = [[], [], []];
  let total = 0;
  for (let i = 0; i < intervals.nRows; i++) {
    if (options.signal) throwIfCancelled(options.signal, fasta.name);
    const where = `${intervals.name}:${intervals.lineOf(i)}`;
    const [start0, end0] = [starts![i]!, ends![i]!];
    const sequence = index.get(chromosomes[i] ?? '');
    if (!sequence) throw noChromosome(where, chromosomes[i] ?? '', index, fasta.name);
    if (!(start0 >= 0 && start0 < end0 && end0 <= sequence.length)) {
      throw new DataError({
        where,
        problem: `an interval of at least one base within the ${sequence.length} of '${sequence.name}' expected, got ${start0} to ${end0}`,
      });
    }
    if (stranded >= 0 && !['+', '-', '.'].includes(strands[i]!)) throw noStrand(where, strands[i]!);
    total += end0 - start0;
    if (total > MOST_BASES)
      throw new DataError({ where, problem: `at most ${MOST_BASES} bases in all expected, got more` });
    const text = await basesOf(sequence, start0, end0, range, fasta.name);
    const strand = stranded < 0 ? '.' : strands[i]!;
    ids.push(`${sequence.name}:${start0}-${end0}${strand === '+' || strand === '-' ? `(${strand})` : ''}`);
    sequences.push(strand === '-' ? reverseComplement(text) : text);
    lines.push(intervals.lineOf(i));
  }
  return { name: fasta.name, compressed, ids, sequences, lines };
}

async function open(fasta: ByteSource, options: Pick<ReadOptions, 'signal'>) {
  const file = fasta.name.replace(/^.*[\\/]/, '');
  const fai = await fasta.beside?.(`${file}.fai`);
  const head = await fasta.range(0, 2);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    const index = fai ? await readFai(fai, options) : await indexFasta(fasta, options);
    const range: ReadRange = (start0, end0) => fasta.range(start0, end0);
    return { index, range, compressed: false };
  }
  const gzi = await fasta.beside?.(`${file}.gzi`);
  if (!fai || !gzi) {
    throw new UnsupportedError({
      where: fasta.name,
      problem: `a compressed FASTA file is cut with ${file}.fai and ${file}.gzi beside it, got ${fai ? 'no .gzi' : 'no .fai'}`,
      hint: 'compress it with bgzip, then samtools faidx; or unpack it',
    });
  }
  return { index: await readFai(fai, options), range: await bgzfRange(fasta, gzi), compressed: true };
}

async function basesOf(
  sequence: IndexedSequence,
  start0: number,
  end0: number,
  range: ReadRange,
  file: string,
): Promise<string> {
  const { offset, lineBases, lineWidth, name } = sequence;
  const place = (at: number) => offset + Math.floor(at / lineBases) * lineWidth + (at % lineBases);
  const bytes = await range(place(start0), place(end0 - 1) + 1);
  const letters = bytes.filter((byte) => byte !== 10 && byte !== 13);
  const wrong = letters.find(
    (byte) => !((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 42 || byte === 45),
  );
  if (letters.length === end0 - start0 && wrong === undefined) return new TextDecoder('latin1').decode(letters);
  throw new FormatError({
    where: file,
    problem: `${end0 - start0} bases expected where the index says '${name}' has them, got ${wrong === undefined ? letters.length : `'${String.fromCharCode(wrong)}'`}`,
    hint: 'the file is cut short, or its index is of another file: samtools faidx makes it again',
  });
}

function noStrand(where: string, strand: string | null): DataError {
  return new DataError({
    where,
    problem: `a strand of +, - or . expected, got ${strand === null ? 'none' : `'${strand}'`}`,
    hint: strand === null ? 'in a delimited table - is a missing value: write the intervals as BED' : undefined,
  });
}

function noChromosome(where: string, name: string, index: ReadonlyMap<string, unknown>, file: string): NotFoundError {
  const names = [...index.keys()];
  const other = name.startsWith('chr') ? name.slice(3) : `chr${name}`;
  const near = index.has(other) ? other : nearest(name, names);
  return new NotFoundError({
    where,
    problem: `no sequence '${name}' in ${file}`,
    hint: near ? `did you mean '${near}'?` : `it has ${names.slice(0, 8).join(', ')}`,
  });
}
