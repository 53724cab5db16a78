import { DataError } from '../base/errors.ts';
import type { Block } from '../table/block.ts';
import { columnOf } from '../table/matrix.ts';
import { stepWhere } from './checks.ts';

/** Stands for a missing letter in the text of a row; of no alphabet. */
export const MISSING_LETTER = '-';

/** The letters of DNA in the order of their codes, in which 3 − code is the complement. */
export const DNA_LETTERS = 'ACGT';

/**
 * The alphabet of a block of positions, in the order of its codes. @throws {DataError} the block is not of sequences: a column of numbers, or of other
 * words than the first, or words of more than a letter.
 */
export function alphabetOfBlock(block: Block, kind: string): string {
  const first = block.levels?.[0];
  const j = block.features.findIndex((_, j) => !first || !sameWords(block.levels?.[j], first));
  if (j < 0 && first?.every((word) => word.length === 1)) return first.join('');
  throw new DataError({
    where: stepWhere(block, kind),
    problem: `takes a block of sequences, a letter a position, got ${block.levels?.[Math.max(j, 0)] ? 'words' : 'numbers'} in '${block.features[Math.max(j, 0)]}'`,
    hint: `say kind: sequence, and put ${kind} before steps that make numbers`,
  });
}

/** The same for DNA alone. */
export function requireDna(block: Block, kind: string): void {
  const letters = alphabetOfBlock(block, kind);
  if (isDna(letters)) return;
  throw new DataError({
    where: stepWhere(block, kind),
    problem: `takes DNA, got sequences of ${letters}`,
    hint: `leave ${kind} out`,
  });
}

/** Whether these are the four letters, in whatever order. */
export const isDna = (letters: string) => [...letters].sort().join('') === DNA_LETTERS;

/**
 * The rows of a block of sequences as codes in an alphabet, −1 where a letter is missing or of another alphabet; each as long as its last known letter. The codes of a
 * block are its own business: a new file may list its words in another order. Cost O(n·L).
 */
export function sequenceRows({ matrix, levels, features }: Block, alphabet: string): Int8Array[] {
  const rows = Array.from({ length: matrix.nRows }, () => new Int8Array(features.length).fill(-1));
  const ends = new Int32Array(matrix.nRows);
  features.forEach((_, j) => {
    const codes = (levels?.[j] ?? []).map((word) => alphabet.indexOf(word));
    const column = columnOf(matrix, j);
    for (let i = 0; i < column.length; i++) {
      const code = codes[column[i]!] ?? -1; // missing: codes[NaN] is undefined
      if (code < 0) continue;
      rows[i]![j] = code;
      ends[i] = j + 1;
    }
  });
  return rows.map((row, i) => row.subarray(0, ends[i]!));
}

/** The rows as texts. @param alphabet as of `alphabetOfBlock`. */
export function sequenceTexts(block: Block, alphabet: string): string[] {
  return sequenceRows(block, alphabet).map((row) =>
    Array.from(row, (code) => (code < 0 ? MISSING_LETTER : alphabet[code]!)).join(''),
  );
}

function sameWords(a: readonly string[] | null | undefined, b: readonly string[]): boolean {
  return a === b || (a?.length === b.length && a.every((word, k) => word === b[k]));
}
