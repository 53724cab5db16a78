import { describe, expect, it } from 'vitest';
import { READER_CASES, type ReaderCase, sourceOf } from '../../test/support/reader-cases.ts';
import { cutSource, failureOf } from '../../test/support/tables.ts';
import { CistronError } from '../base/errors.ts';
import { type RandomStream, randomKey } from '../base/random.ts';
import type { FastaFile } from './fasta/fasta-parser.ts';
import { inspectFile } from './inspect.ts';
import { readFile, sniffFormat } from './read-file.ts';
import type { FileContent } from './reader.ts';
import { readers } from './registry.ts';
import type { ByteSource } from './source.ts';

/** Content as plain data that can be compared: tables by their cells. */
function plain(content: FileContent): unknown {
  if (content.holds !== 'table') return content;
  const { columns, nRows } = content.table;
  return {
    columns,
    cells: columns.map((_, j) => Array.from({ length: nRows }, (_row, i) => content.table.textAt(i, j))),
  };
}

const essence = ({ ids, sequences }: FastaFile) => ({ ids, sequences });

const read = async (one: ReaderCase, source: ByteSource) =>
  plain((await readFile(source, one.params ? { params: one.params } : {}, one.word)).content);

/** The content, or the error of the family that reading ended in; anything else fails the test. */
async function outcome(one: ReaderCase, bytes: Uint8Array): Promise<unknown> {
  try {
    return await read(one, sourceOf(one, bytes));
  } catch (error) {
    if (error instanceof CistronError) return error;
    throw error;
  }
}

/** `npm run fuzz` sets more. */
const SEEDS = Number(process.env.CISTRON_FUZZ_SEEDS ?? 50);

function damaged(bytes: Uint8Array, stream: RandomStream): Uint8Array {
  const out = bytes.slice();
  for (let flips = 1 + stream.below(4); flips > 0; flips--) out[stream.below(out.length)]! ^= 1 << stream.below(8);
  return out;
}

it('every format has a case', () => {
  expect(new Set(READER_CASES.map(({ word }) => word))).toEqual(new Set(readers.map(({ word }) => word)));
});

describe.each(READER_CASES)('$word: $shows', (one) => {
  const entry = readers.find(({ word }) => word === one.word)!;

  it('is known by its bytes, and read and inspected by its name alone', async () => {
    expect((await sniffFormat(sourceOf(one))).word).toBe(one.word);
    if (!one.byName) expect((await sniffFormat(sourceOf({ ...one, name: 'nameless' }))).word).toBe(one.word);
    const { content } = await readFile(sourceOf(one), one.params ? { params: one.params } : {});
    expect(content.holds).toBe(entry.holds);
    const found = await inspectFile(sourceOf(one), one.params ? { params: one.params } : {});
    expect(found.format?.word).toBe(one.word);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it('gives the same content wherever its bytes are cut', async () => {
    const whole = await read(one, sourceOf(one));
    for (const size of [1, 7]) {
      const source = { ...sourceOf(one), chunks: cutSource(one.bytes, () => size).chunks };
      expect(await read(one, source)).toEqual(whole);
    }
  });

  it('cut short at any place is an error that names the file, never taken for the whole', async () => {
    const whole = await read(one, sourceOf(one));
    const step = Math.max(1, Math.floor(one.bytes.length / 2000));
    for (let end = 0; end < one.bytes.length; end += step) {
      const found = await outcome(one, one.bytes.subarray(0, end));
      if (found instanceof CistronError)
        expect(`${found.tag} ${found.exitCode}`).toMatch(/^(Format|Data|NotFound)Error 3$/);
      // What is left out at the very end may be white space or padding.
      else if (!one.endless || end < one.bytes.length - 1) {
        expect(one.endless, `${end} of ${one.bytes.length} bytes were taken for a whole file`).toBe(true);
        expect(found).not.toEqual(whole);
      }
    }
  });

  it(`with flipped bits is read or refused, ${SEEDS} times`, async () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const bytes = damaged(one.bytes, randomKey(seed).at(one.word, one.shows).stream());
      const found = await outcome(one, bytes);
      if (found instanceof CistronError)
        expect(found.exitCode, `seed ${seed}: ${found.message}`).toBeLessThanOrEqual(4);
    }
  });

  it('is refused when it is something else, and listens to a wish to stop', async () => {
    const noise = Uint8Array.from({ length: 300 }, (_, i) => (i * 151 + 7) % 256);
    expect((await failureOf(readFile(sourceOf(one, noise), {}, one.word))).exitCode).toBe(3);
    expect((await failureOf(readFile(sourceOf(one, new Uint8Array()), {}, one.word))).exitCode).toBe(3);
    expect((await failureOf(readFile(sourceOf(one), { signal: AbortSignal.abort() }))).tag).toBe('CancelledError');
  });

  if (entry.writes) {
    it('reads back what was written', async () => {
      const { content } = await readFile(sourceOf(one), one.params ? { params: one.params } : {});
      const { write } = await entry.load();
      const [main, ...others] = await write!(content, one.name);
      const files = Object.fromEntries([main!, ...others].map(({ name, bytes }) => [name, bytes]));
      const again = await read(one, sourceOf({ ...one, files }, main!.bytes));
      // Where the lines of a sequence break is not content.
      const lines = content.holds === 'sequences' ? { fasta: expect.objectContaining(essence(content.fasta)) } : {};
      expect(again).toEqual({ ...(plain(content) as object), ...lines });
    });
  }
});
