import { FormatError } from '../../base/errors.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { eachLine } from '../text/each-line.ts';
import { owned } from '../text/names.ts';
import { Qualities } from './qualities.ts';

const SEQUENCE = /^[A-Za-z*.-]+$/;

/**
 * Reads of a FASTQ file: `@id`, sequence, `+`, qualities, four lines each. Sequences are kept (a dot, unknown, is N), qualities go into the facts:
 * encoding, mean by position, share of N, adapters.
 * @throws {FormatError} a line that is not what it should be, a quality of another length than its sequence, a read that is cut.
 * Source: Cock et al. 2010, Nucleic Acids Research 38, 1767. Cost: one pass; memory the sequences that are kept.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const wanted = options.params?.reads ?? 'all';
  const most = wanted === 'all' ? Number.POSITIVE_INFINITY : Number(wanted);
  const [ids, sequences, lines]: [string[], string[], number[]] = [[], [], []];
  const qualities = new Qualities();
  let part = 0;
  let [header, sequence, first] = ['', '', 0];
  const refuse = (number: number, problem: string, hint?: string): never => {
    throw new FormatError({ where: `${source.name}:${number}`, problem, hint });
  };
  const { compressed } = await eachLine(source, options, (line, number) => {
    if (part === 0 && line === '') return;
    if (part === 0) {
      if (!line.startsWith('@')) refuse(number, `a read must begin with @, got '${line.slice(0, 24)}'`, FOUR);
      [header, first] = [line, number];
    } else if (part === 1) {
      if (!SEQUENCE.test(line)) refuse(number, `letters of a sequence expected, got '${line.slice(0, 24)}'`);
      sequence = line;
    } else if (part === 2) {
      if (!line.startsWith('+')) refuse(number, `a line that begins with + expected, got '${line.slice(0, 24)}'`, FOUR);
    } else {
      if (line.length !== sequence.length) {
        refuse(
          number,
          `${sequence.length} qualities expected, as many as letters, got ${line.length}`,
          'the read is cut, or damaged',
        );
      }
      const wrong = qualities.add(sequence, line);
      if (wrong >= 0) refuse(number, `qualities from ! to ~ expected, got byte ${line.charCodeAt(wrong)}`);
      if (ids.length < most) {
        ids.push(owned(header.slice(1).split(/\s/, 1)[0]!));
        sequences.push(owned(sequence.replaceAll('.', 'N')));
        lines.push(first);
      }
    }
    part = (part + 1) % 4;
  });
  if (part !== 0)
    refuse(first, 'a read of four lines expected, got the beginning of one', 'the file is cut short: get it again');
  if (qualities.reads === 0)
    throw new FormatError({ where: source.name, problem: 'reads expected, got an empty file' });
  const left = qualities.reads - ids.length;
  const problems = [...qualities.problems(), ...(left > 0 ? [`reads counted and not kept, as asked: ${left}`] : [])];
  const fasta = { name: source.name, compressed, ids, sequences, lines };
  return { content: { holds: 'sequences', fasta }, facts: qualities.facts(), problems };
}

const FOUR = 'four lines a read are read: sequences over several lines are not';
