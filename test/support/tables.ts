import { CistronError } from '../../src/base/errors.ts';
import { type ReadTableOptions, readTable } from '../../src/read/delimited/read-table.ts';
import type { DelimitedTable } from '../../src/read/delimited/table.ts';
import { type ByteSource, memorySource } from '../../src/read/source.ts';

/** Reads a table from text, for tests; its name is `t.tsv`. */
export function tableOf(text: string, options?: ReadTableOptions): Promise<DelimitedTable> {
  return readTable(memorySource('t.tsv', new TextEncoder().encode(text)), options);
}

/** A source that hands out its bytes in the given pieces, in one buffer that it overwrites. */
export function cutSource(bytes: Uint8Array, sizes: () => number): ByteSource {
  return {
    ...memorySource('t.tsv', bytes),
    async *chunks() {
      const buffer = new Uint8Array(bytes.length);
      for (let at = 0; at < bytes.length; ) {
        const piece = bytes.subarray(at, at + Math.max(1, sizes()));
        buffer.fill(63);
        buffer.set(piece);
        at += piece.length;
        yield buffer.subarray(0, piece.length);
      }
    },
  };
}

/** All cells as text, header first. */
export function textOf(table: DelimitedTable): (string | null)[][] {
  const rows = Array.from({ length: table.nRows }, (_, i) => table.columns.map((_column, j) => table.textAt(i, j)));
  return [table.columns.map((column) => column.name), ...rows];
}

/** The error that a promise ends in; fails when it does not, or when it is none of the family. */
export async function failureOf(promise: Promise<unknown>): Promise<CistronError> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof CistronError) return outcome;
  throw new Error(`a CistronError expected, got ${outcome}`);
}
