import fc from 'fast-check';
import { gzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { cutSource, failureOf } from '../../../test/support/tables.ts';
import { CancelledError, DataError, FormatError } from '../../base/errors.ts';
import { memorySource } from '../source.ts';
import { inferAlphabet } from './alphabet.ts';
import { inspectFasta } from './inspect-fasta.ts';
import { fastaIds, isFasta, readFasta } from './read-fasta.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readFasta(memorySource('t.fa', bytesOf(text)));

describe('readFasta', () => {
  test('reads records over several lines, whatever ends them, with blanks and empty lines', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['>a first of two', 'ACGT', 'ac gt', '', '> b\tx', 'NN-*', '>', 'T'].join(end);
      for (const whole of [text, `${text}${end}`, `\ufeff${text}`, `${end}${text}`]) {
        const { ids, sequences, lines } = await read(whole);
        expect(ids).toEqual(['a', 'b', '']);
        expect(sequences).toEqual(['ACGTacgt', 'NN-*', 'T']);
        const before = whole.startsWith(end) ? 1 : 0;
        expect(lines).toEqual([1, 5, 7].map((line) => line + before));
      }
    }
  });

  test('reads gzip, known by its bytes', async () => {
    const { compressed, sequences } = await readFasta(memorySource('t.fa', gzipSync(bytesOf('>a\nACGT\n'))));
    expect({ compressed, sequences }).toEqual({ compressed: true, sequences: ['ACGT'] });
  });

  test('takes sequences longer than its first buffer', async () => {
    const long = 'ACGT'.repeat(5000);
    expect((await read(`>a\n${long}\n${long}\n>b\nA`)).sequences).toEqual([long + long, 'A']);
  });

  test.each([
    ['', "t.fa: at least one record, a line that begins with '>', expected, got an empty file"],
    ['\n\n', "t.fa: at least one record, a line that begins with '>', expected, got an empty file"],
    ['ACGT\n', "t.fa:1: a FASTA file must begin with '>', got 'A'"],
    [
      '@r\nACGT\n+\nIIII\n',
      "t.fa:1: a FASTA file must begin with '>', got '@'; this looks like FASTQ: write its sequences as FASTA",
    ],
    [
      '>a\nAC\n>b\n>c\nA\n',
      "t.fa:3: a record must have a sequence, got none under 'b'; is the file cut short? Otherwise leave the record out",
    ],
    [
      '>a\nAC\n>',
      't.fa:3: a record must have a sequence, got none; is the file cut short? Otherwise leave the record out',
    ],
    [
      '>a\nACGT\nAC1T\n',
      "t.fa:3:3: a letter of a sequence expected, got '1' under 'a'; a sequence is letters, * and -; a header begins with >",
    ],
    [
      '>a\nAC\u00e9\n',
      "t.fa:2:3: a letter of a sequence expected, got byte 195 under 'a'; a sequence is letters, * and -; a header begins with >",
    ],
  ])('refuses %j with its place', async (text, message) => {
    const error = await failureOf(read(text));
    expect(error).toBeInstanceOf(FormatError);
    expect(error.message).toBe(message);
  });

  test('any bytes give the same records or the same error, wherever they are cut', async () => {
    const soup = fc.string({
      unit: fc.constantFrom('>', '>a', 'A', 'c', 'N', '\n', '\n', '\r', '\r\n', ' ', '1', 'é'),
      maxLength: 40,
    });
    const outcome = async (bytes: Uint8Array, sizes: () => number) => {
      const promise = readFasta(cutSource(bytes, sizes));
      return promise.catch(async () => (await failureOf(promise)).message);
    };
    await fc.assert(
      fc.asyncProperty(soup, fc.infiniteStream(fc.integer({ min: 1, max: 5 })), async (content, sizes) => {
        const bytes = bytesOf(`>x\n${content}`);
        const whole = await outcome(bytes, () => bytes.length);
        expect(await outcome(bytes, () => sizes.next().value)).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  test('cut short anywhere it ends: gzip with a FormatError, text with one or with fewer letters', async () => {
    const text = '>one x\nACGTAC\nGT\n>two\nTTTT\n';
    for (let at = 0; at < text.length; at++) {
      const outcome = await read(text.slice(0, at)).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome, `at ${at}`).toBeInstanceOf(FormatError);
      else expect('ACGTACGTTTTT', `at ${at}`).toContain((outcome as { sequences: string[] }).sequences.join(''));
    }
    const packed = gzipSync(bytesOf(text));
    for (let at = 3; at < packed.length; at++) {
      await expect(readFasta(memorySource('t.fa.gz', packed.subarray(0, at))), `at ${at}`).rejects.toThrow(FormatError);
    }
  });

  test('stops when asked to', async () => {
    const source = memorySource('t.fa', bytesOf('>a\nA\n'));
    await expect(readFasta(source, { signal: AbortSignal.abort() })).rejects.toThrow(CancelledError);
  });
});

describe('isFasta', () => {
  test.each([
    ['>a\nA', true],
    ['\n \r\n>a', true],
    ['\ufeff>a', true],
    ['id\tx\n>a\t1', false],
    ['', false],
  ])('%j: %s', async (text, is) => {
    expect(await isFasta(memorySource('t', bytesOf(text)))).toBe(is);
    expect(await isFasta(memorySource('t', gzipSync(bytesOf(text))))).toBe(is);
  });
});

describe('fastaIds', () => {
  test('are those of the file', async () => {
    expect(fastaIds(await read('>a\nA\n>b\nA\n'))).toEqual(['a', 'b']);
  });

  test.each([
    [
      '>a\nA\n>\nA\n',
      't.fa:3: an id, the first word after >, expected, got an empty header; give every record the id of its sample',
    ],
    [
      '>a\nA\n>a x\nA\n',
      "t.fa: each id must occur once, got 'a' on lines 1 and 3; rename or remove the repeated records",
    ],
  ])('are refused with their lines: %j', async (text, message) => {
    const file = await read(text);
    expect(() => fastaIds(file)).toThrow(DataError);
    expect(() => fastaIds(file)).toThrow(message);
  });
});

test('the alphabet is that of which every letter is, and plain peptides of nucleotide codes are peptides', () => {
  expect(inferAlphabet(['ACGT', 'acgu'])).toBe('dna');
  expect(inferAlphabet(['ACGTNNRY-'])).toBe('dna');
  expect(inferAlphabet(['ACGTE'])).toBe('protein');
  expect(inferAlphabet(['KRSWKMAT', 'HDV'])).toBe('protein');
});

test('an inspection counts records, letters, GC and what stands in the way', async () => {
  const { fasta, problems } = inspectFasta(await read('>a\nACGN\n>a\nacgn\n>\nGGGGGG\n'));
  expect(JSON.parse(JSON.stringify(fasta))).toEqual({
    format: 'fasta',
    compressed: false,
    records: 3,
    alphabet: 'dna',
    lengths: { min: 4, median: 4, max: 6 },
    letters: 14,
    ambiguous: 2,
    gc: 10 / 12,
    ids: { empty: 1, repeated: 1, first: ['a', 'a', ''] },
    duplicates: 1,
  });
  expect(problems).toEqual([
    'records without an id: 1, with that of an earlier one: 1; they cannot be joined to a sample sheet by it',
    'sequences that equal an earlier one: 1',
  ]);
});
